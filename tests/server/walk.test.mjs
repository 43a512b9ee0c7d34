/**
 * Signing in as administrator and giving a client a new key, on a page that is served by each of
 * the two servers: straight from the browser where Digdir's names lead somewhere, by the relay
 * where they do not, or where their answers may not be read.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makeAdministrator, publicJwk, rotateOne, signIn } from '../browser/administration.mjs';
import { startDigdir } from '../browser/digdir.mjs';
import { launch } from '../browser/harness.mjs';
import { sitDown } from '../browser/person.mjs';
import { SERVERS } from './servers.mjs';

const digdir = await startDigdir();
const { portal } = digdir;
const [near, far] = await Promise.all([launch({ args: digdir.args }), launch({ args: digdir.without })]);
after(() => Promise.all([near.close(), far.close(), portal.stop()]));

const WAYS = /** @type {const} */ ([
  { what: 'directly', browser: near, cors: true, way: 'direct' },
  { what: 'by the relay, where no name leads anywhere', browser: far, cors: true, way: 'relay' },
  { what: 'by the relay, where no answer may be read', browser: near, cors: false, way: 'relay' },
]);

for (const [name, start] of Object.entries(SERVERS)) {
  for (const { what, browser, cors, way } of WAYS) {
    test(`${name}: ${what}`, async () => {
      const server = await start({ upstream: digdir.port, authority: digdir.authority });
      await portal.control({ reset: true, keyDelaySeconds: 0, cors });
      const admin = await makeAdministrator(portal);
      const { client_id: clientId } = await portal.makeClient({
        name: 'Fagsystem', scopes: ['altinn:instances.read'], jwk: publicJwk('gammel'),
      });
      const person = await sitDown(browser, `${server.origin}/#klienter`);
      await signIn(person, admin);
      await person.page.locator('#session').getByText(person.t(`clients.way.${way}`), { exact: true }).first().waitFor();
      await rotateOne(person, clientId);
      const { requests, privateMaterial } = await portal.log();
      const api = requests.filter((/** @type {any} */ one) => one.path.startsWith('/api/v1/'));
      assert.ok(api.length >= 7);
      assert.deepEqual([...new Set(api.map((/** @type {any} */ one) => one.host))], ['api.test.samarbeid.digdir.no']);
      // A relayed call has no origin any more.
      const origins = new Set(api.filter((/** @type {any} */ one) => one.method !== 'OPTIONS').map((/** @type {any} */ one) => one.origin ?? null));
      assert.deepEqual([...origins], [way === 'direct' ? server.origin : null]);
      assert.equal(privateMaterial, 0);
      await Promise.all([person.context.close(), server.stop()]);
    });
  }
}
