/**
 * Every view in its main states, each reached from an empty page as a person
 * would reach it. The accessibility test and the screenshots go through them.
 *
 * @typedef {import('./person.mjs').Person} Person
 * @typedef {import('./harness.mjs').Portal} Portal
 *
 * `at`: the part after # in the address
 * @typedef {{name: string, at: string, arrive?: (person: Person, portal: Portal) => Promise<unknown>}} State
 */
import { generateKeyPairSync } from 'node:crypto';
import { BAD_TEXTS, PRIVATE } from './bad-input.mjs';
import { bookmarkletCode, words } from './bookmarklet-walk.mjs';
import { TRAP, TRAPPING } from './changed-vault.mjs';
import { holdMaking } from './hold-making.mjs';
import { hold, holdReading } from './hold-reading.mjs';
import { ENCRYPTED_PEM, PASSWORD, PKCS12, TWO_KEYS } from './keystores.mjs';
import { makeAdministrator, publicJwk as looseJwk, signIn } from './administration.mjs';
import { pasteInto, pasteIntoVault } from './person.mjs';

const SCOPE = 'altinn:instances.read';
const publicJwk = (() => {
  const { kty, n, e, kid, alg, use } = JSON.parse(PRIVATE.jwk);
  return { kty, n, e, kid, alg, use };
})();
/** A good key in need of labels, and one that nothing can save. */
const REPAIRABLE = JSON.stringify({ ...JSON.parse(PRIVATE.jwk), use: undefined, kid: 'æ ø å' });
/** Of an algorithm that Maskinporten does not announce. */
const UNANNOUNCED = JSON.stringify({
  ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
  kid: 'ed-1',
  alg: 'EdDSA',
  use: 'sig',
});
const REFUSED = JSON.stringify({ ...publicJwk, e: 'AQ', kid: 'feil-e' });

/** @type {State[]} */
export const STATES = [
  { name: 'use-token-code', at: 'ta-i-bruk' },
  { name: 'use-token-code-filled', at: 'ta-i-bruk', arrive: async ({ page }) => {
    await page.evaluate(() => { location.hash = '#test-klienten'; });
    await page.locator('#test-client-id').fill('b590f149-d0ba-4fca-b367-bccd9e444a00');
    await page.locator('#test-scopes').fill(SCOPE);
    await page.evaluate(() => { location.hash = '#ta-i-bruk'; });
    await page.locator('#token-code-language').selectOption('python');
  } },
  { name: 'clients-sign-in', at: 'klienter' },
  { name: 'clients-sign-in-key', at: 'klienter', arrive: (person) => read(person, PRIVATE.jwk) },
  { name: 'clients-sign-in-refused', at: 'klienter', arrive: (person) => signInRefused(person) },
  { name: 'clients-list', at: 'klienter', arrive: (person, portal) => clientsRead(person, portal) },
  { name: 'clients-none-found', at: 'klienter', arrive: async (person, portal) => {
    await clientsRead(person, portal);
    await person.page.locator('#clients-search').fill('finnes ikke');
  } },
  { name: 'clients-expiry', at: 'klienter', arrive: (person, portal) => expiryRead(person, portal) },
  { name: 'clients-warning', at: 'veiviser/0', arrive: async (person, portal) => {
    const { page } = person;
    await page.evaluate(() => { location.hash = '#klienter'; });
    await expiryRead(person, portal);
    await page.waitForFunction(() => localStorage.getItem('nokkelsmie/expiry/practice')?.includes('Fagsystem'));
    await page.evaluate(() => { location.hash = '#veiviser/0'; });
    await page.reload();
    await page.locator('#warning-go').waitFor();
    await person.vault.locator('#intake').waitFor();
  } },
  { name: 'clients-new-problems', at: 'klienter', arrive: async (person, portal) => {
    await clientsRead(person, portal);
    await person.page.locator('#client-new').click();
    await person.page.locator('#new-whose-customer').check();
    await person.page.locator('#new-send').click();
  } },
  { name: 'client-keys', at: 'klienter', arrive: (person, portal) => oneClient(person, portal) },
  { name: 'client-change', at: 'klienter', arrive: async (person, portal) => {
    await oneClient(person, portal);
    await person.page.locator('#client-change > summary').click();
    await person.page.locator('#change-scope-new').fill('altinn:broker.read');
    await person.page.locator('#change-scope-add').click();
    await person.page.locator('[id="change-scope-remove-altinn:instances.read"]').click();
    await person.page.locator('#client-deactivate summary').click();
  } },
  { name: 'client-scopes', at: 'klienter', arrive: (person, portal) => oneClientsScopes(person, portal) },
  { name: 'client-scopes-none', at: 'klienter', arrive: (person, portal) => oneClientsScopes(person, portal, 'Postkasse') },
  { name: 'client-scopes-not-read', at: 'klienter', arrive: async (person, portal) => {
    await clientsRead(person, portal);
    await portal.control({ failNext: { status: 503, path: '/api/v1/scopes/access/all', times: 2 } });
    await person.page.getByRole('link', { name: 'Fagsystem for byggesak' }).click();
    await person.page.locator('#client-scopes-read').click();
    await person.page.locator('#client-scopes .ds-alert').waitFor();
  } },
  { name: 'clients-scopes-before', at: 'klienter/scopes' },
  { name: 'clients-scopes-open', at: 'klienter/scopes', arrive: ({ page }) => openScopesRead(page) },
  { name: 'clients-scopes', at: 'klienter', arrive: async (person, portal) => {
    await scopesRead(person, portal);
    await person.page.locator('[data-scope="altinn:serviceowner"] summary').click();
  } },
  { name: 'clients-scopes-no-match', at: 'klienter', arrive: async (person, portal) => {
    await scopesRead(person, portal);
    await person.page.locator('#scopes-search').fill('finnes ikke');
  } },
  { name: 'clients-scopes-refused', at: 'klienter/scopes', arrive: async ({ page }, portal) => {
    await portal.control({ failNext: { status: 404, path: '/api/v1/scopes/all' } });
    await page.locator('#scopes-read').click();
    await page.locator('#scopes-answer .ds-alert').waitFor();
  } },
  { name: 'clients-scopes-errand', at: 'klienter/scopes', arrive: async ({ page }) => {
    await page.locator('#way summary').click();
    await page.locator('#way-choice-paste').check();
    await page.locator('#scopes-read').click();
    await page.locator('#errand-command').waitFor();
  } },
  { name: 'client-keys-server-error', at: 'klienter', arrive: async (person, portal) => {
    await oneClient(person, portal);
    await portal.control({ failNext: { status: 403, path: KEYS_PATH(person.page), body: API_REFUSAL, contentType: 'application/json' } });
    await person.page.locator('#keys-read').click();
    await person.page.locator('#keys-answer .ds-alert').waitFor();
  } },
  { name: 'client-rotation-proving', at: 'klienter', arrive: async (person, portal) => {
    await oneClient(person, portal);
    await portal.control({ keyDelaySeconds: 600 });
    await person.page.locator('#rotation-go').click();
    await person.page.locator('#client-rotation .countdown').waitFor();
  } },
  { name: 'client-rotation-hand-over', at: 'klienter', arrive: (person, portal) => rotated(person, portal) },
  { name: 'client-rotation-both', at: 'klienter', arrive: async (person, portal) => {
    await rotated(person, portal);
    await person.page.locator('#rotation-saved').check();
    await person.page.locator('#rotation-handed-over').click();
    await person.page.locator('#rotation-remove-old').waitFor();
  } },
  { name: 'client-rotation-last', at: 'klienter', arrive: async (person, portal) => {
    const { page } = person;
    await oneClient(person, portal);
    const old = await page.locator('#client-keys [data-kid]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-kid')));
    await page.locator('#rotation-go').click();
    await page.locator('#rotation-vault').waitFor();
    // The list is read again by then: a press while it is drawn anew would be lost.
    await page.locator('#client-keys [data-kid]').nth(old.length).waitFor();
    // The old ones go by another way, and then the new one is to go.
    for (const kid of old) {
      const remove = page.locator(`[id="remove-${kid}"]`);
      await remove.click();
      await remove.click();
      await remove.waitFor({ state: 'detached' });
    }
    const back = page.locator('#rotation-back');
    await back.click();
    await back.click();
    await page.locator('#client-rotation [data-code="last-working-key"]').waitFor();
    await back.click();
  } },
  { name: 'client-rotation-lost', at: 'klienter', arrive: async (person, portal) => {
    await rotated(person, portal);
    await person.vault.locator('#empty').click();
    await person.vault.locator('#empty').click();
    await person.page.locator('#client-rotation .ds-alert').waitFor();
  } },
  { name: 'clients-bulk', at: 'klienter', arrive: async (person, portal) => {
    await clientsRead(person, portal);
    await person.page.locator('#clients-bulk').click();
    await person.page.locator('#bulk-all').click();
  } },
  { name: 'clients-bulk-done', at: 'klienter', arrive: (person, portal) => manyRotated(person, portal) },
  { name: 'clients-bulk-old', at: 'klienter', arrive: async (person, portal) => {
    await manyRotated(person, portal);
    const { page, vault, t } = person;
    await page.locator('#bulk-save').click();
    await vault.getByRole('button', { name: t('vault.password.make') }).click();
    await Promise.all([page.waitForEvent('download'), vault.getByRole('button', { name: t('vault.many.save', { count: 2 }) }).click()]);
    await page.locator('#bulk-handed-over').click();
    await page.locator('#old-keys-remove').click();
    await page.locator('#old-keys-remove[data-variant="primary"]').waitFor();
  } },
  { name: 'clients-errand', at: 'klienter', arrive: async (person, portal) => {
    await clientsRead(person, portal);
    await person.page.locator('#way summary').click();
    await person.page.locator('#way-choice-paste').check();
    await person.page.locator('#clients-read').click();
    await person.page.locator('#errand-command').waitFor();
  } },
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((step) => ({ name: `guide-${step}`, at: `veiviser/${step}` })),
  { name: 'guide-5-composed', at: 'veiviser/5', arrive: compose },
  { name: 'guide-6-key', at: 'veiviser/6', arrive: (person) => goodKey(person) },
  {
    name: 'guide-6-hold',
    at: 'veiviser/6',
    arrive: async (person) => {
      await make(person);
      await button(person, 'guide.doneNext', { step: person.t('guide.7.short') });
      await person.page.getByText(person.t('hold.title')).waitFor();
    },
  },
  {
    name: 'guide-6-pem',
    at: 'veiviser/6',
    arrive: async (person) => {
      await goodKey(person);
      await person.page
        .getByRole('group', { name: person.t('pasted.legend') })
        .getByRole('radio', { name: 'PEM' })
        .check();
      await button(person, 'pasted.kid.use');
    },
  },
  {
    name: 'guide-6-pem-no-kid',
    at: 'veiviser/6',
    arrive: async (person) => {
      await read(person, PRIVATE.pem);
      await person.page
        .getByRole('group', { name: person.t('public.format'), exact: true })
        .getByText('PEM', { exact: true })
        .click();
      await person.page.getByText(person.t('guide.6.there.2.pem')).waitFor();
    },
  },
  {
    name: 'guide-6-empty',
    at: 'veiviser/6',
    arrive: async (person) => {
      await goodKey(person);
      await pastedAs(person, 'JWK');
      await person.page.reload();
      await person.vault.locator('#intake').waitFor();
      await person.page.evaluate(() => {
        location.hash = '#veiviser/6';
      });
      await person.page.getByText(person.t('empty.title')).waitFor();
    },
  },
  {
    name: 'guide-6-hold-kid',
    at: 'veiviser/6',
    arrive: async (person) => {
      await goodKey(person);
      await pastedAs(person, 'PEM');
      await person.page.getByText(person.t('hold.kid')).waitFor();
    },
  },
  {
    name: 'guide-8-done',
    at: 'test-klienten',
    arrive: async (person, portal) => {
      await token(person, portal);
      await person.page.getByRole('link', { name: person.t('token.guide') }).click();
      await person.page.getByText(person.t('ending.title')).waitFor();
    },
  },
  { name: 'make', at: 'lag-nokkel' },
  {
    name: 'make-later',
    at: 'lag-nokkel',
    arrive: async ({ page, t }) => {
      await page.getByText(t('make.later'), { exact: true }).click();
      await page.getByRole('radio', { name: 'EC P-256' }).check();
    },
  },
  {
    name: 'make-bad-kid',
    at: 'lag-nokkel',
    arrive: async ({ page, t }) => {
      await page.getByRole('textbox', { name: t('make.kid') }).fill('nøkkel 1');
      await page.getByRole('button', { name: t('make.start'), exact: true }).click();
      await page.getByText(t('kid.character')).waitFor();
    },
  },
  {
    name: 'make-announced',
    at: 'lag-nokkel',
    arrive: async (person) => {
      await person.page.locator('#announced summary').click();
      await person.page.getByRole('textbox', { name: person.t('announced.paste') }).fill('{}');
      await button(person, 'announced.read');
    },
  },
  {
    name: 'make-working',
    at: 'lag-nokkel',
    arrive: async (person) => {
      const { page, t } = person;
      const making = await holdMaking(person);
      await page.getByRole('radio', { name: 'RSA 4096' }).check();
      await page.getByRole('button', { name: t('make.start'), exact: true }).click();
      await making.say({ tried: 187 });
      await page.locator('#make-working', { hasText: / 187 / }).waitFor();
    },
  },
  { name: 'make-made', at: 'lag-nokkel', arrive: make },
  { name: 'use-empty', at: 'ta-i-bruk' },
  { name: 'use-app', at: 'ta-i-bruk', arrive: (person) => toHandOver(person, 'altinn-app') },
  { name: 'use-problems', at: 'ta-i-bruk', arrive: async (person) => {
    await toHandOver(person, 'key-vault');
    await person.page.locator('#use-vault').fill('mitt hvelv');
    await person.page.locator('#use-client-id').fill('');
    await person.page.getByText(person.t('use.problems')).waitFor();
  } },
  { name: 'use-saved', at: 'ta-i-bruk', arrive: async (person) => {
    const { page, vault, t } = person;
    await toHandOver(person, 'altinn-app');
    await page.locator('#use-save').click();
    await Promise.all([page.waitForEvent('download'), vault.locator('#hand-over-save').click()]);
    await vault.getByText(t('vault.use.preview')).click();
    await pasteInto(person, vault.locator('#stored'), `${PRIVATE.base64Jwk}\n`);
    await vault.locator('#stored-said .ds-alert').waitFor();
  } },
  { name: 'use-keystore', at: 'ta-i-bruk', arrive: async (person) => {
    await toHandOver(person, 'keystore');
    await person.page.locator('#use-save').click();
    await person.vault.locator('#hand-over-save').waitFor();
  } },
  { name: 'check', at: 'sjekk-nokkel' },
  { name: 'check-ready', at: 'sjekk-nokkel', arrive: (person) => goodKey(person) },
  { name: 'check-no-kid', at: 'sjekk-nokkel', arrive: (person) => read(person, PRIVATE.pem) },
  {
    name: 'check-known-kid',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await goodKey(person);
      await person.vault.getByRole('button', { name: person.t('vault.card.remove') }).click();
      await person.vault.getByRole('article').waitFor({ state: 'detached' });
      await read(person, PRIVATE.pem);
      await person.page.getByText(person.t('public.kid.about.known', { kid: 'limt-inn' })).waitFor();
    },
  },
  {
    name: 'check-other-kid',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await read(person, JSON.stringify({ ...publicJwk, kid: 'i-portalen' }));
      await pasteIntoVault(person, PRIVATE.jwk);
      await person.page.getByText(person.t('verdict.otherKid'), { exact: true }).waitFor();
    },
  },
  {
    name: 'check-related-kid',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await read(person, JSON.stringify({ ...publicJwk, kid: 'i-portalen' }));
      await pasteIntoVault(person, PRIVATE.pem);
      await person.page.getByText(person.t('public.kid.about.public-part', { kid: 'i-portalen' })).waitFor();
    },
  },
  {
    name: 'check-two-keys-in-file',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      const { page, vault, t } = person;
      await vault.locator('#intake-file').setInputFiles(TWO_KEYS);
      await vault.getByRole('textbox', { name: t('vault.lock.label') }).fill('kun-for-test');
      await vault.getByRole('button', { name: t('vault.lock.open') }).click();
      await page.getByRole('radio', { name: t('public.noKid'), checked: false }).click();
      await page.getByText(t('verdict.notForSigning'), { exact: true }).waitFor();
    },
  },
  { name: 'check-findings', at: 'sjekk-nokkel', arrive: (person) => read(person, REPAIRABLE) },
  { name: 'check-refused', at: 'sjekk-nokkel', arrive: (person) => read(person, REFUSED) },
  { name: 'check-not-announced', at: 'sjekk-nokkel', arrive: (person) => read(person, UNANNOUNCED) },
  {
    name: 'check-two',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await goodKey(person);
      await read(person, JSON.stringify({ ...publicJwk, kid: 'bare-offentlig' }));
    },
  },
  {
    name: 'check-formats',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await goodKey(person);
      await person.page
        .getByRole('group', { name: person.t('public.format'), exact: true })
        .getByText(person.t('public.more'), { exact: true })
        .click();
      await person.page.getByRole('combobox', { name: person.t('public.more.choose') }).waitFor();
    },
  },
  {
    name: 'check-fingerprints',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await keystore(person);
      await person.page.getByText(person.t('fingerprints.title'), { exact: true }).click();
    },
  },
  {
    name: 'check-compare',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await goodKey(person);
      await keystore(person);
      await person.page.getByRole('heading', { name: person.t('compare.title') }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'check-locked',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await pasteIntoVault(person, ENCRYPTED_PEM);
      await person.vault.getByLabel(person.t('vault.lock.label'), { exact: true }).fill('tyttebær');
      await person.vault.getByRole('button', { name: person.t('vault.lock.open'), exact: true }).click();
      await person.vault
        .getByRole('alert')
        .filter({ hasText: person.t('read.password-wrong') })
        .waitFor();
    },
  },
  {
    name: 'check-opening',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      const { vault, t } = person;
      await pasteIntoVault(person, ENCRYPTED_PEM);
      await vault.getByLabel(t('vault.lock.label'), { exact: true }).fill('tyttebær');
      await holdReading(person);
      await vault.getByRole('button', { name: t('vault.lock.open'), exact: true }).click();
      await vault
        .getByRole('status')
        .filter({ hasText: t('vault.lock.opening') })
        .waitFor();
    },
  },
  {
    name: 'vault-protect',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await goodKey(person);
      await person.vault.getByRole('combobox', { name: person.t('vault.card.format') }).selectOption('encrypted-pem');
      await person.vault.getByLabel(person.t('vault.password.label')).fill('kort');
      await person.vault.getByRole('button', { name: person.t('vault.card.save'), exact: true }).click();
    },
  },
  {
    name: 'vault-password-made',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await keystore(person);
      await person.vault.getByRole('combobox', { name: person.t('vault.card.format') }).selectOption('pkcs12');
      await person.vault.getByRole('button', { name: person.t('vault.password.make') }).click();
    },
  },
  {
    name: 'check-error',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await pasteIntoVault(person, BAD_TEXTS.find(({ code }) => code === 'json-syntax')?.text ?? '');
      await person.vault.getByRole('alert').filter({ hasText: /./ }).waitFor();
    },
  },
  {
    name: 'vault-shown',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await goodKey(person);
      await person.vault.getByRole('button', { name: person.t('vault.card.show'), exact: true }).click();
      await person.vault.getByRole('button', { name: person.t('vault.card.hide') }).waitFor();
    },
  },
  {
    name: 'vault-clear',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await make(person, 'lag-nokkel');
      await person.vault.getByRole('button', { name: person.t('vault.clear') }).click();
    },
  },
  { name: 'vault-many', at: 'sjekk-nokkel', arrive: (person) => many(person, 30) },
  {
    name: 'vault-export',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await unsaved(person);
      await person.vault.getByText(person.t('vault.many.which')).click();
      await person.vault.locator('#password-many').fill('kort');
      await person.vault.locator('#many-save').click();
    },
  },
  {
    name: 'vault-export-working',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await unsaved(person);
      await person.vault.locator('#make-password-many').click();
      await hold(person, 'protect');
      await person.vault.locator('#many-save').click();
      await person.vault.getByRole('progressbar').waitFor();
    },
  },
  {
    name: 'vault-export-done',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await unsaved(person);
      await person.vault.locator('#make-password-many').click();
      await person.vault.locator('#many-save').click();
      await person.vault.getByText(person.t('vault.many.done', { count: 2 })).waitFor();
    },
  },
  {
    name: 'vault-stopped',
    at: 'sjekk-nokkel',
    arrive: async (person) => {
      await person.context.addInitScript(TRAPPING);
      await person.page.reload();
      await goodKey(person);
      await pasteIntoVault(person, TRAP);
      await person.page.getByRole('heading', { name: person.t('stopped.title') }).waitFor();
      await person.vault.getByText(person.t('vault.stopped.do')).waitFor();
    },
  },
  { name: 'test', at: 'test-klienten' },
  {
    name: 'test-problems',
    at: 'test-klienten',
    arrive: async (person) => {
      await button(person, 'test.send');
      await person.page.getByRole('group', { name: person.t('problem.title') }).waitFor();
    },
  },
  {
    name: 'test-claims',
    at: 'test-klienten',
    arrive: async (person) => {
      await goodKey(person);
      await person.page.getByText(person.t('test.claims')).click();
    },
  },
  { name: 'test-token', at: 'test-klienten', arrive: token },
  {
    name: 'test-altinn',
    at: 'test-klienten',
    arrive: async (person, portal) => {
      await token(person, portal);
      const fold = person.page.locator('#altinn-fold');
      if ((await fold.getAttribute('open')) === null) await fold.locator('summary').first().click();
      await person.page.locator('#altinn-exchange').click();
      await person.page.getByText(person.t('altinn.came'), { exact: true }).waitFor();
    },
  },
  {
    name: 'test-system-user',
    at: 'test-klienten',
    arrive: async (person) => {
      await goodKey(person);
      await person.page.getByText(person.t('systemUser.title')).click();
      await person.page.locator('#claim-systemUserOrg').fill('312770059');
    },
  },
  {
    name: 'guide-catalogue',
    at: 'veiviser/5',
    arrive: async (person) => {
      await person.page.getByText(person.t('catalogue.title')).click();
    },
  },
  {
    name: 'test-half',
    at: 'test-klienten',
    arrive: async (person, portal) => {
      await ready(person, portal, { scopes: [] });
      await sent(person, 'reply.half');
    },
  },
  {
    name: 'test-old',
    at: 'test-klienten',
    arrive: async (person, portal) => {
      await token(person, portal);
      await person.page.getByRole('textbox', { name: person.t('scopes.label') }).fill('altinn:instances.write');
      await person.page.getByText(person.t('asked.old')).waitFor();
    },
  },
  {
    name: 'test-refused',
    at: 'test-klienten',
    arrive: async (person, portal) => {
      await ready(person, portal);
      await person.page.getByRole('textbox', { name: 'client_id' }).fill('finnes-ikke');
      await sent(person, 'practice.MP-100.means');
      await person.page.getByText(person.t('reply.facts')).click();
    },
  },
  {
    name: 'test-waiting',
    at: 'test-klienten',
    arrive: async (person, portal) => {
      await portal.control({ keyDelaySeconds: 3600 });
      await ready(person, portal, { keyDelay: true });
      await sent(person, 'answer.unknown-kid.means');
      await button(person, 'patience.start');
      await person.page.getByText(person.t('waiting.title')).waitFor();
      await portal.control({ keyDelaySeconds: 0 });
    },
  },
  {
    name: 'test-unreachable',
    at: 'test-klienten',
    arrive: async (person, portal) => {
      await person.context.route('**/token', (route) => route.abort());
      await ready(person, portal);
      await environment(person, 'test');
      await person.page.getByRole('textbox', { name: 'client_id' }).fill('en-klient');
      await person.page.getByRole('textbox', { name: person.t('scopes.label') }).fill(SCOPE);
      await button(person, 'test.send');
      await button(person, 'unreachable.handOver');
    },
  },
  {
    name: 'test-stopped',
    at: 'test-klienten',
    arrive: async (person, portal) => {
      await person.context.route('**/token', (route) => route.abort());
      await ready(person, portal);
      await button(person, 'test.send');
      await person.page.getByText(person.t('unreachable.practice.means')).waitFor();
    },
  },
  {
    name: 'test-terminal',
    at: 'test-klienten',
    arrive: async (person) => {
      await person.page.getByText(person.t('handOver.title')).click();
      await person.page
        .getByRole('textbox', { name: person.t('pasteAnswer.label') })
        .fill('curl: (60) SSL certificate problem');
      await button(person, 'pasteAnswer.explain');
    },
  },
  {
    name: 'test-command',
    at: 'test-klienten',
    arrive: async (person, portal) => {
      await ready(person, portal);
      await person.page.getByText(person.t('handOver.title')).click();
      await button(person, 'handOver.sign');
      await person.page.getByRole('timer').waitFor();
    },
  },
  {
    name: 'sent',
    at: 'test-klienten',
    arrive: async (person, portal) => {
      await token(person, portal);
      await person.page.locator('#sent-line').click();
    },
  },
  {
    name: 'guard',
    at: 'test-klienten',
    arrive: async (person) => {
      await pasteInto(person, person.page.getByRole('textbox', { name: 'client_id' }), PRIVATE.jwk);
      await person.page.getByText(person.t('guard.title')).waitFor();
    },
  },
  { name: 'bookmark', at: 'bokmerke', arrive: ({ page }) => page.locator('#bookmark-link').click() },
  { name: 'production', at: 'test-klienten', arrive: (person) => environment(person, 'production') },
];

/**
 * The pages of the practice portal, one after another in one session.
 *
 * @type {{name: string, go: (page: import('playwright-core').Page) => Promise<unknown>}[]}
 */
export const PORTAL_PAGES = [
  { name: 'login', go: async () => {} },
  { name: 'clients-empty', go: (page) => page.getByRole('button', { name: 'Med syntetisk organisasjon' }).click() },
  { name: 'choose', go: (page) => page.getByRole('button', { name: 'Opprett klient' }).click() },
  { name: 'new', go: (page) => page.getByRole('link', { name: 'Maskinporten', exact: true }).click() },
  { name: 'new-error', go: (page) => page.getByRole('button', { name: 'Opprett', exact: true }).click() },
  {
    name: 'client',
    go: async (page) => {
      await page.getByRole('textbox', { name: 'Visningsnavn' }).fill('Øvelse fagsystem');
      await page.getByRole('checkbox', { name: SCOPE, exact: true }).check();
      await page.getByRole('textbox', { name: 'Andre scopes' }).fill('altinn:serviceowner');
      await page.getByRole('button', { name: 'Opprett', exact: true }).click();
    },
  },
  { name: 'keys-empty', go: (page) => page.getByRole('link', { name: 'Nøkler', exact: true }).click() },
  { name: 'keys-add', go: (page) => page.getByRole('button', { name: 'Legg til', exact: true }).click() },
  {
    name: 'keys-error',
    go: async (page) => {
      await page.getByRole('textbox', { name: 'JWK eller PEM format' }).fill('{"kty":"RSA"}');
      await page.getByRole('button', { name: 'Lagre', exact: true }).click();
    },
  },
  {
    name: 'keys',
    go: async (page) => {
      await page.getByRole('textbox', { name: 'JWK eller PEM format' }).fill(JSON.stringify(publicJwk));
      await page.getByRole('button', { name: 'Lagre', exact: true }).click();
    },
  },
  {
    name: 'panel-stopped',
    go: async (page) => {
      await page.getByRole('button', { name: 'Legg til', exact: true }).click();
      await page.evaluate(`(() => { ${bookmarkletCode()} })()`);
      const field = page.getByRole('textbox', { name: 'JWK eller PEM format' });
      await field.focus();
      await page.keyboard.insertText(PRIVATE.pem);
      await page.locator('nokkelsmie-panel').getByText(words()('stopped')).waitFor();
    },
  },
  {
    name: 'panel-filled',
    go: async (page) => {
      const panel = page.locator('nokkelsmie-panel');
      await panel.getByRole('button', { name: words()('understood') }).click();
      await panel.getByRole('textbox').fill(JSON.stringify({
        nokkelsmie: 1, environment: 'practice', name: 'Øvelse fagsystem', description: 'Henter skjema', scopes: [SCOPE], publicKey: publicJwk,
      }));
      await panel.getByRole('button', { name: words()('fill') }).click();
      await panel.getByText(words()('filled', 'JWK eller PEM format')).waitFor();
    },
  },
  {
    name: 'scopes',
    go: async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Scopes', exact: true }).click();
    },
  },
  { name: 'scopes-add', go: (page) => page.getByRole('button', { name: 'Legg til', exact: true }).click() },
  { name: 'clients', go: (page) => page.getByRole('link', { name: 'Klienter', exact: true }).click() },
  { name: 'not-found', go: (page) => page.goto(new URL('/portal/clients/finnes-ikke', page.url()).href) },
];

/** A key of a client, on its way to a receiver. @param {Person} person @param {string} receiver */
async function toHandOver(person, receiver) {
  const { page } = person;
  // First: the command that comes is this receiver's.
  await page.locator('#use-receiver').selectOption(receiver);
  await goodKey(person);
  // Then it has the focus there; what is typed now stays here.
  await person.vault.getByRole('status').filter({ hasText: person.t('vault.intake.done.one') }).waitFor();
  await page.locator('#use-client-id').fill('b590f149-d0ba-4fca-b367-bccd9e444a00');
  await page.locator('#use-scopes').fill(`${SCOPE} altinn:serviceowner`);
  if (receiver === 'key-vault') await page.locator('#use-vault').fill('kv-faktura');
  await page.locator('#use-command').waitFor();
}

/** @param {Person} person @param {string} key @param {Record<string, string|number>} [values] */
function button({ page, t }, key, values) {
  return page.getByRole('button', { name: t(key, values), exact: true }).click();
}

/** @param {Person} person @param {string} name */
function environment({ page, t }, name) {
  return page
    .getByRole('group', { name: t('environment.legend') })
    .getByText(t(`environment.${name}`), { exact: true })
    .click();
}

/** @param {Person} person @param {string} text */
async function read(person, text) {
  const before = await person.vault.getByRole('article').count();
  await pasteIntoVault(person, text);
  await person.vault.getByRole('article').nth(before).waitFor();
}

/** Public keys in one text. @param {Person} person @param {number} count */
async function many(person, count) {
  const keys = Array.from({ length: count }, (_, at) =>
    ({ ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid: `klient-${at}`, alg: 'EdDSA', use: 'sig' }));
  await pasteIntoVault(person, JSON.stringify({ keys }));
  await person.vault.locator('#shelf-more').waitFor();
}

/** Two keys that were made here, and where they are saved at once. @param {Person} person */
async function unsaved(person) {
  await make(person, 'lag-nokkel');
  await button(person, 'make.another');
  await button(person, 'make.start');
  await person.vault.locator('#many-offer').click();
}

/** @param {Person} person */
async function keystore({ vault, t }) {
  const before = await vault.getByRole('article').count();
  await vault
    .locator('#intake-file')
    .setInputFiles({ name: 'virksomhet.p12', mimeType: 'application/x-pkcs12', buffer: PKCS12 });
  await vault.getByLabel(t('vault.lock.label'), { exact: true }).fill(PASSWORD);
  await vault.getByRole('button', { name: t('vault.lock.open'), exact: true }).click();
  await vault.getByRole('article').nth(before).waitFor();
}

/** @param {Person} person */
function goodKey(person) {
  return read(person, PRIVATE.jwk);
}

/** @param {Person} person @param {string|Portal} [at]  another view than the present one */
async function make(person, at) {
  const { page, vault, t } = person;
  if (typeof at === 'string') await page.getByRole('link', { name: t(`nav.${at}`), exact: true }).click();
  await button(person, 'make.start');
  await vault.getByRole('article').waitFor({ timeout: 60_000 });
  // The vault shows a key first; the page hears of it a moment later.
  await page.locator('.key-card-public').waitFor();
}

/** @param {Person} person */
async function compose({ page, t }) {
  await page.getByRole('textbox', { name: t('compose.name') }).fill('Kommunens fagsystem for byggesak');
  await page.getByRole('textbox', { name: t('compose.description') }).fill('Henter og sender skjema for byggesak.');
  for (const scope of [SCOPE, 'altinn:authentication/systemuser.request.write']) {
    await page.getByRole('combobox', { name: t('scopes.new') }).fill(scope);
    await page.getByRole('combobox', { name: t('scopes.new') }).press('Enter');
  }
}

/** @param {Person} person @param {Portal} portal @param {{scopes?: string[], keyDelay?: boolean}} [client] */
async function ready(person, portal, { scopes = [SCOPE], keyDelay = false } = {}) {
  const { page, t } = person;
  await goodKey(person);
  // What is typed before the page hears of the key may be another key's.
  await page.locator('input[name="test-key-choice"]').waitFor();
  const { client_id: clientId } = await portal.makeClient({ name: 'Prøve', scopes, jwk: publicJwk, keyDelay });
  await page.getByRole('textbox', { name: 'client_id' }).fill(clientId);
  await page.getByRole('textbox', { name: t('scopes.label') }).fill(SCOPE);
}

/** @param {Person} person @param {string} title */
async function sent(person, title) {
  await button(person, 'test.send');
  await person.page.getByRole('region', { name: person.t(title) }).waitFor();
}

/** @param {Person} person @param {Portal} portal */
async function token(person, portal) {
  await ready(person, portal);
  await sent(person, 'token.title');
}

/**
 * Says in the guide what was pasted in the portal, and that the step is done.
 *
 * @param {Person} person
 * @param {'JWK'|'PEM'} form
 */
async function pastedAs(person, form) {
  const { page, t } = person;
  await page.getByRole('group', { name: t('pasted.legend') }).getByRole('radio', { name: form }).check();
  await button(person, 'guide.doneNext', { step: t('guide.7.short') });
}

/** @param {import('playwright-core').Page} page */
const KEYS_PATH = (page) => `/api/v1/clients/${new URL(page.url()).hash.split('/')[1]}/jwks`;

const API_REFUSAL = JSON.stringify({
  status: 403, correlation_id: '0f6c2f0e-77aa-4c52-9a10-1f2e3d4c5b6a', errors: [], error: 'forbidden',
  error_description: 'insufficient scope',
});

/** @param {Person} person */
async function signInRefused(person) {
  await pasteIntoVault(person, PRIVATE.jwk);
  await person.page.locator('[name="admin-key"]').first().waitFor();
  await person.page.locator('#admin-client-id').fill('finnes-ikke');
  await person.page.locator('#sign-in').click();
  await person.page.locator('#sign-in-answer .ds-alert').waitFor();
}

/** @param {Person} person @param {Portal} portal */
async function clientsRead(person, portal) {
  await portal.control({ reset: true, keyDelaySeconds: 0 });
  const id = await makeAdministrator(portal);
  const day = 24 * 3600;
  await portal.makeClient({
    name: 'Fagsystem for byggesak', description: 'Henter skjema fra Altinn', scopes: ['altinn:instances.read', 'altinn:serviceowner'],
    keys: [{ jwk: looseJwk('byggesak-2025-12'), expiresInSeconds: 20 * day }, { jwk: looseJwk('byggesak-2026-10'), expiresInSeconds: 320 * day }, { jwk: looseJwk('gammel'), expiresInSeconds: 3 * day }],
  });
  await portal.makeClient({ name: 'Innbyggerportal', integration_type: 'idporten', scopes: ['openid'] });
  await portal.makeClient({ name: 'Postkasse', integration_type: 'krr', scopes: [] });
  await signIn(person, id);
  await person.page.locator('[data-client]').nth(3).waitFor();
}

/** @param {Person} person @param {Portal} portal */
async function expiryRead(person, portal) {
  await clientsRead(person, portal);
  await person.page.locator('#expiry-read').click();
  await person.page.locator('#expiry-counts').waitFor();
  await person.page.locator('#expiry-read').waitFor({ state: 'detached' });
  // While it reads, there is a way to stop it instead.
  await person.page.locator('#expiry-stop').waitFor({ state: 'detached' });
}

/** @param {Person} person @param {Portal} portal */
async function oneClient(person, portal) {
  await clientsRead(person, portal);
  await person.page.getByRole('link', { name: 'Fagsystem for byggesak' }).click();
  await person.page.locator('#client-keys [data-kid]').nth(2).waitFor();
}

/** @param {Person} person @param {Portal} portal @param {string} [name] */
async function oneClientsScopes(person, portal, name = 'Fagsystem for byggesak') {
  await clientsRead(person, portal);
  const read = person.page.waitForResponse((response) => response.url().includes('/scopes/all'));
  await person.page.getByRole('link', { name }).click();
  await read;
  if (name !== 'Postkasse') await person.page.locator('#client-scopes [data-access]').waitFor();
}

/** @param {import('playwright-core').Page} page */
async function openScopesRead(page) {
  await page.locator('#scopes-read').click();
  await page.locator('#scopes-open [data-scope]').first().waitFor();
}

/** @param {Person} person @param {Portal} portal */
async function scopesRead(person, portal) {
  await clientsRead(person, portal);
  await person.page.locator('#clients-scopes').click();
  await person.page.locator('#scopes-granted [data-scope]').first().waitFor();
  await person.page.locator('#scopes-open [data-scope]').first().waitFor();
}

/** @param {Person} person @param {Portal} portal */
async function rotated(person, portal) {
  await oneClient(person, portal);
  await person.page.locator('#rotation-go').click();
  await person.page.locator('#rotation-vault').waitFor();
}

/** @param {Person} person @param {Portal} portal */
async function manyRotated(person, portal) {
  await clientsRead(person, portal);
  const { page } = person;
  await page.locator('#clients-bulk').click();
  await page.getByLabel('Fagsystem for byggesak').check();
  await page.getByLabel('Innbyggerportal').check();
  await page.locator('#bulk-begin').click();
  await page.locator('[data-standing="ready"]').nth(1).waitFor();
  await page.locator('#bulk-save').waitFor();
}
