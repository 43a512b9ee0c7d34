/**
 * The practice portal in the place of Digdir's servers: over TLS, under their names, for a browser
 * that is told where they are.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT, startPortal } from './harness.mjs';

/** Every host of every environment: a request to another than the one that was meant would come here as well. */
const HOSTS =
  (await readFile(path.join(ROOT, 'dist/policy.txt'), 'utf8'))
    .match(/https:\/\/[\w.-]+/g)
    ?.map((origin) => new URL(origin).host) ?? [];

export async function startDigdir() {
  const folder = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-tls-'));
  const portal = await startPortal(['--quiet', '--tls-dir', folder]);
  const authority = path.join(folder, 'cert.pem');
  const certificate = await readFile(authority);
  const spki = (await readFile(path.join(folder, 'spki-sha256.txt'), 'utf8')).trim();
  const port = Number(new URL(portal.url).port);
  const rules = HOSTS.map((host) => `MAP ${host}:443 127.0.0.1:${port}`);
  const ask = (/** @type {string} */ at, /** @type {object} */ body) => askOver(portal.url, certificate, at, body);
  return {
    port,
    authority,
    /** For a browser in which Digdir's names lead here. */
    args: [`--host-resolver-rules=${[...rules, NO_NAMES].join(', ')}`, `--ignore-certificate-errors-spki-list=${spki}`],
    /** For one in which they lead nowhere. */
    without: [`--host-resolver-rules=${NO_NAMES}`],
    /** As those of the harness, over TLS. @type {import('./harness.mjs').Portal} */
    portal: {
      url: portal.url,
      control: (settings) => ask('_practice/control', settings),
      makeClient: (client) => ask('_practice/clients', client),
      writer: (writer) => ask('_practice/writers', writer),
      log: () => ask('_practice/log'),
      stop: async () => {
        await portal.stop();
        await rm(folder, { recursive: true });
      },
    },
  };
}

const NO_NAMES = 'MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

/**
 * The portal's own interface for tests, over its throw-away certificate.
 *
 * @param {string} base
 * @param {Buffer} ca
 * @param {string} at
 * @param {object} [body]
 * @returns {Promise<any>}
 */
function askOver(base, ca, at, body) {
  return new Promise((resolve, reject) => {
    const request = https.request(
      new URL(at, base),
      {
        ca,
        checkServerIdentity: () => undefined,
        method: body ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json' },
      },
      (answer) => {
        /** @type {Buffer[]} */
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString();
          resolve(text ? JSON.parse(text) : undefined);
        });
      },
    );
    request.on('error', reject);
    request.end(body && JSON.stringify(body));
  });
}
