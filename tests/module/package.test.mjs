/** dist/module as others get it: packed, installed without a network, and used as its README says. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { DIST, launch, ROOT } from '../browser/harness.mjs';

const run = promisify(execFile);
const MODULE = path.join(DIST, 'module');
const FILES = [
  'LICENCES.txt',
  'LICENSE-APACHE',
  'LICENSE-MIT',
  'README.md',
  'package.json',
  ...['portal', 'vault'].flatMap((name) => ['.d.ts', '.js', '_bg.wasm'].map((ending) => `${name}/nokkelsmie_${name}${ending}`)),
];

/** Where the package is installed, and the examples of its README lie. @type {string} */
let folder;
/** @type {Packed} */
let packed;

/** @typedef {{filename: string, version: string, files: {path: string}[]}} Packed */

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-package-'));
  packed = await pack('--pack-destination', folder);
  await mkdir(path.join(folder, 'empty-cache'));
  await npm(folder, 'install', '--offline', '--cache', path.join(folder, 'empty-cache'), `./${packed.filename}`);
  const examples = await readExamples();
  for (const [name, text] of Object.entries(examples)) await writeFile(path.join(folder, name), text);
});
after(() => rm(folder, { recursive: true, force: true }));

test('the package holds these files and no other', async () => {
  assert.deepEqual((await pack('--dry-run')).files.map((file) => file.path).sort(), [...FILES].sort());
});

test('it has the version of the crates, and no word of where it was made', async () => {
  assert.match(await readFile(path.join(ROOT, 'Cargo.toml'), 'utf8'), new RegExp(`^version = "${packed.version}"$`, 'm'));
  for (const name of FILES) {
    const text = await readFile(path.join(MODULE, name), 'latin1');
    for (const place of [ROOT, process.env.HOME, tmpdir()]) assert.ok(!text.includes(`${place}/`), `${place} in ${name}`);
  }
});

test('README, Node: makes a key and signs a grant', async () => {
  const { stdout } = await run('node', ['example.mjs'], { cwd: folder });
  const [jwk, grant] = stdout.split(/\n(?=https:)/);
  const { kid, alg, use, d } = JSON.parse(jwk);
  assert.deepEqual({ kid, alg, use, d }, { kid: 'fakturaklient-2026', alg: 'RS256', use: 'sig', d: undefined });
  assert.match(grant, /^https:\/\/test\.maskinporten\.no\/ \d{10}\n$/);
});

test('README, browser: a private key is noticed, a public one is not', async () => {
  await onPage('index.html', async (page) => {
    await page.locator('#key:focus').waitFor(); // the module is loaded
    const said = page.locator('#said');
    await page.locator('#key').fill('-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v_\n-----END PRIVATE KEY-----');
    assert.match(await said.innerText(), /^Not this one: it is private \(.+\)$/);
    await page.locator('#key').fill('{"kty": "RSA", "e": "AQAB", "n": "AQAB"}');
    assert.equal(await said.innerText(), 'Public');
  });
});

test('README, worker: a key is checked away from the page', async () => {
  await writeFile(path.join(folder, 'worker.html'), '<!doctype html><body><script type="module" src="page.js"></script>');
  await onPage('worker.html', async (page) => {
    await page.waitForFunction(() => document.body.textContent?.startsWith('['));
    const [key] = JSON.parse(await page.locator('body').innerText());
    assert.equal(key.verdict, 'refused');
    assert.ok(key.codes.length > 0);
  });
});

test('its types say what a program may do with it, and what not', async () => {
  await writeFile(path.join(folder, 'typed.mts'), `
    import loadPortal, { environments, tokenCode, type Environment, type GrantRequest } from 'nokkelsmie/portal';
    import loadVault, { Vault, type KeyCard } from 'nokkelsmie/vault';
    await Promise.all([loadPortal(), loadVault()]);
    const vault = new Vault();
    const card: KeyCard | undefined = vault.cards()[0];
    const environment: Environment = environments()[0]!;
    const request: GrantRequest = { clientId: 'a', kid: null, scope: 'b' };
    if (card) console.log(vault.sign(card.handle, environment, request, Date.now()).assertion);
    console.log(tokenCode('python', environment, request).text);
    // @ts-expect-error: no such language
    tokenCode('cobol', environment, request);
    // @ts-expect-error: a number of the key is no part of what may be known of it
    console.log(card?.d);
  `);
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { strict: true, noEmit: true, module: 'nodenext', target: 'es2022', lib: ['es2022', 'dom', 'esnext.disposable'], types: [] },
    files: ['typed.mts'],
  }));
  await run(path.join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder]).catch(({ stdout }) => assert.fail(stdout));
});

test('a bundler takes the half that is used', async () => {
  await writeFile(path.join(folder, 'half.js'), "import load, { checkKid } from 'nokkelsmie/portal';\nawait load();\nconsole.log(checkKid('a b'));\n");
  const { build } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: folder, entryPoints: ['half.js'], bundle: true, format: 'esm', write: false, metafile: true, logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs);
  assert.ok(inputs.some((name) => name.endsWith('nokkelsmie_portal.js')), inputs.join());
  assert.ok(!inputs.some((name) => name.includes('vault')), inputs.join());
});

test('dist/SHA256SUMS names all that is published, with the sums it has', async () => {
  const { stdout } = await run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: DIST });
  const named = stdout.trim().split('\n').map((line) => line.replace(/: OK$/, ''));
  const beside = ['LICENCES.txt', 'nokkelsmie.html', 'policy.txt'];
  for (const folder of ['bookmarklet', 'site']) beside.push(...(await readdir(path.join(DIST, folder))).map((name) => `${folder}/${name}`));
  for (const name of beside) assert.ok(named.includes(name), name);
  for (const name of FILES) assert.ok(named.includes(`module/${name}`), name);
});

/** What npm would pack, or has packed. @param {...string} options @returns {Promise<Packed>} */
async function pack(...options) {
  return JSON.parse(await npm(MODULE, 'pack', '--json', ...options))[0];
}

/** npm with nobody's settings. @param {string} cwd @param {...string} args */
async function npm(cwd, ...args) {
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { stdout } = await run('npm', [...args, ...quiet], { cwd });
  return stdout;
}

/** Each block of code in the README whose first line names a file. @returns {Promise<Record<string, string>>} */
async function readExamples() {
  const readme = await readFile(path.join(MODULE, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```(?:js|html)\n((?:\/\/|<!--) (\S+).*\n[^]*?)^```$/gm)];
  assert.deepEqual(blocks.map(([, , name]) => name), ['example.mjs', 'index.html', 'worker.js', 'page.js']);
  return Object.fromEntries(blocks.map(([, text, name]) => [name, text]));
}

const TYPES = /** @type {Record<string, string>} */ ({ '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' });

/**
 * A page of the folder, from a plain web server, in Chromium; nothing is asked of anybody else.
 *
 * @param {string} name @param {(page: import('playwright-core').Page) => Promise<void>} use
 */
async function onPage(name, use) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    try {
      const octets = await readFile(path.join(folder, path.normalize(pathname)));
      response.writeHead(200, { 'content-type': TYPES[path.extname(pathname)] ?? 'text/plain' }).end(octets);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const elsewhere = /** @type {string[]} */ ([]);
    page.on('request', (request) => { if (new URL(request.url()).port !== String(port)) elsewhere.push(request.url()); });
    page.on('pageerror', (error) => elsewhere.push(String(error)));
    await page.goto(`http://127.0.0.1:${port}/${name}`);
    await use(page);
    assert.deepEqual(elsewhere, []);
  } finally {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
