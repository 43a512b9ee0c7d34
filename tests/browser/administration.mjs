/**
 * An organisation's administration client in the practice portal, and signing in with it as a person does.
 */
import { generateKeyPairSync } from 'node:crypto';
import { PRIVATE } from './bad-input.mjs';
import { field, pasteIntoVault } from './person.mjs';

export const ADMIN_SCOPES = ['idporten:dcr.read', 'idporten:dcr.write', 'idporten:dcr.modify'];

/** A public JWK that nobody holds the private part of. @param {string} kid */
export function publicJwk(kid) {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
}

/** With the key of `PRIVATE` registered. @param {import('./harness.mjs').Portal} portal @returns {Promise<string>} */
export async function makeAdministrator(portal) {
  const { kty, n, e, kid, alg, use } = JSON.parse(PRIVATE.jwk);
  const made = await portal.makeClient({ name: 'Administrasjon', scopes: ADMIN_SCOPES, jwk: { kty, n, e, kid, alg, use } });
  return made.client_id;
}

/**
 * Signs in with the registered key.
 *
 * @param {import('./person.mjs').Person} person  at the view of the clients
 * @param {string} clientId
 * @param {{write?: boolean}} [what]
 */
export async function signIn(person, clientId, { write = true } = {}) {
  const { page } = person;
  await pasteIntoVault(person, PRIVATE.jwk);
  await finishSignIn(person, clientId, write);
}

/** @param {Pick<import('./person.mjs').Person, 'page'|'t'>} person @param {string} clientId @param {boolean} write */
export async function finishSignIn(person, clientId, write) {
  const { page } = person;
  // The vault shows a key first; the page hears of it a moment later.
  await page.locator('[name="admin-key"]').first().waitFor();
  await field(page, person.t('clients.adminId')).fill(clientId);
  if (write) await page.getByLabel(person.t('clients.level.write'), { exact: true }).check();
  await page.locator('#sign-in').click();
  await page.locator('#session').waitFor();
}

/**
 * Gives a client that has one key a new one, by the buttons: from the list to the old key gone.
 *
 * @param {import('./person.mjs').Person} person  signed in, in front of the list
 * @param {string} clientId
 */
export async function rotateOne({ page, t }, clientId) {
  await page.locator(`[data-client="${clientId}"] a`).click();
  await page.locator('#rotation-go').click();
  await page.locator('#rotation-saved').check();
  await page.locator('#rotation-handed-over').click();
  await page.locator('#rotation-remove-old').click();
  await page.getByText(t('rotation.finished')).waitFor();
}

/** Those that the server has now. @param {import('./harness.mjs').Portal} portal @param {string} id @param {string|undefined} token @returns {Promise<string[]>} */
export async function kidsOf(portal, id, token) {
  const answer = await fetch(new URL(`api/v1/clients/${id}/jwks`, portal.url), { headers: { authorization: `Bearer ${token}` } });
  return (await answer.json()).keys.map((/** @type {any} */ { kid }) => kid).sort();
}

/** The token that the page sends now, as its next call shows it. @param {import('playwright-core').Page} page */
export async function tokenOf(page) {
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.url().includes('/api/v1/clients')),
    page.evaluate(() => { location.hash = '#klienter'; }).then(() => page.locator('#clients-read').click()),
  ]);
  return (await request.headerValue('authorization'))?.replace('Bearer ', '');
}
