/** The page and its parts, as the shipped configurations send them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import http2 from 'node:http2';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { DIST } from '../browser/harness.mjs';
import { raw, written } from './raw.mjs';
import { SERVERS, startBoth } from './servers.mjs';

/** @type {Record<string, string>} */
const TYPES = {
  html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', txt: 'text/plain; charset=utf-8', wasm: 'application/wasm',
};
const FILES = await readdir(path.join(DIST, 'site'));

const EVERYWHERE = {
  'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin',
};

/** Of a page that uses none of them. */
const OFF = ['camera', 'microphone', 'geolocation', 'usb', 'serial', 'hid', 'payment', 'clipboard-read', 'display-capture'];

for (const [name, start] of Object.entries(SERVERS)) {
  describe(name, async () => {
    const { server } = await startBoth({ after }, start);
    const host = { Host: `127.0.0.1:${server.port}` };

    test('the address alone is the page', async () => {
      const answer = await fetch(`${server.origin}/`);
      assert.equal(await answer.text(), await readFile(path.join(DIST, 'site/index.html'), 'utf8'));
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html; charset=utf-8$/);
    });

    for (const file of FILES) {
      test(`${file} comes whole, packed when that is wanted, with its type and the headers`, async () => {
        const octets = await readFile(path.join(DIST, 'site', file));
        const plain = await raw(server.port, written(`GET /${file}`, host));
        const packed = await raw(server.port, written(`GET /${file}`, { ...host, 'Accept-Encoding': 'gzip' }));
        assert.equal(plain.status, 200);
        assert.ok(Buffer.from(plain.body, 'latin1').equals(octets));
        assert.equal(packed.headers['content-encoding'], 'gzip');
        assert.match(packed.headers.vary ?? '', /accept-encoding/i);
        assert.ok(gunzipSync(Buffer.from(packed.body, 'latin1')).equals(octets));
        for (const { headers } of [plain, packed]) {
          assert.equal(headers['content-type'], TYPES[path.extname(file).slice(1)]);
          assert.equal(headers['content-security-policy'], "frame-ancestors 'none'");
          assert.equal(headers['cache-control'], 'no-cache');
          assert.equal(headers['strict-transport-security'], undefined, 'not without TLS');
          hasHeadersOfEverywhere(headers);
        }
      });
    }

    test('what has not changed does not come again', async () => {
      const { headers } = await raw(server.port, written('GET /page.js', host));
      const again = await raw(server.port, written('GET /page.js', { ...host, 'If-None-Match': headers.etag }));
      assert.deepEqual([again.status, again.body], [304, '']);
    });

    test('nothing else is served: no other file, no list, no way to write', async () => {
      for (const target of ['/missing', '/index.html/', '/index.html/x', '/../Cargo.toml', '/../../Cargo.toml', '/%2e%2e/policy.txt', '/..%2fpolicy.txt', '/x/../page.js', '//page.js', '/./page.js', '/page.js%00', '/PAGE.js', '/page%2ejs', '/.git/config', '/policy.txt', '/page.js/..', '/\\page.js']) {
        const answer = await raw(server.port, written(`GET ${target}`, host));
        assert.ok([400, 404].includes(answer.status), `${answer.status} ${target}`);
      }
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'MKCOL']) {
        const answer = await raw(server.port, written(`${method} /page.js`, host, method === 'PUT' ? 'x' : ''));
        assert.deepEqual([answer.status, answer.headers.allow], [405, 'GET, HEAD'], method);
      }
    });

    test('every refusal has the headers too', async () => {
      for (const [line, headers] of /** @type {[string, Record<string, string>][]} */ ([
        ['GET /missing', host], ['GET /a%2fb', host], ['POST /', host], ['GET /relay/x', host],
        ['GET /relay/maskinporten.no/token', host], ['GET /', { Host: 'example.org' }],
        ['POST /relay/maskinporten.no/token', { ...host, Origin: 'null', 'Content-Length': '0' }],
      ])) hasHeadersOfEverywhere((await raw(server.port, written(line, headers))).headers);
    });
  });

  test(`${name} with TLS and HTTP/2 tells the browser to keep to it`, async (t) => {
    const { server, upstream } = await startBoth(t, start, { tls: true });
    // Whoever vouches for it: that is for the browser.
    const session = http2.connect(server.origin, { rejectUnauthorized: false });
    t.after(() => session.destroy());
    const ask = (/** @type {http2.OutgoingHttpHeaders} */ fields) => status(session.request(fields, { endStream: true }), server.origin);
    assert.equal(await ask({ ':path': '/' }), 200);
    assert.equal(await ask({ ':path': '/missing' }), 404);
    assert.equal(await ask({ ':path': '/', ':authority': 'example.org' }), 421);
    assert.equal(await ask({ ':path': '/relay/maskinporten.no/token', ':method': 'POST', 'content-length': 0, origin: 'http://localhost' }), 403);
    assert.deepEqual(upstream.taken(), []);
    assert.equal(await ask({ ':path': '/relay/maskinporten.no/token', ':method': 'POST', 'content-length': 0, origin: server.origin }), 200);
    assert.equal(upstream.taken().length, 1);
  });
}

/** Of an answer over TLS, which has all headers. @param {http2.ClientHttp2Stream} stream @param {string} origin */
async function status(stream, origin) {
  const [headers] = await once(stream, 'response');
  stream.resume();
  await once(stream, 'close');
  assert.equal(headers['strict-transport-security'], 'max-age=31536000', origin);
  hasHeadersOfEverywhere(headers);
  return headers[':status'];
}

/** @param {Record<string, string | string[] | undefined>} headers */
function hasHeadersOfEverywhere(headers) {
  for (const [field, value] of Object.entries(EVERYWHERE)) assert.equal(headers[field], value, field);
  const permissions = String(headers['permissions-policy']);
  for (const feature of OFF) assert.match(permissions, new RegExp(`(^|, )${feature}=\\(\\)(,|$)`));
  assert.doesNotMatch(permissions, /clipboard-write/, 'copying is what the vault is for');
}
