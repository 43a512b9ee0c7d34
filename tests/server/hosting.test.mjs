/** The commands of docs/hosting.md, as they stand there; only addresses and folders are this test's. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readFile, readdir, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { DIST, ROOT, launch } from '../browser/harness.mjs';
import { sitDown } from '../browser/person.mjs';
import { HOSTS } from './calls.mjs';
import { SERVERS, SHIPPED, startBoth, startCaddy } from './servers.mjs';
import { startUpstream } from './upstream.mjs';

const run = promisify(execFile);
const PUBLISHED = ['site', 'module', 'bookmarklet', 'nokkelsmie.html', 'policy.txt', 'LICENCES.txt', 'SHA256SUMS'];

const text = await readFile(path.join(ROOT, 'docs/hosting.md'), 'utf8');
const commands = commandsOf(text);

/** A folder with a `dist` of its own. @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-hosting-'));
  await mkdir(path.join(folder, 'dist'));
  for (const name of PUBLISHED) await cp(path.join(DIST, name), path.join(folder, 'dist', name), { recursive: true });
});
after(() => rm(folder, { recursive: true, force: true }));

test('these are the commands; the one that builds is the test of two builds', async () => {
  assert.equal(commands.length, 7);
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

test('installed, updated, and back again: each in one step, with nothing inside anything', async () => {
  const served = path.join(folder, 'srv');
  const link = path.join(served, 'nokkelsmie');
  await mkdir(served);
  const [build, ...lines] = commandsOf(await readFile(path.join(SHIPPED, 'README.md'), 'utf8'))[0].split('\n');
  assert.equal(build, './build.sh build');
  const update = command('cp -rT').replaceAll('/srv', served);
  assert.equal(lines.join('\n').replaceAll('/srv', served), update.replace(/^ +/gm, ''), 'the first as every other');

  await bash(update);
  const first = await readlink(link);
  await withChange('dist/site/page.js', () => withChange('dist/SHA256SUMS', async () => { await bash(update); await bash(update); }));
  const second = await readlink(link);
  assert.notEqual(second, first);
  assert.deepEqual((await readdir(link)).sort(), (await readdir(path.join(DIST, 'site'))).sort());
  assert.notEqual(await readFile(path.join(link, 'page.js'), 'utf8'), await readFile(path.join(DIST, 'site/page.js'), 'utf8'));

  const back = command('THE_OLD_ONE').replaceAll('/srv', served).replace('nokkelsmie-THE_OLD_ONE', first);
  assert.deepEqual((await bash(back)).split('\n'), [second, ...[first, second].sort().map((name) => path.join(served, name)), '']);
  assert.equal(await readlink(link), first);
  assert.equal(await readFile(path.join(link, 'page.js'), 'utf8'), await readFile(path.join(DIST, 'site/page.js'), 'utf8'));

  await rm(link);
  await rename(path.join(served, second), link);
  await assert.rejects(bash(update), /cannot overwrite directory/, 'where a folder was put, it says so');
  await rename(link, `${link}-first`);
  await bash(update.trimEnd().split('\n').at(-1) ?? '');
  assert.equal(await readlink(link), first);
});

test('the headers of the table are those that both configurations send', async () => {
  const [, table] = /^## Headers\n([^]*?)^## /m.exec(text) ?? [];
  const rows = [...table.matchAll(/^\| (`[A-Z].*`) \| `([^`]+)`/gm)];
  assert.equal(rows.length, 7);
  const files = ['caddy/site.caddy', 'nginx/nokkelsmie/headers.conf', 'nginx/nokkelsmie/site.conf', 'nginx/nokkelsmie/http.conf'];
  const [caddy, ...nginx] = await Promise.all(files.map((name) => readFile(path.join(SHIPPED, name), 'utf8')));
  for (const [, names, value] of rows) {
    for (const name of names.split(', ').map((each) => each.slice(1, -1))) {
      for (const configuration of [caddy, nginx.join('')]) assert.ok(configuration.includes(name) && configuration.includes(value), name);
    }
  }
});

test('any server that sends these types will do, even one that knows no WebAssembly', async (context) => {
  const [, table] = /^\| file \| media type \|\n([^]*?)\n\n/m.exec(text) ?? [];
  /** @type {Record<string, string>} */
  const types = {};
  for (const [, names, type] of table.matchAll(/^\| (`.*`) \| `(.*)` \|$/gm)) {
    for (const name of names.split(', ')) types[name.slice(1, -1)] = type;
  }
  assert.deepEqual(Object.keys(types).sort(), (await readdir(path.join(DIST, 'site'))).sort());
  types['portal.wasm'] = 'application/octet-stream';
  const server = createServer(async ({ url = '' }, answer) => {
    const name = url === '/' ? 'index.html' : url.slice(1);
    if (!(name in types)) return void answer.writeHead(404).end();
    answer.writeHead(200, { 'content-type': types[name], 'x-content-type-options': 'nosniff' });
    answer.end(await readFile(path.join(DIST, 'site', name)));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)); });
  const browser = await launch();
  context.after(async () => { await browser.close(); server.close(); });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const { page, vault } = await sitDown(browser, `http://127.0.0.1:${port}/`);
  await vault.locator('#intake').waitFor();
  assert.equal(await page.locator('#not-started').isVisible(), false);
});

test('Caddy shows the certificate that it was given, and asks nobody for one', async (context) => {
  const upstream = await startUpstream([...HOSTS, 'localhost']);
  context.after(upstream.stop);
  const variables = Object.fromEntries([...command('NOKKELSMIE_TLS').matchAll(/export (\w+)="?([^"\n]*)/g)].map(([, name, value]) => [name, value]));
  assert.deepEqual(Object.keys(variables), ['NOKKELSMIE_ORIGIN', 'NOKKELSMIE_LISTEN', 'NOKKELSMIE_TLS', 'NOKKELSMIE_BIND']);
  const { NOKKELSMIE_TLS: tls } = variables;
  assert.equal(variables.NOKKELSMIE_LISTEN, 'https://');
  const server = await startCaddy({
    upstream: upstream.port, authority: upstream.certificate, tls: upstream,
    listen: (port) => `https://:${port}`,
    variables: { NOKKELSMIE_TLS: tls.replace(/\S+certificate\.pem/, upstream.certificate).replace(/\S+key\.pem/, upstream.key) },
  });
  context.after(server.stop);
  const socket = connect({ port: server.port, host: '127.0.0.1', servername: 'localhost', ca: await readFile(upstream.certificate) });
  context.after(async () => socket.destroy());
  await new Promise((resolve, reject) => { socket.once('secureConnect', resolve).once('error', reject); });
  assert.doesNotMatch(await server.log(), /tls\.obtain/);
});

test('the hosts that the relay must reach are all there', () => {
  const [, part] = /port 443:\n([^]*?)\n- /.exec(text) ?? [];
  assert.deepEqual([...part.matchAll(/`([^`]+)`/g)].map(([, host]) => host).sort(), [...HOSTS].sort());
});

/** @param {string} markdown */
function commandsOf(markdown) {
  return [...markdown.matchAll(/^( *)```sh\n([^]*?)^ *```$/gm)].map(([, , command]) => command);
}

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
