/**
 * Caddy and nginx as ordinary processes, each in a folder of its own that has the shipped
 * configuration. Only settings and the addresses of the upstreams are this test's.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { connect } from 'node:tls';
import { DIST, ROOT } from '../browser/harness.mjs';
import { HOSTS } from './calls.mjs';
import { startUpstream } from './upstream.mjs';

export const SHIPPED = path.join(ROOT, 'www/server');
export const NGINX = process.env.NGINX ?? 'nginx';
export const CADDY = process.env.CADDY ?? 'caddy';

/**
 * @typedef {object} Settings
 * @property {number} upstream  the port of 127.0.0.1 where all of Digdir's hosts are
 * @property {string} authority  file of the certificate that vouches for them
 * @property {{certificate: string, key: string}} [tls]  files: the server's own certificate
 * @property {Record<string, string>} [variables]  Caddy's, beside or instead of this file's
 * @property {(port: number) => string} [listen]  Caddy's addresses, where they are not these
 *
 * @typedef {object} Running
 * @property {string} origin
 * @property {number} port
 * @property {() => Promise<string>} log  everything that it has written so far
 * @property {() => Promise<void>} stop
 */

/** Both by their names. @type {Record<'caddy' | 'nginx', (settings: Settings) => Promise<Running>>} */
export const SERVERS = { caddy: startCaddy, nginx: startNginx };

/**
 * A server and what stands in Digdir's place behind it, both until the end of a test or suite.
 *
 * @param {{after: (hook: () => Promise<unknown>) => void}} context
 * @param {(settings: Settings) => Promise<Running>} start
 * @param {{tls?: boolean}} [options]  with TLS its name is localhost
 */
export async function startBoth(context, start, { tls = false } = {}) {
  const upstream = await startUpstream([...HOSTS, 'localhost']);
  context.after(upstream.stop);
  const server = await start({ upstream: upstream.port, authority: upstream.certificate, ...(tls && { tls: upstream }) });
  context.after(server.stop);
  return { server, upstream };
}

/** @param {Settings} settings @returns {Promise<Running>} */
async function startNginx({ upstream, authority, tls }) {
  const folder = await copyOf('nginx');
  const port = await freePort();
  const origin = tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  await change(path.join(folder, 'nokkelsmie/upstreams.conf'), [[/\S+:443;/g, `127.0.0.1:${upstream};`]]);
  await change(path.join(folder, 'nokkelsmie/settings.conf'), [
    [/^listen .*$/m, tls
      ? `listen 127.0.0.1:${port} ssl http2;\nssl_certificate ${tls.certificate};\nssl_certificate_key ${tls.key};`
      : `listen 127.0.0.1:${port};`],
    [/^set \$nokkelsmie_origin .*$/m, `set $nokkelsmie_origin ${origin};`],
    [/^root .*$/m, `root ${path.join(DIST, 'site')};`],
    [/^proxy_ssl_trusted_certificate .*$/m, `proxy_ssl_trusted_certificate ${authority};`],
  ]);
  // The line that tells that it serves is a notice. Root's processes stay root's, to read this folder.
  const directives = `error_log stderr notice;${process.getuid?.() === 0 ? ' user root;' : ''}`;
  const args = ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr', '-g', directives];
  const { stop, said } = await run(NGINX, args, folder, [/start worker process \d/]);
  const log = async () => said() + await readFile(path.join(folder, 'access.log'), 'utf8');
  return { origin, port, log, stop };
}

/** @param {Settings} settings @returns {Promise<Running>} */
export async function startCaddy({ upstream, authority, tls, variables = {}, listen }) {
  const folder = await copyOf('caddy');
  const port = await freePort();
  const origin = tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  await change(path.join(folder, 'upstreams.caddy'), [[/\S+:443$/gm, `127.0.0.1:${upstream}`]]);
  const { stop, said } = await run(CADDY, ['run', '--config', 'Caddyfile', '--adapter', 'caddyfile'], folder, [/serving initial configuration/], {
    NOKKELSMIE_ORIGIN: origin,
    // For this machine's name it makes itself a certificate.
    NOKKELSMIE_LISTEN: listen ? listen(port) : tls ? `${origin}, https://:${port}` : `http://:${port}`,
    NOKKELSMIE_BIND: '127.0.0.1',
    NOKKELSMIE_SITE: path.join(DIST, 'site'),
    SSL_CERT_FILE: authority,
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
    ...variables,
  });
  if (tls) await untilItHasACertificate(port);
  return { origin, port, log: async () => said(), stop };
}

/** It serves before it has made itself one, and says so before it uses it: the handshake tells. @param {number} port */
async function untilItHasACertificate(port) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      return void socket.destroy();
    } catch (error) {
      if (attempt === 100) throw error;
      await setTimeout(50);
    }
  }
}

/** @param {'caddy' | 'nginx'} name */
export async function copyOf(name) {
  const folder = await mkdtemp(path.join(tmpdir(), `nokkelsmie-${name}-`));
  await cp(path.join(SHIPPED, name), folder, { recursive: true });
  return folder;
}

/** Each must be found. @param {string} file @param {[RegExp, string][]} changes */
async function change(file, changes) {
  let text = await readFile(file, 'utf8');
  for (const [what, by] of changes) {
    const changed = text.replace(what, () => by);
    if (changed === text) throw new Error(`${file}: no ${what}`);
    text = changed;
  }
  await writeFile(file, text);
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} folder  forgotten when it has stopped
 * @param {RegExp[]} ready  what it says, each once, until it serves
 * @param {Record<string, string>} [env]
 */
async function run(program, args, folder, ready, env = {}) {
  const child = spawn(program, args, { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  const kill = () => { child.kill(); };
  process.once('exit', kill);
  const ended = new Promise((resolve) => { child.once('close', resolve); });
  /** @type {string[]} */
  const lines = [];
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}:\n${lines.join('\n')}`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (ready.every((sign) => lines.some((said) => sign.test(said)))) resolve(undefined);
    });
  });
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { stop, said: () => lines.join('\n') };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
