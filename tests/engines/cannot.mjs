/**
 * What of the browser suite cannot run in an engine, and why. A row without `test` leaves out the whole
 * file; the other files run, and say of that test that it is skipped.
 *
 * @type {{file: string, test?: string, engines: string[], why: string}[]}
 */
export const CANNOT = [
  {
    file: 'searchers', test: 'take plain integers where multiply-add rounds twice', engines: ['firefox', 'webkit'],
    why: 'the instruction is taken away by --js-flags, which is Chromium\'s',
  },
  {
    file: 'guarantees', engines: ['firefox', 'webkit'],
    why: "it searches Chromium's log of its network, its profile on disk and the heap of its engine",
  },
  {
    file: 'ways-out', engines: ['firefox', 'webkit'],
    why: "it tells Chromium's lookups and connections from its log of the network, and knows what Chromium never asks for; "
      + 'sealed.test.mjs tries the ways that every engine knows',
  },
  {
    file: 'tls', engines: ['firefox', 'webkit'],
    why: "Digdir's names are led to this machine by --host-resolver-rules, which is Chromium's",
  },
  {
    file: 'visits', test: 'where others could read what is relayed, the relay is not offered', engines: ['firefox', 'webkit'],
    why: "a name is led to this machine by --host-resolver-rules, which is Chromium's",
  },
  {
    file: 'scopes', test: 'a change that was begun is not lost: to lists that come, another view, an error, or somebody else', engines: ['firefox'],
    why: 'it reads what was sent, which Playwright does not ask Firefox for',
  },
  {
    file: 'vault-panel', test: 'nothing of a pasted key stays where scripts keep their texts', engines: ['firefox', 'webkit'],
    why: "it reads the heap of the engine by Chromium's own protocol",
  },
  {
    file: 'vault-panel', test: 'what is shown there cannot be dragged', engines: ['firefox'],
    why: "the mouse that Firefox is given from outside begins no drag, so that there is nothing to refuse",
  },
  {
    file: 'vault-stopped', test: 'holds no key any more', engines: ['firefox'],
    why: "it reads the memory of the vault's worker; Firefox's driver tells of a worker, and runs no script in it",
  },
  {
    file: 'input', test: 'a file dropped beside the vault neither opens nor comes in', engines: ['firefox', 'webkit'],
    why: "a real drop of a file needs Chromium's own protocol",
  },
  {
    file: 'input', test: 'a drop is a real one: what is harmless comes in', engines: ['firefox', 'webkit'],
    why: "a real drop needs Chromium's own protocol",
  },
  {
    file: 'input', test: 'dropped on the vault it is read', engines: ['firefox', 'webkit'],
    why: "a real drop of a file needs Chromium's own protocol",
  },
  {
    file: 'start', test: 'a vault that comes too late is told of, and welcome still, from a file', engines: ['webkit'],
    why: 'the test lets the worker go by a BroadcastChannel, which from a file does not lead there from its frame',
  },
  {
    file: 'trouble', test: 'leaving asks only while a private key is unsaved; a reload keeps what is public, not the keys', engines: ['webkit'],
    why: 'under its automation the browser leaves without a dialog, also a page that does nothing but ask',
  },
  {
    file: 'bookmarklet', test: 'Digdir’s hosts are known: production by colour and word', engines: ['firefox', 'webkit'],
    why: "Digdir's names are led to this machine by --host-resolver-rules, which is Chromium's",
  },
  {
    file: 'bookmarklet', test: 'takes it out of what is edited without a field, and leaves alone what is none',
    engines: ['firefox'],
    why: 'its driver puts a text in line by line there, so that the key is stopped at its first line and has no public part yet',
  },
];

const ENGINE = process.env.NOKKELSMIE_ENGINE ?? 'chromium';

/**
 * The options of a test that is in the table.
 *
 * @param {string} test  its name
 * @returns {{skip: string|false}}
 */
export function whereItCan(test) {
  const row = CANNOT.find((one) => one.test === test);
  if (!row) throw new Error(`${test}: not in the table`);
  return { skip: row.engines.includes(ENGINE) && `${ENGINE}: ${row.why}` };
}

/** Why a file is left out, if it is. @param {string} file @param {string} engine @returns {string|undefined} */
export function leftOut(file, engine) {
  return CANNOT.find((one) => one.file === file && !one.test && one.engines.includes(engine))?.why;
}
