/**
 * What every browser test needs: a practice portal of its own on a free port, a
 * browser, and a page whose requests, console and errors are written down.
 *
 * NOKKELSMIE_ENGINE names the engine: chromium (as a rule), firefox or webkit.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { launchFirefox, launchFirefoxWithProfile } from '../engines/firefox.mjs';
import { launchWebKit } from '../engines/webkit.mjs';

export const ROOT = path.resolve(import.meta.dirname, '../..');
/** NOKKELSMIE_DIST names another build, so that a test can be seen to fail on a broken one. */
export const DIST = path.resolve(process.env.NOKKELSMIE_DIST ?? path.join(ROOT, 'dist'));
export const ENGINE = process.env.NOKKELSMIE_ENGINE ?? 'chromium';
const TARGET = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target');

/** As root in a container, without talking to anybody. */
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/**
 * @typedef {object} Portal
 * @property {string} url  ends in a slash
 * @property {(settings: object) => Promise<void>} control
 * @property {(client: object) => Promise<any>} makeClient
 * @property {(writer: object) => Promise<any>} writer  somebody else who changes keys
 * @property {() => Promise<any>} log
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string[]} [args]
 * @returns {Promise<Portal>}
 */
export async function startPortal(args = []) {
  const program = path.join(TARGET, 'debug/practice-portal');
  const child = spawn(
    program,
    ['--site', path.join(DIST, 'site'), '--listen', '127.0.0.1:0', '--key-delay', '0', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  process.once('exit', () => child.kill());
  const url = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`practice-portal ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = line.match(/^Nøkkelsmie: (\S+)$/);
      if (found) resolve(found[1]);
    });
  });
  const post = async (/** @type {string} */ at, /** @type {object} */ body) => {
    const answer = await fetch(new URL(at, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${at}: ${answer.status} ${await answer.text()}`);
    return answer.headers.get('content-type')?.includes('json') ? answer.json() : undefined;
  };
  return {
    url,
    control: (settings) => post('_practice/control', settings),
    makeClient: (client) => post('_practice/clients', client),
    writer: (writer) => post('_practice/writers', writer),
    log: async () => (await fetch(new URL('_practice/log', url))).json(),
    stop: () => new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill();
    }),
  };
}

/**
 * The whole browser, as people have it.
 *
 * @param {{args?: string[]}} [options]  `args`: Chromium's
 */
export function launch({ args = [] } = {}) {
  return launchAs(process.env.CHROMIUM ?? '/usr/bin/chromium', args);
}

/**
 * Chromium without what stands around a page, where it is installed: what a page does is the same, and a
 * test takes half as long. For what is not about profiles, flags, or what goes over the network.
 */
export function launchShell() {
  const shell = process.env.CHROMIUM_SHELL ?? '/usr/bin/chromium-headless-shell';
  // Debian's ends instead of throwing when a module reaches where there is no memory.
  return existsSync(shell) ? launchAs(shell, ['--js-flags=--wasm-enforce-bounds-checks']) : launch();
}

/** @param {string} executablePath  Chromium's @param {string[]} args */
function launchAs(executablePath, args) {
  if (ENGINE === 'firefox') return launchFirefox();
  if (ENGINE === 'webkit') return launchWebKit();
  if (ENGINE !== 'chromium') throw new Error(`NOKKELSMIE_ENGINE: ${ENGINE} is none of chromium, firefox, webkit`);
  return chromium.launch({ executablePath, args: [...FLAGS, ...args] });
}

/**
 * A browser whose profile stays on disk when it is closed, to look for what it kept.
 *
 * @param {import('playwright-core').BrowserContextOptions & {args?: string[], preferences?: object}} [options]
 *   `preferences`: of the profile, before its first start
 */
export async function launchWithProfile({ args = [], preferences, ...options } = {}) {
  const profile = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-profile-'));
  if (preferences) {
    await mkdir(path.join(profile, 'Default'));
    await writeFile(path.join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  }
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...FLAGS, ...args],
    ...options,
  });
  return { context, profile, forget: () => rm(profile, { recursive: true, force: true }) };
}

/**
 * @typedef {object} Opened
 * @property {import('playwright-core').Page} page
 * @property {import('playwright-core').FrameLocator} vault
 * @property {{url: string, method: string, body: string, headers: string}[]} requests  of page, frame and workers
 * @property {string[]} said  console messages and uncaught errors
 */

/**
 * Opens the page and waits until it and the vault are ready, which are loaded beside one another.
 *
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} url
 * @returns {Promise<Opened>}
 */
export async function open(context, url) {
  const page = await context.newPage();
  /** @type {Opened['requests']} */
  const requests = [];
  /** @type {string[]} */
  const said = [];
  context.on('request', (request) =>
    requests.push({
      url: request.url(),
      method: request.method(),
      body: request.postData() ?? '',
      headers: JSON.stringify(request.headers()),
    }),
  );
  context.on('console', (message) => said.push(message.text()));
  context.on('weberror', (error) => said.push(String(error.error())));
  await page.goto(url);
  const vault = page.frameLocator('#vault-room iframe');
  await vault.locator('#intake').waitFor();
  await page.locator('#view h1').waitFor();
  return { page, vault, requests, said };
}
