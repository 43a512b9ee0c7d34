/**
 * The place that must not be reached: a server on 127.0.0.1 that notes who came,
 * by HTTP, by a bare TCP connection or by UDP.
 *
 * Every attempt has a host of its own, `<attempt>.<realm>.localhost`, which
 * browsers resolve to this machine without asking anybody; so a lookup or a
 * connection in the browser's network log tells whose it was.
 */
import dgram from 'node:dgram';
import { once } from 'node:events';
import http from 'node:http';

/**
 * @typedef {object} Collector
 * @property {(name: string) => string} address  of an attempt
 * @property {Set<string>} requests  attempts whose HTTP request arrived
 * @property {() => number} connections  TCP connections, also those that asked for nothing
 * @property {() => number} datagrams
 * @property {(milliseconds: number) => Promise<void>} datagram  waits for the next one, or that long
 * @property {number} udpPort
 * @property {(names: Iterable<string>, milliseconds: number) => Promise<string[]>} missing
 *   waits for attempts, and tells which did not come
 * @property {(paths: Iterable<string>, milliseconds: number) => Promise<string[]>} missingPaths
 *   the same by the path that was asked for
 * @property {(text: string, type?: string) => string} serve  a document of this server, and where it is
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Collector>} */
export async function startCollector() {
  /** @type {Set<string>} */
  const requests = new Set();
  /** @type {Set<string>} */
  const paths = new Set();
  /** @type {Map<string, {text: string, type: string}>} */
  const documents = new Map();
  let connections = 0;
  let datagrams = 0;
  /** @type {Set<() => void>} */
  const watchers = new Set();
  const come = (/** @type {string} */ name) => {
    requests.add(name);
    for (const look of watchers) look();
  };

  const server = http.createServer((request, response) => {
    const document = documents.get(request.url ?? '');
    paths.add(new URL(request.url ?? '', 'http://collector/').pathname);
    if (!document) come(nameOf(request.headers.host ?? ''));
    response.writeHead(200, {
      'content-type': document?.type ?? typeFor(request),
      'access-control-allow-origin': '*',
      'cache-control': 'no-store',
    });
    response.end(document?.text);
  });
  server.on('connection', () => { connections += 1; });
  server.on('upgrade', (request, socket) => {
    come(nameOf(request.headers.host ?? ''));
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

  const udp = dgram.createSocket('udp4');
  udp.on('message', () => {
    datagrams += 1;
    for (const look of watchers) look();
  });
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');

  /**
   * @param {Set<string>} come
   * @param {Iterable<string>} wanted
   * @param {number} milliseconds
   * @returns {Promise<string[]>}
   */
  const missingIn = (come, wanted, milliseconds) => new Promise((resolve) => {
    const left = () => [...wanted].filter((one) => !come.has(one));
    const finish = () => { watchers.delete(look); clearTimeout(timer); resolve(left()); };
    const look = () => { if (left().length === 0) finish(); };
    const timer = setTimeout(finish, milliseconds);
    watchers.add(look);
    look();
  });

  return {
    address: (name) => `http://${name}.localhost:${port}/way-out/${name}`,
    requests,
    connections: () => connections,
    datagrams: () => datagrams,
    datagram: (milliseconds) => new Promise((resolve) => {
      const finish = () => { watchers.delete(finish); clearTimeout(timer); resolve(); };
      const timer = setTimeout(finish, milliseconds);
      watchers.add(finish);
    }),
    udpPort: udp.address().port,
    missing: (names, milliseconds) => missingIn(requests, names, milliseconds),
    missingPaths: (wanted, milliseconds) => missingIn(paths, wanted, milliseconds),
    serve: (text, type = 'text/html; charset=utf-8') => {
      const path = `/document-${documents.size}`;
      documents.set(path, { text, type });
      return `http://127.0.0.1:${port}${path}`;
    },
    stop: async () => {
      udp.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** `fetch.frame.localhost:4711` → `fetch.frame` @param {string} host */
function nameOf(host) {
  return host.replace(/\.localhost(:\d+)?$/, '');
}

/** Scripts, styles and frames are run only when they look like one. @param {http.IncomingMessage} request */
function typeFor(request) {
  const types = /** @type {Record<string, string>} */ ({
    script: 'text/javascript',
    worker: 'text/javascript',
    sharedworker: 'text/javascript',
    serviceworker: 'text/javascript',
    audioworklet: 'text/javascript',
    paintworklet: 'text/javascript',
    style: 'text/css',
    iframe: 'text/html',
    document: 'text/html',
    image: 'image/svg+xml',
  });
  return types[String(request.headers['sec-fetch-dest'])] ?? 'text/plain';
}
