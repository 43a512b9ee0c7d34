/** The practice portal behind the relay, and the page in a browser before it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { launch, startPortal } from '../browser/harness.mjs';
import { makeKey, sitDown, t } from '../browser/person.mjs';
import { SERVERS, startBoth } from './servers.mjs';

const folder = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-tls-'));
const portal = await startPortal(['--quiet', '--tls-dir', folder]);
const browser = await launch();
/** A page of another origin on the same machine. */
const other = createServer((_, response) => { response.setHeader('content-type', 'text/html').end('<title>other</title>'); });
await new Promise((resolve) => { other.listen(0, '127.0.0.1', () => resolve(undefined)); });
const elsewhere = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (other.address()).port}/`;
after(async () => {
  other.close();
  await Promise.all([browser.close(), portal.stop()]);
  await rm(folder, { recursive: true });
});

for (const [name, start] of Object.entries(SERVERS)) {
  describe(name, async () => {
    const server = await start({ upstream: Number(new URL(portal.url).port), authority: path.join(folder, 'cert.pem') });
    after(server.stop);

    test('the practice portal takes it for Maskinporten', async () => {
      for (const host of ['test.maskinporten.no', 'maskinporten.no']) {
        const metadata = await fetch(`${server.origin}/relay/${host}/.well-known/oauth-authorization-server`);
        assert.equal((await metadata.json()).issuer, `https://${host}/`);
        const refusal = await fetch(`${server.origin}/relay/${host}/token`, {
          method: 'POST',
          body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: grant(host) }),
        });
        const { error, error_description: description } = await refusal.json();
        assert.deepEqual([refusal.status, error], [400, 'invalid_grant']);
        assert.match(description, /MP-100/, 'all but its client is right, Maskinporten as its audience too');
        assert.match(refusal.headers.get('x-correlation-id') ?? '', /./);
      }
    });

    test('the page starts, its vault makes and copies a key, and nobody complains', async () => {
      const person = await sitDown(browser, `${server.origin}/#lag-nokkel`);
      const kid = await makeKey(person);
      await person.vault.getByRole('button', { name: t('vault.card.copy'), exact: true }).click();
      // Once it has said so, what it copied is read where no policy forbids it.
      await person.vault.getByText(t('vault.card.copiedNow')).first().waitFor();
      const tab = await person.context.newPage();
      await tab.goto(elsewhere);
      assert.match(await tab.evaluate(() => navigator.clipboard.readText()), new RegExp(kid));
      assert.deepEqual(person.said, []);
      await person.context.close();
    });
  });

  test(`${name}: the page's scripts may ask the relay, under its policy; a page of another origin may not`, async (test) => {
    const { server, upstream } = await startBoth(test, start);
    const { page, context } = await sitDown(browser, server.origin);
    const ask = (/** @type {import('playwright-core').Page} */ from, /** @type {RequestInit} */ options = {}) =>
      from.evaluate(
        ([url, init]) => fetch(url, init).then((answer) => answer.text(), (error) => error.message),
        /** @type {const} */ ([`${server.origin}/relay/test.maskinporten.no/token`, { method: 'POST', body: 'a=b', ...options }]),
      );
    upstream.answers({ body: 'arrived' });
    assert.equal(await ask(page), 'arrived');
    assert.equal(upstream.taken().length, 1);

    const stranger = await context.newPage();
    await stranger.goto(elsewhere);
    assert.equal(await ask(stranger), 'Failed to fetch');
    assert.equal(await ask(stranger, { mode: 'no-cors' }), 'Failed to fetch');
    await stranger.evaluate((/** @type {string} */ action) => {
      const form = Object.assign(document.createElement('form'), { action, method: 'post' });
      document.body.append(form);
      form.submit();
    }, `${server.origin}/relay/test.maskinporten.no/token`);
    await stranger.waitForURL(`${server.origin}/**`).catch(() => {});
    assert.deepEqual(upstream.taken(), []);
    await context.close();
  });
}

/** Well-formed, of a client that there is not. @param {string} host */
function grant(host) {
  const now = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: 'RS256', kid: 'nobody' },
    { iss: 'nobody', aud: `https://${host}/`, scope: 'a:b', iat: now, exp: now + 60, jti: crypto.randomUUID() },
  ];
  return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.AAAA`;
}

