/** What arrives at Digdir's hosts, and what comes back, through the shipped configurations. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { CALLS } from './calls.mjs';
import { raw, written } from './raw.mjs';
import { SERVERS, startBoth } from './servers.mjs';

const BEARER = 'Bearer token';

for (const [name, start] of Object.entries(SERVERS)) {
  describe(name, async () => {
    const { server, upstream } = await startBoth({ after }, start);
    const host = { Host: `127.0.0.1:${server.port}` };
    const token = '/relay/test.maskinporten.no/token';

    for (const [to, calls] of Object.entries(CALLS)) {
      for (const [method, target] of calls) {
        test(`${method} ${to}${target} arrives as it was sent, with four headers at most`, async () => {
          upstream.answers({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"arrived":true}' });
          const body = ['POST', 'PUT'].includes(method) ? '{"client_name":"blåbær"}' : '';
          const answer = await raw(server.port, written(`${method} /relay/${to}${target}`, {
            ...host, ...fromThePage(server.origin), ...UNWANTED, Accept: 'application/json', Authorization: BEARER,
            ...(body && { 'Content-Type': 'application/json' }),
          }, body));
          assert.equal(answer.status, 200);
          assert.match(answer.body, /"arrived":true/);
          const [seen, ...more] = upstream.taken();
          assert.ok(seen);
          assert.deepEqual(more, []);
          const { connection, ...headers } = seen.headers;
          assert.match(connection ?? 'keep-alive', /^(close|keep-alive)$/);
          assert.deepEqual({ ...seen, headers }, {
            server: to, method, target, body: Buffer.from(body, 'latin1').toString(),
            headers: {
              host: to, accept: 'application/json', authorization: BEARER, 'user-agent': 'Nokkelsmie',
              ...(body && { 'content-type': 'application/json', 'content-length': String(body.length) }),
            },
          });
        });
      }
    }

    test('a header that was not sent does not arrive empty', async () => {
      await raw(server.port, written('GET /relay/maskinporten.no/.well-known/oauth-authorization-server', host));
      const [{ headers: { connection, ...headers } }] = upstream.taken();
      assert.deepEqual(headers, { host: 'maskinporten.no', 'user-agent': 'Nokkelsmie' });
    });

    test('of the answer come status, body, type, date, patience and correlation id, and nothing to act upon', async () => {
      upstream.answers({ status: 429, headers: { ...WANTED, ...ACTED_UPON }, body: '{"error":"slow down"}' });
      const answer = await raw(server.port, written(`POST ${token}`, host, 'grant_type=x'));
      assert.equal(answer.status, 429);
      assert.match(answer.body, /slow down/);
      for (const [field, value] of Object.entries(WANTED)) assert.equal(answer.headers[field], value);
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      assert.equal(answer.headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'; sandbox");
      const theirs = Object.entries(answer.headers).filter(([field, value]) =>
        Object.entries(ACTED_UPON).some(([bad, values]) => bad === field && [values].flat().includes(value)));
      assert.deepEqual(theirs, []);
    });

    test('a redirect is neither followed nor passed on', async () => {
      upstream.taken();
      upstream.answers({ status: 302, headers: { location: `${server.origin}/relay/maskinporten.no/token` } });
      const answer = await raw(server.port, written(`POST ${token}`, host, 'a=b'));
      assert.deepEqual([answer.status, answer.headers.location], [302, undefined]);
      assert.equal(upstream.taken().length, 1);
    });

    test('a server of its own cannot be told to answer with a file', async () => {
      upstream.answers({ headers: { 'x-accel-redirect': '/LICENCES.txt', 'x-sendfile': '/LICENCES.txt' }, body: 'theirs' });
      const answer = await raw(server.port, written(`POST ${token}`, host, 'a=b'));
      assert.match(answer.body, /theirs/);
    });

    test('256 KB arrive, and one more octet does not', async () => {
      upstream.taken();
      upstream.answers({});
      const most = 'x'.repeat(256 * 1024);
      assert.equal((await raw(server.port, written(`POST ${token}`, host, most))).status, 200);
      assert.equal(upstream.taken()[0].body.length, most.length);
      const answer = await raw(server.port, written(`POST ${token}`, host, `${most}x`));
      assert.equal(answer.status, 413);
      assert.deepEqual(upstream.taken(), []);
    });

    test('a body whose length is not said beforehand does not arrive', async () => {
      const answer = await raw(server.port, written(`POST ${token}`, { ...host, 'Transfer-Encoding': 'chunked' }) + '3\r\na=b\r\n0\r\n\r\n');
      assert.equal(answer.status, 411);
      assert.deepEqual(upstream.taken(), []);
    });

    test('ten thousand clients come through unchanged', async () => {
      const list = JSON.stringify(Array.from({ length: 10_000 }, (_, number) => ({ number, client_name: 'k'.repeat(300) })));
      upstream.answers({ headers: { 'content-type': 'application/json' }, body: list });
      const answer = await fetch(`${server.origin}/relay/api.samarbeid.digdir.no/api/v1/clients`);
      assert.equal(await answer.text(), list);
    });
  });
}

/** As a browser sends them. @param {string} origin */
function fromThePage(origin) {
  return { Origin: origin, 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors', Referer: `${origin}/` };
}

/** What a browser, or somebody before the server, may add: none of it is Digdir's business. */
const UNWANTED = {
  Cookie: 'a=b', 'User-Agent': 'Mozilla/5.0', 'Accept-Language': 'nb', 'Accept-Encoding': 'gzip, br',
  'X-Forwarded-For': '192.0.2.1', 'X-Forwarded-Host': 'example.org', 'X-Forwarded-Proto': 'https', 'X-Real-IP': '192.0.2.1',
  Forwarded: 'for=192.0.2.1', Via: '1.1 example', 'Proxy-Authorization': 'Basic eDp5', 'X-HTTP-Method-Override': 'DELETE',
  'If-None-Match': '"x"', Range: 'bytes=0-1', TE: 'trailers', DNT: '1',
};

const WANTED = {
  'content-type': 'application/json; charset=utf-8', date: 'Tue, 24 Nov 2026 20:00:00 GMT', 'retry-after': '17',
  'x-correlation-id': '0d1e4b5c',
};

/** Headers that change what a browser or a server does. */
const ACTED_UPON = {
  'set-cookie': ['session=theirs; Path=/', 'other=theirs'], 'clear-site-data': '"storage"', location: '/theirs',
  'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true', 'alt-svc': 'h3=":1"', link: '</theirs>; rel=preload',
  refresh: '0;url=/theirs', 'strict-transport-security': 'max-age=1', 'content-security-policy': "default-src *",
  'www-authenticate': 'Basic realm="theirs"', 'cache-control': 'public, max-age=600', expires: 'Tue, 24 Nov 2037 20:00:00 GMT',
  etag: '"theirs"', 'service-worker-allowed': '/', 'content-disposition': 'attachment', 'x-powered-by': 'theirs',
  'x-frame-options': 'ALLOWALL', 'report-to': '{}', nel: '{}', 'permissions-policy': 'camera=*', server: 'theirs', via: '1.1 theirs',
};
