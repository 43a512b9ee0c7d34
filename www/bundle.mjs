/**
 * Lays out dist/: the single file, the site, and what they weigh.
 *
 * vault.html   the vault's frame: its own policy, script, style, worker and module
 * index.html   the page: everything beside it (dist/site) or in it (dist/nokkelsmie.html)
 *
 * The policy names the SHA-256 of the exact octets of each script and style.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { bookmarkletCode } from './bookmarklet-code.mjs';
import { fontLicence, licences } from './licences.mjs';
import { layOutPackage } from './package.mjs';
import { bookmarkletAddress } from './shared/bookmarklet-address.js';
import { LOCALES } from './shared/i18n.js';
import { sideBySide } from './side-by-side.mjs';
import * as portal from '../dist/module/portal/nokkelsmie_portal.js';

/**
 * What the single file may weigh when a server sends it, in octets. 600 KB were guide, checks and keys; the
 * self-service API weighs 120 more, and handing over, the programs and the bookmark 60.
 */
const BUDGET = 800 * 1024;

/** What browsers and what carries bookmarks from one to the next keep whole, in octets. */
const LONGEST_BOOKMARK = 12 * 1024;

const PORTAL = 'dist/module/portal/nokkelsmie_portal';
const VAULT = 'dist/module/vault/nokkelsmie_vault';

const portalModule = await readFile(`${PORTAL}_bg.wasm`);
const vaultModule = await readFile(`${VAULT}_bg.wasm`);
const searchModule = await readFile('dist/search.wasm');

const vault = await makeVault();
const bookmarklet = await bookmarkletCode();
const bookmarks = await makeBookmarks();
const page = await makePage();
await write();

/** The vault's document: complete in itself, so that its text is all the page needs. */
async function makeVault() {
  const worker = await script('www/vault/worker.js');
  const frame = await script('www/vault/frame.js');
  const css = await style('www/styles/vault.css');
  const policy = [
    "default-src 'none'",
    `script-src ${hash(frame)} 'wasm-unsafe-eval'`,
    `style-src ${hash(css)}`,
    "connect-src 'none'",
    'img-src data:',
    'font-src data:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types app',
  ];
  const html = fillIn(await readFile('www/vault.html', 'utf8'), {
    policy: meta(policy),
    style: `<style>${css}</style>`,
    parts: part('worker', worker) + binaryPart('vault', vaultModule) + binaryPart('search', searchModule),
    script: `<script>${frame}</script>`,
  });
  return { html, frame, css };
}

/** The bookmarklet in each language, as an address. @returns {Promise<[locale: string, address: string][]>} */
async function makeBookmarks() {
  return Promise.all(LOCALES.map(async (locale) => {
    const address = bookmarkletAddress(
      bookmarklet,
      JSON.parse(await readFile(`www/locales/bookmarklet/${locale}.json`, 'utf8')),
    );
    // As a browser writes it when it keeps it.
    const over = new URL(address).href.length - LONGEST_BOOKMARK;
    if (over > 0) throw new Error(`the bookmarklet (${locale}) is ${over} octets too long`);
    return /** @type {[string, string]} */ ([locale, address]);
  }));
}

async function makePage() {
  const js = await script('www/page/entry.js', {
    'globalThis.NOKKELSMIE_INTEGRITY': JSON.stringify({
      'vault.html': integrity(vault.html),
      'portal.wasm': integrity(portalModule),
    }),
  });
  const css = await style('www/styles/page.css');
  const policy = [
    "default-src 'none'",
    `script-src ${hash(js)} ${hash(vault.frame)} 'wasm-unsafe-eval'`,
    `style-src ${hash(css)} ${hash(vault.css)}`,
    `connect-src 'self' ${hosts().join(' ')}`,
    'img-src data:',
    'font-src data:',
    'worker-src blob:',
    'frame-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types app',
  ];
  const shell = await readFile('www/index.html', 'utf8');
  const common = { policy: meta(policy), style: `<style>${css}</style>` };
  return {
    js,
    policy: policy.join('; '),
    single: fillIn(shell, {
      ...common,
      script: notice() + part('bookmarklet', bookmarklet) + part('vault', withoutShared(vault.html, css)) + binaryPart('portal', portalModule)
        + `<script>${js}</script>`,
    }),
    beside: fillIn(shell, {
      ...common,
      script: part('bookmarklet', bookmarklet) + `<script src="page.js" integrity="${hash(js).slice(1, -1)}"></script>`,
    }),
  };
}

/** The hosts of the environments, from the one table that has them. */
function hosts() {
  portal.initSync({ module: portalModule });
  const addresses = portal.environments(undefined).flatMap((environment) => [
    environment.tokenEndpoint, environment.metadata, environment.selfServiceApi, environment.altinnExchange,
  ]);
  return [...new Set(addresses.filter(Boolean).map((address) => new URL(address).origin))];
}

async function write() {
  await rm('dist/site', { recursive: true, force: true });
  await mkdir('dist/site', { recursive: true });
  await writeFile('dist/nokkelsmie.html', page.single);
  await writeFile('dist/site/index.html', page.beside);
  await writeFile('dist/site/page.js', page.js);
  await writeFile('dist/site/vault.html', vault.html);
  await writeFile('dist/site/portal.wasm', portalModule);
  await writeFile('dist/site/nokkelsmie.html', page.single);
  await rm('dist/bookmarklet', { recursive: true, force: true });
  await mkdir('dist/bookmarklet');
  for (const [locale, address] of bookmarks) {
    await writeFile(`dist/bookmarklet/${locale}.txt`, address);
    console.log(`${String(address.length).padStart(8)} octets  dist/bookmarklet/${locale}.txt`);
  }
  await writeFile('dist/policy.txt', `${page.policy}\n`);
  for (const folder of ['dist', 'dist/site', 'dist/module']) await writeFile(`${folder}/LICENCES.txt`, licences());
  await layOutPackage();
  const beside = (await readdir('dist/site')).map((name) => `dist/site/${name}`);
  for (const file of ['dist/nokkelsmie.html', `${PORTAL}_bg.wasm`, `${VAULT}_bg.wasm`, ...beside]) {
    const octets = await readFile(file);
    const size = `${kilobytes(octets.length)} ${kilobytes(weight(octets))} gzip`;
    console.log(`${size}  ${sha256(octets, 'hex')}  ${file}`);
  }
  const over = weight(Buffer.from(page.single)) - BUDGET;
  if (over > 0) console.log(`\nTOO BIG: dist/nokkelsmie.html is ${kilobytes(over).trim()} over its budget.`);
}

/** As a web server sends it. */
function weight(/** @type {Uint8Array} */ octets) {
  return gzipSync(octets, { level: 9 }).length;
}

function kilobytes(/** @type {number} */ size) {
  return `${(size / 1024).toFixed(0)} KB`.padStart(8);
}

/** One classic script, for old and strict places alike. */
async function script(/** @type {string} */ entry, /** @type {Record<string, string>} */ define = {}) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    charset: 'ascii',
    legalComments: 'none',
    define: { 'import.meta.url': '""', ...define },
    plugins: [sideBySide],
    alias: { 'nokkelsmie-portal': `./${PORTAL}.js`, 'nokkelsmie-vault': `./${VAULT}.js` },
    logLevel: 'error',
  });
  return contained(outputFiles[0].text, entry);
}

async function style(/** @type {string} */ entry) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    target: ['chrome120', 'firefox121', 'safari17'],
    loader: { '.woff2': 'dataurl' },
    logLevel: 'error',
  });
  return contained(outputFiles[0].text, entry);
}

/** What would end its own element must not be built. */
function contained(/** @type {string} */ text, /** @type {string} */ entry) {
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`${entry}: holds </script, </style or <!--`);
  return text;
}

/** Text as data in a document: JSON, with every < escaped. */
function part(/** @type {string} */ name, /** @type {string} */ text) {
  return `<script type="text/plain" id="part-${name}">${JSON.stringify(text).replaceAll('<', '\\u003c')}</script>\n`;
}

/**
 * Octets as data in a document: gzip, as small as it can be made, then base64.
 * It is unpacked by the browser's own means.
 */
function binaryPart(/** @type {string} */ name, /** @type {Uint8Array} */ octets) {
  const packed = execFileSync(process.execPath, ['www/pack.mjs'], { input: octets, maxBuffer: 1 << 28 });
  if (!gunzipSync(packed).equals(octets)) throw new Error(`${name}: unpacked it is not what was packed`);
  return part(name, packed.toString('base64'));
}

/**
 * Page and vault begin their styles alike: the design system and the font. In the
 * single file this stands in the page's style alone, and the vault's document
 * gets it back from there when the page starts (www/page/entry.js).
 */
function withoutShared(/** @type {string} */ html, /** @type {string} */ css) {
  let length = 0;
  while (css[length] === vault.css[length] && length < css.length) length += 1;
  if (!css.slice(0, length).includes('data:font')) throw new Error('page and vault do not begin with the same style');
  return fillIn(html.replace(css.slice(0, length), () => `<!-- shared -->`), { shared: `%style:${length}%` });
}

/** For whoever opens the single file in an editor. */
function notice() {
  return `<!--
Nøkkelsmie: MIT OR Apache-2.0. What else is in here: LICENCES.txt beside the published file.
The font Inter:
${fontLicence()}
-->
`;
}

function meta(/** @type {string[]} */ policy) {
  return `<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">`;
}

/** Each `<!-- name -->` once. */
function fillIn(/** @type {string} */ html, /** @type {Record<string, string>} */ values) {
  for (const [name, value] of Object.entries(values)) {
    const place = `<!-- ${name} -->`;
    if (html.split(place).length !== 2) throw new Error(`${place} must stand exactly once`);
    html = html.replace(place, () => value);
  }
  return html;
}

function hash(/** @type {string} */ text) {
  return `'${integrity(text)}'`;
}

function integrity(/** @type {string|Uint8Array} */ data) {
  return `sha256-${sha256(data, 'base64')}`;
}

function sha256(/** @type {string|Uint8Array} */ data, /** @type {'hex'|'base64'} */ encoding) {
  return createHash('sha256').update(data).digest(encoding);
}
