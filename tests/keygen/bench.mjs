/**
 * ./build.sh bench keygen [share]: how fast RSA keys are made, in each browser, ours and the browser's own by
 * turns. Writes docs/performance.md; with a share (0.1 of each count), for a quick look, it prints only.
 *
 *     node tests/keygen/bench.mjs PROGRAM [share]      PROGRAM: crate/keys/examples/primes.rs, compiled
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { launchFirefox } from '../engines/firefox.mjs';
import { launchWebKit } from '../engines/webkit.mjs';
import { launch } from '../browser/harness.mjs';
import { countAll } from './counts.mjs';
import { measure } from './measure.mjs';
import { page, PERFORMANCE } from './report.mjs';
import { serveKeygenPage } from './serve.mjs';

const [program, share = '1'] = process.argv.slice(2);
const SHARE = Number(share);
if (!program || !(SHARE > 0 && SHARE <= 1)) throw new Error('bench.mjs PROGRAM [share above 0, at most 1]');

/** @type {{name: string, launch: () => Promise<import('playwright-core').Browser>, plan: import('./measure.mjs').Plan}[]} */
const ENGINES = [
  { name: 'Chromium', launch, plan: { counts: [1, 2, 4], minutes: 5, first: 1 } },
  { name: 'Firefox', launch: launchFirefox, plan: { counts: [undefined], minutes: 1.5, first: 0.5 } },
  { name: 'WebKitGTK', launch: launchWebKit, plan: { counts: [undefined], minutes: 2, first: 0.5 } },
];

const started = Date.now();
/** Of whatever else the machine does. */
const LOAD = os.loadavg()[1].toFixed(1);
const served = await serveKeygenPage();
const engines = [];
let failed = false;
for (const { name, launch: begin, plan } of ENGINES) {
  const browser = await begin();
  const version = versionOf(browser);
  say(`${name} ${version}`);
  try {
    const measured = await measure(plan, { browser, url: served.url }, shareOf, (text) => say(`${name}: ${text}`));
    engines.push({ name, version, ...measured });
  } catch (error) {
    // What the others need half an hour for is not lost with it.
    failed = true;
    say(`${name}: ${error instanceof Error ? error.stack : error}`);
  }
  await browser.close();
}
served.stop();
const counts = await countAll(program, shareOf, say);

const text = page({
  engines,
  counts,
  share: SHARE,
  date: new Date().toISOString().slice(0, 10),
  machine: `${os.cpus()[0]?.model.trim()}, ${os.availableParallelism()} cores, ${os.type()} ${os.arch()}, load before it began ${LOAD} (5 minutes)`,
  minutes: Math.round((Date.now() - started) / 60_000),
});
if (SHARE === 1 && !failed) {
  writeFileSync(PERFORMANCE, text);
  say('written: docs/performance.md');
} else {
  console.log(text);
}
// A browser that does not end is no reason to wait.
process.exit(failed ? 1 : 0);

/** @param {number} count */
function shareOf(count) {
  return Math.max(1, Math.round(count * SHARE));
}

/** WebKitGTK's driver does not say it; Debian's package does. @param {import('playwright-core').Browser} browser */
function versionOf(browser) {
  const version = browser.version();
  if (/\d/.test(version)) return version;
  try {
    return execFileSync('dpkg-query', ['-W', '-f', '${Version}', 'libwebkit2gtk-4.1-0'], { encoding: 'utf8' }).replace(/-.*/, '');
  } catch {
    return '(version unknown)';
  }
}

/** @param {string} what */
function say(what) {
  const seconds = String(Math.round((Date.now() - started) / 1000)).padStart(5);
  console.error(`${seconds} s  ${what}`);
}
