/** Hosts that are away, silent or not who they say; and what the log keeps of it all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOSTS } from './calls.mjs';
import { raw, written } from './raw.mjs';
import { SERVERS, startBoth } from './servers.mjs';
import { startUpstream } from './upstream.mjs';

for (const [name, start] of Object.entries(SERVERS)) {
  test(`${name} logs the path, and neither query, token nor body, also when the upstream is away`, async (t) => {
    const { server, upstream } = await startBoth(t, start);
    const host = { Host: `127.0.0.1:${server.port}` };
    const ask = async () => {
      const secret = { ...host, Authorization: 'Bearer kept-out-of-the-log', Cookie: 'kept-out-of-the-log', 'X-Other': 'kept-out-of-the-log' };
      const answers = [
        await raw(server.port, written('GET /relay/maskinporten.no/.well-known/oauth-authorization-server', secret)),
        await raw(server.port, written('POST /relay/maskinporten.no/token', secret, 'assertion=kept-out-of-the-log')),
        await raw(server.port, written('GET /?kept-out-of-the-log', secret)),
        await raw(server.port, written('GET /missing?kept-out-of-the-log', secret)),
      ];
      return answers.map(({ status }) => status);
    };
    assert.deepEqual(await ask(), [200, 200, 200, 404]);
    await upstream.stop();
    assert.deepEqual(await ask(), [502, 502, 200, 404]);
    const log = await server.log();
    assert.match(log, /\/relay\/maskinporten\.no\/token/);
    assert.doesNotMatch(log, /kept-out-of-the-log/);
  });

  test(`${name} does not talk to a host whose certificate is not its own, or is vouched for by nobody`, async (t) => {
    const upstream = await startUpstream(HOSTS.filter((host) => host !== 'test.maskinporten.no'));
    const stranger = await startUpstream(HOSTS);
    t.after(() => Promise.all([upstream.stop(), stranger.stop()]));
    const cases = [
      { authority: upstream.certificate, statuses: [502, 200] },
      { authority: stranger.certificate, statuses: [502, 502] },
    ];
    for (const { authority, statuses } of cases) {
      const server = await start({ upstream: upstream.port, authority });
      t.after(server.stop);
      const ask = async (/** @type {string} */ to) =>
        (await raw(server.port, written(`POST /relay/${to}/token`, { Host: `127.0.0.1:${server.port}` }, 'a=b'))).status;
      assert.deepEqual([await ask('test.maskinporten.no'), await ask('maskinporten.no')], statuses);
    }
    assert.deepEqual(upstream.taken().map(({ server }) => server), ['maskinporten.no']);
  });
}

test('a host has 30 seconds to answer, and is asked once', async (t) => {
  await Promise.all(Object.entries(SERVERS).map(async ([name, start]) => {
    const { server, upstream } = await startBoth(t, start);
    upstream.answers('silence');
    const began = performance.now();
    const { status } = await raw(server.port, written('PUT /relay/api.samarbeid.digdir.no/api/v1/clients/a/jwks', { Host: `127.0.0.1:${server.port}` }, '{}'));
    const seconds = (performance.now() - began) / 1000;
    assert.ok([502, 504].includes(status), `${name}: ${status}`);
    assert.ok(seconds > 29 && seconds < 45, `${name}: ${seconds} s`);
    assert.equal(upstream.taken().length, 1, name);
  }));
});
