/**
 * The scopes that an organisation has and those that are open to all, which of a client's the
 * organisation has no access to, and changing a client's scopes.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { ClientChange } from '../../www/page/self-service/client-change.js';
import { standingOf } from '../../www/page/self-service/scope-standing.js';
import { makeAdministrator, signIn } from './administration.mjs';
import { whereItCan } from '../engines/cannot.mjs';
import { launchShell, startPortal } from './harness.mjs';
import { field, goTo, goToAddress, logIn, sitDown, t, wordsOf } from './person.mjs';
import { portalLabel } from './texts.mjs';

/** @typedef {import('./person.mjs').Person} Person */
/** @typedef {import('playwright-core').Page} Page */

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => { [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet'])]); });
after(async () => { await browser?.close(); await portal?.stop(); });

describe('the lists of scopes', () => {
  test('those that are open to all, without signing in', async () => {
    const person = await sit();
    const { page } = person;
    await page.locator('#to-scopes').click();
    await page.getByText(t('scopeList.granted.signIn')).waitFor();
    assert.deepEqual(await scopeRequests(), [], 'nothing is asked for before the click');
    await page.locator('#scopes-read').click();
    const row = page.locator('#scopes-open [data-scope="ovelse:open.read"]');
    await row.getByText(t('scopeList.types', { types: 'maskinporten' })).waitFor();
    await row.getByText('Øvelse: open.read').waitFor();
    await row.getByRole('button', { name: t('copy') }).click();
    await row.getByText(t('copy.done')).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'ovelse:open.read');
    const [sent, ...others] = person.requests.filter(({ url }) => url.includes('/scopes/'));
    assert.deepEqual(others, []);
    assert.doesNotMatch(sent.headers, /authorization/i);
    await page.locator('#sent-line').click();
    await page.getByText(t('sent.what.open')).waitFor();

    await field(page, t('clients.search')).fill('open WRITE');
    await page.locator('#scopes-open').getByText(t('scopeList.found', { count: 1, all: 4 })).waitFor();
    await field(page, t('clients.search')).fill('finnes ikke');
    await page.locator('#scopes-open').getByText(t('scopeList.noMatch')).waitFor();
    await person.context.close();
  });

  test('those too by a terminal, with a command that holds no token', async () => {
    const person = await sit('klienter/scopes');
    const { page } = person;
    await page.locator('#way summary').click();
    await page.locator('#way-choice-paste').check();
    await page.locator('#scopes-read').click();
    await page.getByText(t('errand.about.open')).waitFor();
    assert.equal(await page.locator('#errand .countdown').count(), 0);
    for (const shell of ['PowerShell', 'curl']) {
      await page.getByText(shell, { exact: true }).click();
      assert.doesNotMatch(await page.locator('#errand-command').innerText(), /authorization|bearer/i);
    }
    await carry(page);
    await page.locator('#scopes-open [data-scope="openid"]').waitFor();
    assert.deepEqual(person.requests.filter(({ url }) => url.includes('/api/')), []);
    // What came back was no answer: it is said, and what was read stays.
    await page.locator('#scopes-read').click();
    await page.locator('#errand-answer').fill('curl: (6) Could not resolve host: x');
    await page.locator('#errand-read').click();
    await page.locator('#scopes-answer .ds-alert').waitFor();
    assert.equal(await page.locator('#scopes-open [data-scope]').count(), 4);
    await person.context.close();
  });

  test('those of the organisation, with state and clients, until one signs out', async () => {
    const person = await sit();
    const { page } = person;
    const id = await makeAdministrator(portal);
    await portal.makeClient({ name: 'Fagsystem', scopes: ['altinn:instances.read', 'altinn:serviceowner'] });
    await changeAnswer(page, '/scopes/access/all', (scopes) => [...scopes, { scope: 'ny:tilstand', state: 'SUSPENDED' }]);
    await signIn(person, id);
    await page.locator('[data-client]').nth(1).waitFor();
    await page.locator('#clients-scopes').click();
    const granted = page.locator('#scopes-granted');
    const states = { 'altinn:instances.read': 'scopeState.APPROVED', 'altinn:serviceowner': 'scopeState.REQUESTED', 'altinn:authorization/authorize': 'scopeState.DENIED' };
    for (const [scope, state] of Object.entries(states))
      await granted.locator(`[data-scope="${scope}"]`).getByText(t(state), { exact: true }).waitFor();
    await granted.locator('[data-scope="ny:tilstand"]').getByText('SUSPENDED', { exact: true }).waitFor();
    await granted.getByText('991825827').first().waitFor();

    await field(page, t('clients.search')).fill('avslått');
    await granted.getByText(t('scopeList.found', { count: 1, all: 20 })).waitFor();
    await field(page, t('clients.search')).fill('serviceowner');
    const row = granted.locator('[data-scope="altinn:serviceowner"]');
    await row.getByText(t('scopeList.on.one', { count: 1 })).click();
    await granted.locator('[data-scope="altinn:serviceowner/instances.read"]').getByText(t('scopeList.on.none')).waitFor();
    await row.getByRole('link', { name: 'Fagsystem' }).click();
    await page.locator('#client-title').getByText('Fagsystem').waitFor();

    await page.goBack();
    await page.locator('#sign-out').click();
    await page.getByText(t('scopeList.granted.signIn')).waitFor();
    assert.equal(await page.locator('#scopes-granted [data-scope]').count(), 0);
    await field(page, t('clients.search')).fill('');
    assert.equal(await page.locator('#scopes-open [data-scope]').count(), 4, 'those are nobody\'s secret');
    await person.context.close();
  });

  test('thousands are searched while one types, and drawn a hundred at a time', async () => {
    const person = await sit('klienter/scopes');
    const { page } = person;
    const many = Array.from({ length: 5000 }, (_, at) => ({ name: `stor:scope.${at}`, description: `Nummer ${at} av mange` }));
    await changeAnswer(page, '/scopes/all', () => many);
    await page.locator('#scopes-read').click();
    const rows = page.locator('#scopes-open [data-scope]');
    await rows.nth(99).waitFor();
    assert.equal(await rows.count(), 100);
    await page.locator('#scopes-more-open').click();
    await rows.nth(199).waitFor();
    const took = await page.evaluate(() => {
      const search = /** @type {HTMLInputElement} */ (document.getElementById('scopes-search'));
      const began = performance.now();
      for (const text of ['n', 'nu', 'num', 'numm', 'numme']) {
        search.value = text;
        search.dispatchEvent(new Event('input'));
        document.body.getBoundingClientRect();
      }
      return (performance.now() - began) / 5;
    });
    assert.ok(took < 200, `${Math.round(took)} ms a keystroke`);
    assert.equal(await rows.count(), 100);
    await field(page, t('clients.search')).fill('4711');
    await page.locator('#scopes-open').getByText(t('scopeList.found', { count: 1, all: 5000 })).waitFor();
    await person.context.close();
  });

  test('an error of one list costs nothing of the other', async () => {
    const person = await sit();
    const { page } = person;
    await signIn(person, await makeAdministrator(portal));
    await page.locator('#clients-scopes').click();
    await page.locator('#scopes-granted [data-scope]').first().waitFor();
    await page.locator('#scopes-open [data-scope]').first().waitFor();
    await portal.control({ failNext: { status: 404, path: '/api/v1/scopes/access/all' } });
    await field(page, t('clients.search')).fill('open');
    await page.locator('#scopes-read').click();
    const answer = page.locator('#scopes-answer');
    await answer.getByText(t('scopeList.not-found.means')).waitFor();
    await answer.getByText(t('scopeList.granted')).waitFor();
    assert.equal(await answer.locator('.ds-alert').count(), 1);
    assert.equal(await field(page, t('clients.search')).inputValue(), 'open');
    await field(page, t('clients.search')).fill('');
    assert.equal(await page.locator('#scopes-granted [data-scope]').count(), 19);
    await person.context.close();
  });
});

describe('the scopes of a client', () => {
  const MISSING = portalLabel('accessMissing');

  test('are marked where the organisation has no access, and why', async () => {
    const person = await sit();
    const { page } = person;
    const id = await makeAdministrator(portal);
    const scopes = ['altinn:instances.read', 'ovelse:open.read', 'altinn:serviceowner', 'altinn:authorization/authorize', 'annen:tilgang', 'openid'];
    await portal.makeClient({ name: 'Fagsystem', scopes });
    await portal.makeClient({ name: 'Innlogging', integration_type: 'idporten', scopes: ['openid', 'profile', 'annen:tilgang'] });
    await signIn(person, id);
    await page.getByRole('link', { name: 'Fagsystem' }).click();
    await page.locator('#client-scopes [data-access]').nth(3).waitFor();
    assert.deepEqual(await marked(page), ['altinn:serviceowner', 'altinn:authorization/authorize', 'annen:tilgang', 'openid']);
    const why = {
      'altinn:serviceowner': t('scopeMark.REQUESTED'),
      'altinn:authorization/authorize': t('scopeMark.DENIED'),
      'annen:tilgang': t('scopeMark.none'),
      openid: t('scopeMark.otherType', { types: 'idporten og ansattporten', type: 'maskinporten' }),
    };
    for (const [scope, text] of Object.entries(why)) {
      const row = page.locator(`#client-scopes [data-scope="${scope}"]`);
      await row.getByText(MISSING, { exact: true }).waitFor();
      await row.getByText(text).waitFor();
    }
    await page.getByText(t('scopeMark.about.maskinporten')).waitFor();

    await page.getByRole('link', { name: t('client.back') }).click();
    await page.getByRole('link', { name: 'Innlogging' }).click();
    await page.getByText(t('scopeMark.about'), { exact: true }).waitFor();
    assert.deepEqual(await marked(page), ['annen:tilgang']);
    assert.deepEqual(await scopeRequests(), ['/api/v1/scopes/access/all', '/api/v1/scopes/all'], 'each list is read once');
    await person.context.close();
  });

  test('are not marked while either list is not known, nor those of another organisation', async () => {
    const person = await sit();
    const { page } = person;
    const id = await makeAdministrator(portal);
    await portal.makeClient({ name: 'Fagsystem', scopes: ['altinn:serviceowner', 'annen:tilgang'] });
    const orgno = '974760673';
    await portal.makeClient({ name: 'Kundens', scopes: ['annen:tilgang'] });
    await changeAnswer(page, '/clients', (clients) => clients.map((/** @type {any} */ one) => one.client_name === 'Kundens' ? { ...one, client_orgno: orgno } : one));
    await portal.control({ failNext: { status: 503, path: '/api/v1/scopes/all' } });
    await signIn(person, id);
    await page.getByRole('link', { name: 'Fagsystem' }).click();
    await page.getByText(t('scopeMark.failed')).waitFor();
    assert.deepEqual(await marked(page), []);
    await page.locator('#client-scopes-read').click();
    await page.locator('#client-scopes [data-access]').nth(1).waitFor();
    assert.equal(await page.getByText(t('scopeMark.failed')).count(), 0);
    await page.getByRole('link', { name: t('client.back') }).click();
    await page.getByRole('link', { name: 'Kundens' }).click();
    await page.getByText(t('scopeMark.elsewhere', { orgno })).waitFor();
    assert.deepEqual(await marked(page), []);
    await person.context.close();
  });

  test('with a terminal the lists are read at a click only', async () => {
    const person = await sit();
    const { page } = person;
    const id = await makeAdministrator(portal);
    await portal.makeClient({ name: 'Fagsystem', scopes: ['annen:tilgang'] });
    await signIn(person, id);
    await page.locator('[data-client]').nth(1).waitFor();
    await page.locator('#way summary').click();
    await page.locator('#way-choice-paste').check();
    await page.getByRole('link', { name: 'Fagsystem' }).click();
    await page.getByText(t('scopeMark.notRead')).waitFor();
    assert.equal(await page.locator('#errand').count(), 0);
    await page.locator('#client-scopes-read').click();
    await page.getByRole('heading', { name: t('errand.what.list-scope-access') }).waitFor();
    assert.match(await page.locator('#errand-command').innerText(), /authorization: Bearer/i);
    await carry(page);
    await page.getByRole('heading', { name: t('errand.what.list-open-scopes') }).waitFor();
    await page.locator('#errand-cancel').click();
    // One of the lists is no basis for saying that a scope is in neither.
    await page.getByText(t('scopeMark.notRead')).waitFor();
    assert.deepEqual(await marked(page), []);
    await person.context.close();
  });

  test('one is added and one removed, shown before it is sent, and both are seen in the portal', async () => {
    const person = await sit();
    const { page } = person;
    const id = await makeAdministrator(portal);
    const { client_id: clientId } = await portal.makeClient({ name: 'Fagsystem', scopes: ['altinn:instances.read', 'altinn:broker.read'] });
    await signIn(person, id);
    await page.getByRole('link', { name: 'Fagsystem' }).click();
    await page.locator('#client-scopes-change').click();
    await page.locator('#change-scope-new:focus').waitFor();
    await page.locator('#change-scope-known option[value="ovelse:open.write"]').waitFor({ state: 'attached' });
    const suggested = await page.locator('#change-scope-known option').evaluateAll((all) => all.map((one) => /** @type {HTMLOptionElement} */ (one).value));
    assert.ok(suggested.includes('idporten:dcr.read') && suggested.includes('altinn:serviceowner') && !suggested.includes('openid'), suggested.join());
    assert.equal(new Set(suggested).size, suggested.length);
    // The difference does not show it yet, so it is not sent: neither left out, nor along.
    await page.keyboard.insertText('altinn:serviceowner');
    await page.locator('#change-send').click();
    await page.locator('#change-scope-new-problem').getByText(t('change.typed')).waitFor();
    await page.locator('#change-scope-add').click();
    await page.locator('#change-added').getByText('altinn:serviceowner').waitFor();
    await page.locator('#client-change [data-access="missing"]').getByText(t('scopeMark.REQUESTED')).waitFor();
    await page.locator('#change-scope-new').fill('annen:tilgang');
    await page.locator('#change-scope-new').press('Enter');
    await page.locator('[id="change-scope-remove-annen:tilgang"]').click();
    for (const scope of ['altinn:instances.read', 'altinn:broker.read'])
      await page.locator(`[id="change-scope-remove-${scope}"]`).click();
    await page.locator('[id="change-keep-altinn:instances.read"]').click();
    assert.deepEqual(await wordsOf(page.locator('#change-added li')), ['altinn:serviceowner']);
    assert.deepEqual(await wordsOf(page.locator('#change-removed del')), ['altinn:broker.read']);
    assert.deepEqual(await writes(), [], 'nothing is sent before it is shown');
    await page.locator('#change-send').click();
    await page.getByText(t('change.done')).waitFor();
    await page.locator('#client-scopes [data-scope="altinn:serviceowner"]').waitFor();
    assert.equal(await page.locator('#client-scopes [data-scope="altinn:broker.read"]').count(), 0);
    await page.getByText(t('change.none')).waitFor();
    assert.deepEqual(await writes(), [`PUT /api/v1/clients/${clientId}`]);

    const tab = await person.context.newPage();
    await tab.goto(`${portal.url}portal/`);
    await logIn(tab);
    await tab.goto(`${portal.url}portal/clients/${clientId}/scopes`);
    await tab.getByText(MISSING).waitFor();
    const text = await tab.locator('main').innerText();
    assert.ok(text.includes('altinn:instances.read') && text.includes('altinn:serviceowner') && !text.includes('altinn:broker.read'), text);
    await person.context.close();
  });

  test('a change that was begun is not lost: to lists that come, another view, an error, or somebody else', whereItCan('a change that was begun is not lost: to lists that come, another view, an error, or somebody else'), async () => {
    const person = await sit();
    const { page } = person;
    const id = await makeAdministrator(portal);
    const { client_id: clientId } = await portal.makeClient({ name: 'Fagsystem', scopes: ['altinn:instances.read'] });
    /** @type {() => void} */
    let letCome = () => {};
    const held = new Promise((resolve) => { letCome = () => resolve(undefined); });
    await page.route('**/scopes/access/all', async (route) => { await held; await route.continue(); });
    await signIn(person, id);
    await page.getByRole('link', { name: 'Fagsystem' }).click();
    await page.getByText(t('scopeMark.reading')).waitFor();
    await page.locator('#client-scopes-change').click();
    await page.locator('#change-scope-new').fill('annen:tilgang');
    await page.locator('#change-scope-add').click();
    await page.locator('#change-name').fill('Fagsystemet');
    await page.locator('#change-scope-new').fill('halv');
    letCome();
    await page.locator('#client-change [data-access]').waitFor();
    const standing = async () => {
      await page.locator('#change-added').getByText('annen:tilgang').waitFor();
      assert.equal(await page.locator('#change-name').inputValue(), 'Fagsystemet');
    };
    await standing();
    assert.equal(await page.locator('#change-scope-new').inputValue(), 'halv');
    await page.locator('#change-scope-new').fill('');

    await portal.control({ failNext: { status: 403, path: `/api/v1/clients/${clientId}`, times: 1 } });
    await page.locator('#change-send').click();
    await page.locator('#change-answer .ds-alert').waitFor();
    await standing();
    await goTo(page, 'test-klienten');
    await page.goBack();
    await standing();
    await page.locator('#client-read').click();
    await standing();

    // Somebody else changes it between reading and sending.
    await changeAnswer(page, `/clients/${clientId}`, (client) => ({ ...client, description: 'Andres', scopes: ['altinn:instances.read', 'andres:scope'] }));
    await page.locator('#change-send').click();
    await page.getByText(t('change.conflict')).waitFor();
    assert.deepEqual(await writes(), []);
    await standing();
    await page.locator('#client-read').click();
    await page.locator('#change-description').getByText('Andres').or(page.locator('#client-scopes [data-scope="andres:scope"]')).first().waitFor();
    await standing();
    assert.deepEqual(await wordsOf(page.locator('#change-added li')), ['annen:tilgang']);
    await page.locator('#change-send').click();
    await page.getByText(t('change.done')).waitFor();
    const put = person.requests.findLast(({ method }) => method === 'PUT');
    const { client_name: name, description, scopes } = JSON.parse(put?.body ?? '{}');
    assert.deepEqual({ name, description, scopes },
      { name: 'Fagsystemet', description: 'Andres', scopes: ['altinn:instances.read', 'andres:scope', 'annen:tilgang'] });
    await person.context.close();
  });

  test('a new client has the same suggestions and marks, but not for a customer', async () => {
    const person = await sit();
    const { page } = person;
    await signIn(person, await makeAdministrator(portal));
    await page.locator('#client-new').click();
    await page.locator('#scope-known option[value="ovelse:open.read"]').waitFor({ state: 'attached' });
    await page.locator('#scope-new').fill('annen:tilgang');
    await page.locator('#scope-add').click();
    await page.locator('[data-access="missing"]').getByText(MISSING, { exact: true }).waitFor();
    await page.locator('#new-whose-customer').check();
    await page.locator('[data-access]').waitFor({ state: 'detached' });
    await page.locator('#new-whose-own').check();
    await page.locator('[data-access]').waitFor();
    // In the guide nothing is known of access.
    await goToAddress(page, '#veiviser/5');
    await page.locator('[id="scope-remove-annen:tilgang"]').waitFor();
    assert.equal(await page.locator('[data-access]').count(), 0);
    await person.context.close();
  });
});

describe('what two lists say', () => {
  const open = [{ name: 'a:open', allowed_integration_types: ['maskinporten'] }, { name: 'a:all', allowed_integration_types: [] }];
  const granted = [
    { scope: 'a:given', state: 'APPROVED', consumer_orgno: '1' },
    { scope: 'a:asked', state: 'DENIED', consumer_orgno: '1', last_updated: '2025-01-01' },
    { scope: 'a:asked', state: 'REQUESTED', consumer_orgno: '1', created: '2026-01-01' },
  ];
  const client = { type: 'maskinporten', orgno: null };
  const kind = (/** @type {any} */ lists, /** @type {string} */ scope, who = client) => standingOf(lists, scope, who).kind;

  test('absence is a claim only when both are known', () => {
    for (const scope of ['a:none', 'a:asked']) {
      assert.equal(kind({ granted, open: null }, scope), 'unknown');
      assert.equal(kind({ granted: null, open }, scope), 'unknown');
      assert.equal(kind({ granted, open }, scope), 'missing');
    }
    for (const scope of ['a:given', 'a:open', 'a:all']) assert.equal(kind({ granted, open }, scope), 'given', scope);
    assert.equal(kind({ granted, open: null }, 'a:given'), 'given');
  });

  test('the newest answer counts, and the type of the client', () => {
    assert.deepEqual(standingOf({ granted, open }, 'a:asked', client), { kind: 'missing', state: 'REQUESTED', otherTypes: [] });
    assert.deepEqual(standingOf({ granted, open }, 'a:open', { type: 'krr', orgno: null }), { kind: 'missing', state: null, otherTypes: ['maskinporten'] });
  });

  test('another organisation is not ours', () => {
    assert.equal(kind({ granted, open }, 'a:given', { ...client, orgno: /** @type {any} */ ('2') }), 'elsewhere');
    assert.equal(kind({ granted, open }, 'a:given', { ...client, orgno: /** @type {any} */ ('1') }), 'given');
    assert.equal(kind({ granted, open }, 'a:none', { ...client, orgno: /** @type {any} */ ('1') }), 'missing');
  });
});

test('a change is moved to what was read since', () => {
  const change = new ClientChange({ client_name: 'A', description: null, scopes: ['a', 'b', 'c'] });
  change.setScopes(['c', 'd', 'e']);
  change.keep('b');
  assert.deepEqual(change.now.scopes, ['b', 'c', 'd', 'e']);
  change.now.client_name = 'Ny';
  change.moveTo({ client_name: 'B', description: 'x', scopes: ['f', 'a', 'c', 'd'] });
  assert.deepEqual(change.now, { client_name: 'Ny', description: 'x', scopes: ['f', 'c', 'd', 'e'] });
  assert.deepEqual([change.added, change.removed, change.rewritten], [['e'], ['a'], ['client_name']]);
});

/** @param {string} [at] */
async function sit(at = 'klienter') {
  await portal.control({ reset: true, keyDelaySeconds: 0 });
  return sitDown(browser, `${portal.url}#${at}`);
}

/** Paths, in their order. */
async function scopeRequests() {
  const { requests } = await portal.log();
  return requests.map((/** @type {any} */ one) => one.path.split('?')[0]).filter((/** @type {string} */ path) => path.includes('/scopes/'));
}

/** What changed something. */
async function writes() {
  const { requests } = await portal.log();
  return requests.filter((/** @type {any} */ one) => one.path.startsWith('/api/') && !['GET', 'OPTIONS'].includes(one.method))
    .map((/** @type {any} */ one) => `${one.method} ${one.path}`);
}

/** @param {Page} page */
function marked(page) {
  return page.locator('#client-scopes [data-scope]:has([data-access="missing"])')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-scope')));
}

/** What the API answers to a GET, made another. @param {Page} page @param {string} path  its end @param {(answer: any) => any} change */
function changeAnswer(page, path, change) {
  return page.route((url) => url.pathname.endsWith(path), async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const response = await route.fetch();
    await route.fulfill({ response, json: change(await response.json()) });
  });
}

/** Runs the command in a real shell and pastes back what it printed. @param {Page} page */
async function carry(page) {
  const command = await page.locator('#errand-command code').textContent();
  const { stdout } = await promisify(execFile)('bash', ['-c', command ?? '']);
  await page.locator('#errand-answer').fill(stdout);
  await page.locator('#errand-read').click();
}
