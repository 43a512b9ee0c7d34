/**
 * In Digdir's place: a server that takes a note of every request, byte for byte, and answers
 * as it is told. Its certificate is made by openssl, for this run.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * @typedef {object} Seen
 * @property {string} server  the name that was asked for in the TLS handshake
 * @property {string} method
 * @property {string} target  as in the request line
 * @property {Record<string, string>} headers  names in lower case
 * @property {string} body
 *
 * @typedef {object} Answer
 * @property {number} [status]
 * @property {Record<string, string | string[]>} [headers]
 * @property {string} [body]
 */

/** @typedef {Awaited<ReturnType<typeof startUpstream>>} Upstream */

/** @param {string[]} names  that the certificate is for */
export async function startUpstream(names) {
  const { folder, certificate, key } = await makeCertificate(names);
  /** @type {Seen[]} */
  const seen = [];
  /** @type {Answer | 'silence'} */
  let answer = {};
  const server = https.createServer({ cert: await readFile(certificate), key: await readFile(key) }, async (request, response) => {
    const { servername } = /** @type {import('node:tls').TLSSocket & {servername: string}} */ (request.socket);
    /** @type {Seen} */
    const noted = {
      server: servername, method: request.method ?? '', target: request.url ?? '',
      headers: /** @type {Record<string, string>} */ (request.headers), body: '',
    };
    // From its first octet on: a request that is cut off has arrived too.
    seen.push(noted);
    request.setEncoding('utf8');
    try {
      for await (const part of request) noted.body += part;
    } catch {
      return;
    }
    if (answer === 'silence') return;
    response.writeHead(answer.status ?? 200, answer.headers ?? { 'content-type': 'application/json' });
    response.end(answer.body ?? '{}');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)); });
  return {
    port: /** @type {import('node:net').AddressInfo} */ (server.address()).port,
    certificate,
    key,
    /** What came since it was last asked. */
    taken: () => seen.splice(0),
    /** From now on. @param {Answer | 'silence'} next */
    answers: (next) => { answer = next; },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Signed by itself. @param {string[]} names */
async function makeCertificate(names) {
  const folder = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-upstream-'));
  const [certificate, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  const subjects = names.map((name) => (/^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`));
  await promisify(execFile)('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=throw-away', '-addext', `subjectAltName=${subjects.join(',')}`, '-keyout', key, '-out', certificate,
  ]);
  return { folder, certificate, key };
}
