/** What the relay refuses, and that none of it arrives anywhere. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { raw, written } from './raw.mjs';
import { SERVERS, startBoth } from './servers.mjs';

const TOKEN = '/relay/test.maskinporten.no/token';
const API = '/relay/api.samarbeid.digdir.no/api/v1';

/** Addresses that are none of the table's. */
const UNKNOWN = [
  '/relay', '/relay/', '/relay/test.maskinporten.no', '/relay/test.maskinporten.no/', '/RELAY/test.maskinporten.no/token',
  // other hosts
  '/relay/example.org/token', '/relay/127.0.0.1/token', '/relay/localhost/token', '/relay/[::1]/token', '/relay/2130706433/token',
  '/relay/sjolvbetjening.test.samarbeid.digdir.no/api/v1/clients', '/relay/ver2.maskinporten.no/token', '/relay/xtest.maskinporten.no/token',
  '/relay/testmaskinporten.no/token', '/relay/maskinportenxno/token', '/relay/test-maskinporten.no/token', '/relay/test.maskinporten.no.example.org/token', '/relay/.maskinporten.no/token', '/relay/test..maskinporten.no/token',
  '/relay/maskinporten.no./token', '/relay/Test.Maskinporten.no/token', '/relay/TEST.MASKINPORTEN.NO/token', '/relay/test%2emaskinporten.no/token', '/relay/tt02.altinn.no/authentication/api/v1/exchange/maskinporten',
  '/relay/altinn.no/authentication/api/v1/exchange/maskinporten', '/relay/apixtest.samarbeid.digdir.no/api/v1/clients',
  // other ports, user parts, schemes
  '/relay/test.maskinporten.no:443/token', '/relay/test.maskinporten.no:8443/token', '/relay/test.maskinporten.no%3a443/token', '/relay/me@test.maskinporten.no/token',
  '/relay/test.maskinporten.no@example.org/token', '/relay/https://test.maskinporten.no/token', '/relay/http:/test.maskinporten.no/token',
  // one host's call at another
  '/relay/test.maskinporten.no/api/v1/clients', '/relay/api.samarbeid.digdir.no/token', '/relay/platform.altinn.no/token', '/relay/maskinporten.no/authentication/api/v1/exchange/maskinporten',
  // other paths
  '/relay/test.maskinporten.no/Token', '/relay/test.maskinporten.no/token/', '/relay/test.maskinporten.no/tokens', '/relay/test.maskinporten.no/token/x', '/relay/test.maskinporten.no/jwk', '/relay/test.maskinporten.no/authorize',
  '/relay/test.maskinporten.no/.well-known/openid-configuration', '/relay/test.maskinporten.no/.well-known/oauth-authorization-server/', '/relay/test.maskinporten.no/xwell-known/oauth-authorization-server',
  `${API}`, `${API}/`, `${API}/clients/`, `${API}/clients/a/`, `${API}/clients/a/jwks/`, `${API}/clients/a/jwks/b`, `${API}/clients/a/secret`, `${API}/clients/a/b`, `${API}/Clients`, `${API}/delegations`, `${API}/scopes`,
  `${API}/scopes/all/`, `${API}/scopes/allx`, `${API}/scopes/access`, `${API}/scopes/access/all/`, `${API}/scopes/access/all?x=1`, '/relay/api.samarbeid.digdir.no/external/api/v1/clients', '/relay/api.samarbeid.digdir.no/api/v2/clients',
  '/relay/api.samarbeid.digdir.no/clients', '/relay/platform.altinn.no/authentication/api/v1/exchange/id-porten', '/relay/platform.altinn.no/authentication/api/v1/exchange/maskinporten?test=true',
  // a query where there is none
  `${TOKEN}?x=1`, `${TOKEN}?`, `${API}/clients?x=1`, `${API}/clients/a?x`, `${API}/clients/a/jwks?x`,
  // signs that a query of scopes does not have
  `${API}/scopes/all?a="b"`, `${API}/scopes/all?a=<b>`, `${API}/scopes/all?a=b#c`, `${API}/scopes/all?a\\b`,
  // what a client_id is not
  `${API}/clients/.`, `${API}/clients/..`, `${API}/clients/...`, `${API}/clients/a..b`, `${API}/clients/.a`, `${API}/clients/a.`, `${API}/clients/a%20b`, `${API}/clients/a+b`, `${API}/clients/a;b`, `${API}/clients/a,b`, `${API}/clients/a:b`,
  `${API}/clients/a@b`, `${API}/clients/a*`, `${API}/clients/~a`, `${API}/clients/bl\xe5b\xe6r`, `${API}/clients/a|b`, `${API}/clients/a'b`, `${API}/clients/./jwks`, `${API}/clients/../jwks`, `${API}/clients//jwks`, `${API}/clients/%61`,
  // out of the path and back
  '/relay/../relay/test.maskinporten.no/token', '/x/../relay/test.maskinporten.no/token', '/./relay/test.maskinporten.no/token', '/relay/./test.maskinporten.no/token', '/relay/test.maskinporten.no/./token', '/relay/test.maskinporten.no/x/../token',
  `${API}/clients/../scopes`, `${API}/clients/a/../../delegations`, `${API}/clients/a/../b`, `${API}/clients/a/jwks/..`, '/relay/maskinporten.no/token/..%2f..%2fadmin', '/relay/example.org/../test.maskinporten.no/token',
  '/relay/test.maskinporten.no/..', '/relay/..', '/relay/../../etc/passwd', '/relay/%2e%2e/relay/test.maskinporten.no/token', '/%2e%2e/relay/test.maskinporten.no/token', '/relay/.%2e/relay/test.maskinporten.no/token',
  // encoded, doubly encoded, backslashes, empty parts
  '/relay%2ftest.maskinporten.no/token', '/relay/test.maskinporten.no%2ftoken', '/relay/test.maskinporten.no/%74oken', '/relay/test.maskinporten.no/token%00', '/relay/test.maskinporten.no/token%0d%0aX:y', '/relay/test.maskinporten.no/token%20', '/relay/test.maskinporten.no/token%3fx',
  '/relay/test.maskinporten.no/token%23', `${API}/clients/a%2fjwks`, `${API}/clients/a%2Fjwks`, `${API}/clients/a%252fjwks`, `${API}/clients/%2e%2e`, `${API}/clients/%2e%2e%2fscopes`, `${API}/clients/a%5c..%5cb`, `${API}/clients/a\\jwks`, '/relay\\test.maskinporten.no\\token',
  '//relay/test.maskinporten.no/token', '/relay//test.maskinporten.no/token', '/relay/test.maskinporten.no//token', `${API}//clients`, `${API}/clients//a`, `${API}/clients/a//jwks`, '//test.maskinporten.no/token', '///relay/test.maskinporten.no/token',
  '/relay/test.maskinporten.no/token;x', '/relay;x/test.maskinporten.no/token', '/relay/test.maskinporten.no/token#x', '/%72elay/test.maskinporten.no/token', '/relay/test.maskinporten.no/tok\u0080en',
];

/** Methods that a call has not. */
const WRONG = [
  ['GET', TOKEN, 'POST'], ['PUT', TOKEN, 'POST'], ['DELETE', TOKEN, 'POST'], ['PATCH', TOKEN, 'POST'], ['OPTIONS', TOKEN, 'POST'], ['HEAD', TOKEN, 'POST'], ['POS', TOKEN, 'POST'], ['post', TOKEN, 'POST'], ['POSTS', TOKEN, 'POST'],
  ['POST', '/relay/maskinporten.no/.well-known/oauth-authorization-server', 'GET'], ['HEAD', '/relay/maskinporten.no/.well-known/oauth-authorization-server', 'GET'],
  ['PUT', `${API}/clients`, 'GET, POST'], ['DELETE', `${API}/clients`, 'GET, POST'], ['PATCH', `${API}/clients`, 'GET, POST'],
  ['POST', `${API}/clients/a`, 'GET, PUT, DELETE'], ['PATCH', `${API}/clients/a`, 'GET, PUT, DELETE'],
  ['PATCH', `${API}/clients/a/jwks`, 'GET, POST, PUT, DELETE'], ['E', `${API}/clients/a/jwks`, 'GET, POST, PUT, DELETE'], ['MERGE', `${API}/clients/a/jwks`, 'GET, POST, PUT, DELETE'],
  ['POST', `${API}/scopes/access/all`, 'GET'], ['POST', `${API}/scopes/all`, 'GET'], ['DELETE', `${API}/scopes/all?x=1`, 'GET'],
  ['POST', '/relay/platform.altinn.no/authentication/api/v1/exchange/maskinporten', 'GET'], ['PROPFIND', `${API}/clients`, 'GET, POST'],
];

for (const [name, start] of Object.entries(SERVERS)) {
  describe(name, async () => {
    const { server, upstream } = await startBoth({ after }, start);
    const host = { Host: `127.0.0.1:${server.port}` };
    const own = { ...host, Origin: server.origin, 'Sec-Fetch-Site': 'same-origin' };

    /** @param {string} octets @param {number[]} statuses */
    async function isRefused(octets, statuses) {
      const { status, body } = await raw(server.port, octets);
      const arrived = upstream.taken();
      assert.ok(statuses.includes(status), `${status} for ${octets.slice(0, 200)}`);
      assert.doesNotMatch(body, /<html lang="nb"/, 'nor is it the page');
      assert.deepEqual(arrived, []);
    }

    test('what is refused below would be let through if only it were another', async () => {
      assert.equal((await raw(server.port, written(`POST ${TOKEN}`, own, 'a=b'))).status, 200);
      assert.equal((await raw(server.port, written(`GET ${API}/clients`, own))).status, 200);
      assert.equal(upstream.taken().length, 2);
    });

    test(`${UNKNOWN.length} addresses, by each method`, async () => {
      for (const target of UNKNOWN) {
        // What is no call is a file, and files are read only.
        const statuses = target.startsWith('/relay') ? [400, 404] : [400, 404, 405];
        await isRefused(written(`GET ${target}`, own), [400, 404]);
        await isRefused(written(`DELETE ${target}`, own), statuses);
        for (const method of ['POST', 'PUT']) await isRefused(written(`${method} ${target}`, own, 'a=b'), statuses);
      }
    });

    for (const [method, target, allowed] of WRONG) {
      test(`${method} ${target}`, async () => {
        const answer = await raw(server.port, written(`${method} ${target}`, own, method === 'PUT' ? '{}' : ''));
        assert.deepEqual(upstream.taken(), []);
        // nginx does not read a method that is not in capitals.
        if (method === 'post' && answer.status === 400) return;
        assert.equal(answer.status, 405);
        assert.equal(answer.headers.allow, allowed);
      });
    }

    test('methods that are not for a server of files', async () => {
      await isRefused(written('CONNECT test.maskinporten.no:443', own), [400, 404, 405, 421]);
      await isRefused(written('CONNECT 127.0.0.1:443', { Host: '127.0.0.1:443' }), [400, 404, 405, 421]);
      await isRefused(written(`CONNECT ${TOKEN}`, own), [400, 404, 405]);
      await isRefused(written(`TRACE ${TOKEN}`, own), [405]);
      await isRefused(written(`TRACE /`, own), [405]);
      await isRefused(written('OPTIONS *', own), [200, 400, 404, 405]);
    });

    test('whole addresses and other kinds of request lines', async () => {
      for (const target of [
        'https://test.maskinporten.no/token', 'http://test.maskinporten.no/token', 'https://test.maskinporten.no:443/token',
        `http://example.org${TOKEN}`, `https://test.maskinporten.no${TOKEN}`, 'ftp://test.maskinporten.no/token',
        `http://me@127.0.0.1:${server.port}${TOKEN}`, `http://127.0.0.1:${server.port + 1}${TOKEN}`, `http://127.0.0.1${TOKEN}`, 'test.maskinporten.no/token',
        'relay/test.maskinporten.no/token', '*', '?', `?${TOKEN}`, 'javascript:alert(1)', 'file:///etc/passwd',
      ]) await isRefused(written(`POST ${target}`, own, 'a=b'), [400, 404, 405, 421]);
      for (const line of [`POST  ${TOKEN} HTTP/1.1`, `POST\t${TOKEN} HTTP/1.1`, `POST ${TOKEN}\t HTTP/1.1`, `POST ${TOKEN} x HTTP/1.1`, `POST ${TOKEN} HTTP/3.0`, `POST ${TOKEN} HTTQ/1.1`, `POST ${TOKEN}`, `\0POST ${TOKEN} HTTP/1.1`, `POST ${TOKEN}\0 HTTP/1.1`]) {
        await isRefused(`${line}\r\nHost: ${host.Host}\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=b`, [0, 400, 404, 505]);
      }
    });

    test('hosts and ports that are not this server', async () => {
      for (const Host of ['', 'example.org', 'test.maskinporten.no', 'localhost', `localhost:${server.port}`, '127.0.0.1', `127.0.0.1:${server.port + 1}`, '127.0.0.1:443', `127.0.0.1:${server.port}.example.org`, `example.org:${server.port}`, `0x7f000001:${server.port}`, `127.0.0.1.:${server.port}`]) {
        for (const line of [`POST ${TOKEN}`, 'POST /']) await isRefused(written(line, { ...own, Host }, 'a=b'), [400, 421]);
        await isRefused(written('GET /', { Host }), [400, 421]);
      }
      await isRefused(`POST ${TOKEN} HTTP/1.1\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=b`, [400, 421]);
      await isRefused(`POST ${TOKEN} HTTP/1.0\r\nContent-Length: 3\r\n\r\na=b`, [400, 421]);
      await isRefused(`POST ${TOKEN} HTTP/1.1\r\nHost: ${host.Host}\r\nHost: example.org\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=b`, [400, 421]);
    });

    test('pages of other origins', async () => {
      for (const site of ['cross-site', 'same-site', 'none', 'Same-Origin', 'same-origin, cross-site', 'x']) {
        await isRefused(written(`POST ${TOKEN}`, { ...host, 'Sec-Fetch-Site': site }, 'a=b'), [403]);
        await isRefused(written(`GET ${API}/clients`, { ...own, 'Sec-Fetch-Site': site }), [403]);
      }
      for (const origin of ['null', 'https://example.org', `https://127.0.0.1:${server.port}`, 'http://127.0.0.1', `http://127.0.0.1:${server.port + 1}`, `http://localhost:${server.port}`, `${server.origin}/`, `${server.origin}.example.org`, `${server.origin} ${server.origin}`, 'file://', `${server.origin.toUpperCase()}`, 'x']) {
        await isRefused(written(`POST ${TOKEN}`, { ...host, Origin: origin }, 'a=b'), [403]);
        await isRefused(written(`GET ${API}/clients`, { ...own, Origin: origin }), [403]);
      }
    });

    test('bodies whose end is told in two ways, and none of what they hide', async () => {
      const hidden = `POST ${TOKEN} HTTP/1.1\r\nHost: ${host.Host}\r\n\r\n`;
      const ways = [
        'Content-Length: 3\r\nTransfer-Encoding: chunked', 'Content-Length: 3\r\nContent-Length: 300', 'Transfer-Encoding: chunked, identity', 'Transfer-Encoding: xchunked', 'Transfer-Encoding : chunked',
        'Content-Length: -1', 'Content-Length: +3', 'Content-Length: 3, 3', 'Content-Length: 0x3',
        'Content-Length: 99999999999999999999',
      ];
      for (const way of ways) {
        const octets = `POST ${TOKEN} HTTP/1.1\r\nHost: ${host.Host}\r\nConnection: close\r\n${way}\r\n\r\n0\r\n\r\n${hidden}`;
        await isRefused(octets, [400, 411, 413, 501]);
      }
    });
  });
}
