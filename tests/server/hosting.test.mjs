/** The commands of docs/hosting.md, as they stand there; only addresses and folders are this test's. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { DIST, ROOT } from '../browser/harness.mjs';
import { HOSTS } from './calls.mjs';
import { SERVERS, startBoth } from './servers.mjs';

const run = promisify(execFile);
const PUBLISHED = ['site', 'module', 'bookmarklet', 'nokkelsmie.html', 'policy.txt', 'LICENCES.txt', 'SHA256SUMS'];

const text = await readFile(path.join(ROOT, 'docs/hosting.md'), 'utf8');
const commands = [...text.matchAll(/^( *)```sh\n([^]*?)^ *```$/gm)].map(([, , command]) => command);

/** A folder with a `dist` of its own. @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-hosting-'));
  await mkdir(path.join(folder, 'dist'));
  for (const name of PUBLISHED) await cp(path.join(DIST, name), path.join(folder, 'dist', name), { recursive: true });
});
after(() => rm(folder, { recursive: true, force: true }));

test('these are the commands; the one that builds is the test of two builds', async () => {
  assert.equal(commands.length, 5);
  assert.match(command('./build.sh build'), /diff dist\/SHA256SUMS/);
  assert.match(await readFile(path.join(ROOT, 'tests/boundary/reproducible.sh'), 'utf8'), /SHA256SUMS/);
});

test('the policy is about the script', async () => {
  assert.equal(await bash(command('grep ')), '1\n');
});

test('the sums are those of the files, and say which file is another', async () => {
  const check = command('sha256sum --check');
  assert.equal(await bash(check), '');
  await withChange('dist/site/page.js', async () => {
    await assert.rejects(bash(check), (/** @type {any} */ { stdout }) => stdout === 'site/page.js: FAILED\n');
  });
});

test('what a server sends is what was built, and what is not is named', async (context) => {
  const { server } = await startBoth(context, SERVERS.caddy);
  const compare = command('curl ').replace('https://nokkelsmie.example.org', server.origin);
  assert.equal(await bash(compare), '');
  const sums = path.join(folder, 'dist/SHA256SUMS');
  const whole = await readFile(sums, 'utf8');
  await writeFile(sums, whole.replace(/^.{8}(?=.*site\/page\.js$)/m, '00000000'));
  assert.equal(await bash(compare), 'not as built: site/page.js\n');
  await writeFile(sums, whole);
});

test('a new version takes the place of the old one in one step', async () => {
  const served = path.join(folder, 'srv');
  await mkdir(served);
  const update = command('ln -s').replaceAll('/srv', served);
  await bash(update);
  const first = await readlink(path.join(served, 'nokkelsmie'));
  await withChange('dist/SHA256SUMS', () => bash(update));
  const second = await readlink(path.join(served, 'nokkelsmie'));
  assert.notEqual(second, first);
  const page = await readFile(path.join(served, 'nokkelsmie/index.html'), 'utf8');
  assert.equal(page, await readFile(path.join(DIST, 'site/index.html'), 'utf8'));
});

test('the hosts that the relay must reach are all there', () => {
  const [, part] = /port 443:\n([^]*?)\n- /.exec(text) ?? [];
  assert.deepEqual([...part.matchAll(/`([^`]+)`/g)].map(([, host]) => host).sort(), [...HOSTS].sort());
});

/** The only command with these words in it. @param {string} words */
function command(words) {
  const found = commands.filter((each) => each.includes(words));
  assert.equal(found.length, 1, words);
  return found[0];
}

/** What it prints. @param {string} script */
async function bash(script) {
  return (await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder })).stdout;
}

/** @param {string} name @param {() => Promise<unknown>} meanwhile */
async function withChange(name, meanwhile) {
  const file = path.join(folder, name);
  const whole = await readFile(file);
  await appendFile(file, '\n');
  await meanwhile();
  await writeFile(file, whole);
}
