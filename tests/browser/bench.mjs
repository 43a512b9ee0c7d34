/**
 * ./build.sh bench [rounds]: what the page weighs and how fast it is, ours beside
 * the browser's WebCrypto and node-forge in one run, turn by turn. It prints and
 * judges nothing: times depend on the machine.
 *
 * `rounds` multiplies the number of rounds: 0.2 for a quick look.
 */
import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { benchClients } from './bench-clients.mjs';
import { benchRotations } from './bench-rotations.mjs';
import { DIST, launch, ROOT } from './harness.mjs';

const FACTOR = Number(process.argv[2] ?? 1);
const FILE = path.join(DIST, 'nokkelsmie.html');
const FORGE = path.join(ROOT, 'node_modules/node-forge/dist/forge.min.js');

/** @type {{name: string, rounds: number, ours: object, web: object, forge?: object}[]} */
const GENERATIONS = [
  ...[[2048, 20], [3072, 10], [4096, 5]].map(([bits, rounds]) => ({
    name: `make RSA-${bits}`, rounds,
    ours: { kind: `rsa-${bits}`, algorithm: 'RS256' },
    web: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: bits, publicExponent: [1, 0, 1] },
    forge: { bits },
  })),
  {
    name: 'make EC P-256',
    rounds: 20,
    ours: { kind: 'p-256', algorithm: 'ES256' },
    web: { name: 'ECDSA', namedCurve: 'P-256' },
  },
  {
    name: 'make Ed25519',
    rounds: 20,
    ours: { kind: 'ed25519', algorithm: 'EdDSA' },
    web: { name: 'Ed25519' },
    forge: { ed25519: true },
  },
];
const SIGNATURES = [
  { name: 'sign RS256 (RSA-2048)', rounds: 40, make: GENERATIONS[0], web: { name: 'RSASSA-PKCS1-v1_5' }, forge: true },
  { name: 'sign ES256', rounds: 40, make: GENERATIONS[3], web: { name: 'ECDSA', hash: 'SHA-256' }, forge: false },
];

const browser = await launch();
console.log(
  `${os.cpus()[0]?.model}, ${os.cpus().length} cores · Chromium ${browser.version()} · Node ${process.version}\n`,
);
await sizes();
await opening();
await speeds();
await readings();
await benchClients(browser, summary);
await benchRotations(browser);
await browser.close();

async function sizes() {
  console.log('size                         raw      gzip');
  for (const file of [
    FILE,
    ...['portal', 'vault'].map((name) => path.join(DIST, `module/${name}/nokkelsmie_${name}_bg.wasm`)),
  ]) {
    const octets = await readFile(file);
    const packed = gzipSync(octets, { level: 9 });
    console.log(`${path.basename(file).padEnd(22)} ${kilobytes(octets.length)} ${kilobytes(packed.length)}`);
  }
}

/** From the click that opens the file to the vault's word that it is ready. */
async function opening() {
  const times = [];
  for (let round = 0; round < rounds(10); round += 1) {
    const page = await openFile();
    times.push(await page.evaluate(() => /** @type {any} */ (globalThis).vaultReadyAt));
    await page.context().close();
  }
  console.log(`\nfrom opening the file to "vault ready": ${summary(times)} (${times.length} times)\n`);
}

async function speeds() {
  const forgeSource = await readFile(FORGE, 'utf8');
  const environment = await testEnvironment();
  const columns = ['the vault', 'WebCrypto', 'node-forge'].map((name) => name.padEnd(26)).join('');
  console.log(`${'ms: median (minimum–maximum)'.padEnd(30)}${columns}vault ÷ WebCrypto, forge ÷ vault`);
  for (const { name, rounds: count, ours, web, forge } of GENERATIONS) {
    const page = await openFile(forgeSource);
    const runs = {
      ours: (/** @type {number} */ i) => page.evaluate(makeHere, { ...ours, kid: `bench-${i}` }),
      web: () => page.evaluate(makeByWebCrypto, web),
      forge: forge && (() => page.evaluate(makeByForge, forge)),
    };
    report(name, await alternate(rounds(count), runs));
    await page.context().close();
  }
  for (const { name, rounds: count, make, web, forge } of SIGNATURES) {
    const page = await openFile(forgeSource);
    await page.evaluate(makeHere, { ...make.ours, kid: 'bench' });
    await page.evaluate(prepareToSign, { web: make.web, forge });
    const request = { clientId: '00000000-0000-0000-0000-000000000000', kid: 'bench', scope: 'altinn:instances.read' };
    const runs = {
      ours: () => page.evaluate(signHere, { environment, request }),
      web: () => page.evaluate(signByWebCrypto, web),
      forge: forge && (() => page.evaluate(signByForge)),
    };
    report(name, await alternate(rounds(count), runs));
    await page.context().close();
  }
  console.log(
    '\nThe vault: by message through frame and worker and back, in small steps, with what the page shows of'
      + ' the new key; a signature with the whole grant.',
  );
}

/** The vault's module by itself, in a page of its own: what reading takes, without panel and messages. */
async function readings() {
  const page = await (await browser.newContext()).newPage();
  const source = await readFile(path.join(DIST, 'module/vault/nokkelsmie_vault.js'), 'base64');
  const module = await readFile(path.join(DIST, 'module/vault/nokkelsmie_vault_bg.wasm'), 'base64');
  await page.evaluate(openVault, { source, module });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 4096 }).privateKey;
  const block = () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });
  const text = Array.from({ length: 100 }, () => `${block()}${'Tekst rundt nøkkelen. '.repeat(440)}\n`).join('');
  const pem = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
  console.log('\nms: median (minimum–maximum) of the vault\'s module');
  for (const [name, count, task] of /** @type {const} */ ([
    ['inspect RSA-4096, all rules', 20, { read: pem }],
    [`read ${Math.round(Buffer.byteLength(text) / 1024)} KB, 100 PEM blocks`, 10, { read: text }],
    ['write PBES2, 600,000 rounds', 10, { read: pem, protect: 'encrypted-pem' }],
    ['open PBES2, 600,000 rounds', 10, { read: pem, protect: 'encrypted-pem', reopen: true }],
    ['write PKCS#12', 10, { read: pem, protect: 'pkcs12' }],
    ['open PKCS#12', 10, { read: pem, protect: 'pkcs12', reopen: true }],
  ])) {
    const times = [];
    for (let round = 0; round < rounds(count); round += 1) times.push(await page.evaluate(timeVault, task));
    console.log(`${name.padEnd(34)}${summary(times)}`);
  }
  await page.context().close();
}

/**
 * One of each, again and again, so that a busy moment hits all alike.
 *
 * @param {number} count
 * @param {Record<string, undefined | false | ((round: number) => Promise<number>)>} runs
 */
async function alternate(count, runs) {
  /** @type {Record<string, number[]>} */
  const times = {};
  for (let round = 0; round < count; round += 1) {
    for (const [name, run] of Object.entries(runs)) if (run) (times[name] ??= []).push(await run(round));
  }
  return times;
}

/** @param {string} name @param {Record<string, number[]>} times */
function report(name, { ours, web, forge }) {
  const ratios = [
    `${(median(ours) / median(web)).toFixed(1)} ×`,
    forge ? `${(median(forge) / median(ours)).toFixed(1)} ×` : '–',
  ];
  const columns = [ours, web, forge].map((one) => (one ? summary(one) : '–').padEnd(26)).join('');
  console.log(`${name.padEnd(30)}${columns}${ratios.join(', ')}`);
}

/**
 * The single file, open, with the port to the vault in hand: the same port that the page itself uses.
 *
 * @param {string} [source]  of a library to have in the page
 */
async function openFile(source) {
  const context = await browser.newContext({ locale: 'nb-NO' });
  const page = await context.newPage();
  page.setDefaultTimeout(600_000);
  await page.addInitScript(holdPort);
  await page.goto(pathToFileURL(FILE).href);
  await page.waitForFunction(() => /** @type {any} */ (globalThis).vaultReadyAt !== undefined);
  if (source) await page.evaluate(source);
  return page;
}

async function testEnvironment() {
  const portal = await import(pathToFileURL(path.join(DIST, 'module/portal/nokkelsmie_portal.js')).href);
  portal.initSync({ module: await readFile(path.join(DIST, 'module/portal/nokkelsmie_portal_bg.wasm')) });
  return portal.environments(undefined).find((/** @type {any} */ { name }) => name === 'test');
}

// --- in the page: each is sent there whole, and answers with milliseconds ----

function holdPort() {
  const here = /** @type {any} */ (globalThis);
  const own = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage'));
  const waiting = new Map();
  let lastId = 1_000_000;
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    configurable: true,
    set(handler) {
      own.set?.call(this, (/** @type {MessageEvent} */ event) => {
        const { kind, type, id } = event.data ?? {};
        if (kind === 'event' && type === 'ready') { here.vaultReadyAt = performance.now(); here.vaultPort = this; }
        if (waiting.has(id) && kind !== 'progress') waiting.get(id)(event.data);
        else handler.call(this, event);
      });
    },
  });
  here.askVault = (/** @type {string} */ type, /** @type {unknown} */ params) =>
    new Promise((resolve, reject) => {
      const id = (lastId += 1);
      waiting.set(id, (/** @type {any} */ answer) => {
        waiting.delete(id);
        if (answer.kind === 'answer') resolve(answer.result);
        else reject(new Error(answer.error.code));
      });
      here.vaultPort.postMessage({ kind: 'request', id, type, params });
    });
}

/** @param {{source: string, module: string}} parts  in base64 */
async function openVault({ source, module }) {
  const vault = await import(`data:text/javascript;base64,${source}`);
  vault.initSync({ module: Uint8Array.from(atob(module), (c) => c.charCodeAt(0)) });
  Object.assign(globalThis, { Vault: vault.Vault });
}

/** The last step of the task alone is timed. @param {{read: string, protect?: string, reopen?: boolean}} task */
function timeVault({ read, protect, reopen }) {
  const vault = new (/** @type {any} */ (globalThis).Vault)();
  const octets = (/** @type {string} */ text) => new TextEncoder().encode(text);
  let start = performance.now();
  const [{ handle }] = vault.read(octets(read), undefined, Date.now()).cards;
  if (protect) {
    start = performance.now();
    const file = vault.protect(handle, protect, octets('bare en prøve'));
    if (reopen) {
      start = performance.now();
      vault.read(file, octets('bare en prøve'), Date.now());
    }
  }
  const time = performance.now() - start;
  vault.free();
  return time;
}

/** @param {object} spec */
async function makeHere(spec) {
  const here = /** @type {any} */ (globalThis);
  const start = performance.now();
  here.handle = (await here.askVault('generate', spec)).handle;
  return performance.now() - start;
}

/** @param {any} algorithm */
async function makeByWebCrypto({ publicExponent, ...algorithm }) {
  const start = performance.now();
  await crypto.subtle.generateKey(
    { ...algorithm, ...(publicExponent ? { publicExponent: new Uint8Array(publicExponent) } : {}) },
    true,
    ['sign', 'verify'],
  );
  return performance.now() - start;
}

/** @param {any} wish */
function makeByForge({ bits, ed25519 }) {
  const { forge } = /** @type {any} */ (globalThis);
  forge.options.usePureJavaScript = true;
  const start = performance.now();
  if (ed25519) forge.pki.ed25519.generateKeyPair();
  else forge.pki.rsa.generateKeyPair({ bits });
  return performance.now() - start;
}

/** @param {any} parts */
async function prepareToSign({ web: { publicExponent, ...algorithm }, forge }) {
  const here = /** @type {any} */ (globalThis);
  here.webKey = (
    await crypto.subtle.generateKey(
      { ...algorithm, ...(publicExponent ? { publicExponent: new Uint8Array(publicExponent) } : {}) },
      true,
      ['sign', 'verify'],
    )
  ).privateKey;
  if (forge) here.forgeKey = here.forge.pki.rsa.generateKeyPair({ bits: 2048 }).privateKey;
  here.signingInput = 'x'.repeat(520);
}

/** @param {any} params */
async function signHere({ environment, request }) {
  const here = /** @type {any} */ (globalThis);
  const start = performance.now();
  await here.askVault('sign', { handle: here.handle, environment, request });
  return performance.now() - start;
}

/** @param {any} algorithm */
async function signByWebCrypto(algorithm) {
  const here = /** @type {any} */ (globalThis);
  const start = performance.now();
  await crypto.subtle.sign(algorithm, here.webKey, new TextEncoder().encode(here.signingInput));
  return performance.now() - start;
}

function signByForge() {
  const here = /** @type {any} */ (globalThis);
  const start = performance.now();
  here.forgeKey.sign(here.forge.md.sha256.create().update(here.signingInput));
  return performance.now() - start;
}

// --- numbers -----------------------------------------------------------------

/** @param {number} full */
function rounds(full) {
  return Math.max(1, Math.round(full * FACTOR));
}

/** @param {number[]} times */
function median(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {number[]} times */
function summary(times) {
  return `${ms(median(times))} (${ms(Math.min(...times))}–${ms(Math.max(...times))})`;
}

/** @param {number} value */
function ms(value) {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

/** @param {number} octets */
function kilobytes(octets) {
  return `${(octets / 1024).toFixed(0)} KB`.padStart(9);
}
