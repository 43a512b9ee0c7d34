/**
 * The bookmarklet, as it is finished (dist/bookmarklet), on builds of the practice portal's forms that are not ours
 * to change: it fills in, and stops what is private. The script is run by evaluation, under the page's own policy;
 * what that does not show of bookmarks: docs/bookmarklet.md.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { buildReact } from '../practice-portal/react/build.mjs';
import { bookmarkletAddress, bookmarkletCode, Walker, walkThePortal, words } from './bookmarklet-walk.mjs';
import { startDigdir } from './digdir.mjs';
import { DIST, launch, launchShell, startPortal } from './harness.mjs';
import { readEnvelope } from '../../www/shared/envelope.js';
import { newPrivateJwk } from './key-material.mjs';
import { whereItCan } from '../engines/cannot.mjs';
import { texts } from './texts.mjs';
import { pasteIntoVault, setClipboard, sitDown } from './person.mjs';
import { PRIVATE_FORMS, PUBLIC_FORMS, PUBLIC_JWK, PUBLIC_PEM } from './private-forms.mjs';

const BUILDS = /** @type {const} */ (['plain', 'react', 'relabelled', 'strict']);
const say = words('nb');

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('./harness.mjs').Portal} */
let portal;
before(async () => {
  const react = path.join(DIST, 'practice-portal/react.js');
  await buildReact(react);
  [browser, portal] = await Promise.all([launchShell(), startPortal(['--quiet', '--react', react])]);
});
after(async () => { await browser?.close(); await portal?.stop(); });

/** A tab of Chromium. */
async function openTab() {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, locale: 'nb-NO', permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  /** @type {string[]} */
  const requests = [];
  context.on('request', (request) => requests.push(request.url()));
  /** @type {import('./bookmarklet-walk.mjs').Tab} */
  const tab = {
    goTo: (address) => page.goto(address),
    evaluate: (code) => page.evaluate(code),
    clickAt: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    setClipboard: (text) => setClipboard(page, text),
    paste: () => page.keyboard.press('Control+V'),
    navigated: () => page.waitForEvent('load'),
  };
  return { context, page, tab, requests };
}

/** @param {string} name */
function formOf(name) {
  return PRIVATE_FORMS.find((form) => form.name === name)?.text ?? '';
}

/** A public JWK that the portal takes. */
function newPublicJwk() {
  const { kty, n, e } = newPrivateJwk('rsa', { modulusLength: 2048 });
  return { kty, alg: 'RS256', use: 'sig', kid: `panel-${n.slice(0, 8).replace(/\W/g, 'x')}`, e, n };
}

describe('the seven steps with the panel', () => {
  for (const build of BUILDS) {
    test(build, async () => {
      await portal.control({ reset: true, build });
      const { context, tab, requests } = await openTab();
      await walkThePortal(tab, {
        portal: portal.url,
        build,
        publicKey: newPublicJwk(),
        quiet: async (work) => {
          const before = [requests.length, (await portal.log()).requests.length];
          await work();
          assert.deepEqual([requests.length, (await portal.log()).requests.length], before, 'a request was made');
        },
      });
      assert.equal((await portal.log()).privateMaterial, 0);
      await context.close();
    });
  }
});

/** On the page with the portal's field for the key, the panel open. @param {typeof BUILDS[number]} build */
async function atKeyField(build) {
  await portal.control({ reset: true, build });
  const opened = await openTab();
  const walker = new Walker(opened.tab);
  const { client_id: id } = await portal.makeClient({ name: 'Vaktprøve', organisation: '312770016' });
  await opened.tab.goTo(`${portal.url}portal/`);
  await walker.onPortal('Med organisasjonsnummer');
  await opened.tab.goTo(`${portal.url}portal/clients/${id}/keys/add`);
  await walker.bookmark();
  const label = build === 'relabelled' ? 'JWK or PEM format:' : 'JWK eller PEM format';
  const field = opened.page.getByLabel(label, { exact: true });
  return { ...opened, walker, field, label };
}

/** Whole, in the window, and nothing before its middle. @param {import('playwright-core').Locator} locator */
async function assertSeen(locator) {
  const [seen, box] = await locator.evaluate((it) => {
    const { x, y, width, height, right, bottom } = it.getBoundingClientRect();
    const there = /** @type {ShadowRoot} */ (it.getRootNode()).elementFromPoint(x + width / 2, y + height / 2);
    return [x >= 0 && y >= 0 && right <= innerWidth && bottom <= innerHeight && it === there, { x, y, right, bottom, there: there?.outerHTML }];
  });
  assert.ok(seen, `${locator}: ${JSON.stringify(box)}`);
}

describe('the guard', () => {
  for (const build of /** @type {const} */ (['plain', 'react'])) {
    test(`${build}: stops every private form that is pasted, and offers the public part where it can be had`, async () => {
      const { context, page, tab, walker, field } = await atKeyField(build);
      // Nobody on the page hears of it, not even that it was pasted.
      await page.evaluate(() => {
        const heard = /** @type {any} */ (window).heard = [];
        for (const type of ['paste', 'beforeinput', 'input'])
          document.addEventListener(type, (event) => { heard.push([type, /** @type {any} */ (event.target).value]); }, true);
      });
      const heard = () => page.evaluate(() => /** @type {any} */ (window).heard.splice(0));
      // One by one in one build; in the other, what hangs on React.
      for (const { name, text, offers } of build === 'plain' ? PRIVATE_FORMS : PRIVATE_FORMS.filter((_, index) => index % 5 === 0)) {
        await tab.setClipboard(text);
        await field.focus();
        await tab.paste();
        await walker.panelSays(say('stopped'));
        assert.equal(await field.inputValue(), '', name);
        assert.deepEqual(await heard(), [], name);
        if (offers === 'make') {
          assert.ok((await walker.panelText()).includes(say('makeIt')), name);
        } else {
          await walker.inPanel(say('insert'));
          const given = await field.inputValue();
          if (offers === 'pem') assert.equal(given, PUBLIC_PEM, name);
          else if (offers === 'jwk') assert.deepEqual(JSON.parse(given), PUBLIC_JWK, name);
          else assert.deepEqual(Object.keys(JSON.parse(given)).sort(), ['alg', 'crv', 'kid', 'kty', 'x', 'y'], name);
          await field.fill('');
          assert.notDeepEqual(await heard(), []);
        }
        if (offers === 'make') await walker.inPanel(say('understood'));
        assert.ok(!(await walker.panelText()).includes(say('stopped')), name);
      }
      // Into the panel's own field just as little.
      const own = page.getByLabel(say('paste'));
      await tab.setClipboard(formOf('JWK'));
      await own.focus();
      await tab.paste();
      await walker.panelSays(say('stopped'));
      assert.equal(await own.inputValue(), '');
      await walker.inPanel(say('understood'));
      // And from the clipboard, by its button.
      await walker.inPanel(say('fetch'));
      await walker.panelSays(say('stopped'));
      await context.close();
    });
  }

  test('lets what is public pass', async () => {
    const { context, tab, walker, field } = await atKeyField('plain');
    for (const [name, text] of PUBLIC_FORMS) {
      await tab.setClipboard(text);
      await field.fill('');
      await field.focus();
      await tab.paste();
      assert.equal(await field.inputValue(), text, name);
      assert.ok(!(await walker.panelText()).includes(say('stopped')), name);
    }
    await context.close();
  });

  for (const build of /** @type {const} */ (['plain', 'react'])) {
    test(`${build}: takes out what is typed, and puts back what stood there`, async () => {
      const { context, tab, walker, field } = await atKeyField(build);
      const forms = build === 'react' ? ['JWK of an elliptic curve']
        : ['base64 of a JWK of an elliptic curve', 'PKCS#8 PEM of Ed25519', 'DER of an elliptic curve in base64'];
      const typed = PRIVATE_FORMS.filter(({ name }) => forms.includes(name));
      assert.equal(typed.length, forms.length);
      for (const { name, text } of typed) {
        await field.fill('det som stod her ');
        await field.blur();
        await field.focus();
        await tab.press('End');
        // It is recognised at some letter; what follows does not get in either.
        await tab.type(text);
        await walker.panelSays(say('stopped'));
        assert.equal(await field.inputValue(), 'det som stod her ', name);
        await walker.inPanel(say('understood'));
      }
      // What the page knows is what is seen: React is told too.
      await walker.onPortal('Lagre');
      assert.match(await walker.portalText(), /hverken en JWK eller en PEM/);
      assert.equal((await portal.log()).privateMaterial, 0);
      await context.close();
    });
  }

  test('stops what is dropped, files too, and what a script puts in', async () => {
    const { context, page, walker, field } = await atKeyField('react');
    const drop = (/** @type {{text?: string, file?: string, as?: string}} */ what) => field.evaluate((target, { text, file, as }) => {
      const data = new DataTransfer();
      if (text) data.setData('text/plain', text);
      if (file) data.items.add(new File([file], 'nøkkel.pem'));
      const kind = { bubbles: true, composed: true, cancelable: true };
      return target.dispatchEvent(as === 'paste'
        ? new ClipboardEvent('paste', { clipboardData: data, ...kind }) : new DragEvent('drop', { dataTransfer: data, ...kind }));
    }, what);
    const went = await drop({ text: formOf('PKCS#8 PEM') });
    assert.equal(went, false, 'the drop was not stopped');
    await walker.panelSays(say('stopped'));
    await walker.inPanel(say('insert'));
    assert.equal(await field.inputValue(), PUBLIC_PEM);
    assert.equal(await drop({ text: PUBLIC_PEM }), true);
    assert.equal(await drop({ file: PUBLIC_PEM }), false, 'a file was not stopped');
    await walker.inPanel(say('understood'));
    // As a spreadsheet copies cells: their text, and a picture of them.
    assert.equal(await drop({ text: PUBLIC_PEM, file: 'picture', as: 'paste' }), true, 'a text was stopped for its picture');
    assert.equal(await drop({ text: PUBLIC_PEM, file: 'picture' }), false, 'a dropped file was not stopped');
    await walker.panelSays(say('file'));
    await walker.inPanel(say('understood'));
    // insertText makes an input event, and no paste.
    await field.fill('');
    await field.focus();
    await page.keyboard.insertText(formOf('JWK'));
    await walker.panelSays(say('stopped'));
    assert.equal(await field.inputValue(), '');
    await walker.inPanel(say('insert'));
    assert.deepEqual(JSON.parse(await field.inputValue()), PUBLIC_JWK);
    await context.close();
  });

  test('takes it out of what is edited without a field, and leaves alone what is none', whereItCan('takes it out of what is edited without a field, and leaves alone what is none'), async () => {
    const { context, page, walker } = await atKeyField('plain');
    /** @type {Error[]} */
    const errors = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.evaluate(() => {
      const [note, edited] = [document.createElement('p'), document.createElement('div')];
      note.id = 'note';
      note.textContent = 'Lim aldri inn noe som begynner slik: -----BEGIN PRIVATE KEY-----';
      edited.id = 'edited';
      edited.contentEditable = 'true';
      document.querySelector('main')?.append(note, edited);
      note.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await walker.panelSays(say('stopped'));
    assert.match(await page.locator('#note').innerText(), /Lim aldri/);
    await walker.inPanel(say('understood'));
    await page.locator('#edited').focus();
    await page.keyboard.insertText(formOf('PKCS#8 PEM'));
    await walker.panelSays(say('stopped'));
    assert.equal(await page.locator('#edited').innerText(), '');
    await walker.inPanel(say('insert'));
    assert.equal((await page.locator('#edited').textContent())?.trim(), PUBLIC_PEM.trim());
    assert.deepEqual(errors, [], 'it hears itself');
    await context.close();
  });

  test('what stood in a field before the panel came is taken out too', async () => {
    const { context, page, tab, walker, field } = await atKeyField('plain');
    await tab.press('Escape');
    // Edited, whatever the attribute says of how.
    const how = ['', 'true', 'plaintext-only'];
    await page.evaluate(([text, ...values]) => {
      for (const value of values) {
        const edited = document.createElement('div');
        edited.setAttribute('contenteditable', value);
        edited.textContent = text;
        document.querySelector('main')?.append(edited);
      }
    }, [formOf('PKCS#8 PEM'), ...how]);
    await tab.setClipboard(formOf('JWK'));
    await field.focus();
    await tab.paste();
    assert.equal(await field.inputValue(), formOf('JWK'), 'without the panel nothing is stopped');
    await walker.bookmark();
    await walker.panelSays(say('stopped'));
    assert.equal(await field.inputValue(), '');
    assert.deepEqual(await page.locator('[contenteditable]').allTextContents(), how.map(() => ''));
    await context.close();
  });
});

describe('the panel', () => {
  test('shows what it stopped first and alone, in a small window too', async () => {
    const { context, page, tab, walker, field } = await atKeyField('plain');
    await page.setViewportSize({ width: 1366, height: 650 });
    const name = 'Fagsystem for oppmåling og byggesak i Testkommunen';
    await tab.setClipboard(JSON.stringify({
      nokkelsmie: 1, environment: 'practice', name, description: 'x', scopes: ['a:b'], publicKey: PUBLIC_JWK,
    }));
    await walker.inPanel(say('fetch'));
    await walker.panelSays(say('taken', name));
    await walker.inPanel(say('fill'));
    await walker.panelSays(say('filled', 'JWK eller PEM format'));
    await assertSeen(page.locator('nokkelsmie-panel').getByText(say('filled', 'JWK eller PEM format').trim()));
    await tab.setClipboard(formOf('JWK'));
    await field.focus();
    const scrolled = await page.evaluate(() => window.scrollY);
    await tab.paste();
    await walker.panelSays(say('stopped'));
    for (const button of ['insert', 'understood', 'close']) await assertSeen(page.getByRole('button', { name: say(button), exact: true }));
    assert.equal(await page.getByRole('button', { name: say('fetch') }).isVisible(), false);
    assert.equal(await page.evaluate(() => window.scrollY), scrolled, 'the page was moved');
    await walker.inPanel(say('understood'));
    await assertSeen(page.getByRole('button', { name: say('fetch') }));
    assert.equal(await field.evaluate((it) => it === document.activeElement), true, 'the focus is back where it was');
    await context.close();
  });

  test('the second click of a double one presses nothing that came under the pointer', async () => {
    const { context, page, field } = await atKeyField('plain');
    const envelope = { nokkelsmie: 1, environment: 'practice', name: 'x', description: 'y', scopes: ['a:b'], publicKey: PUBLIC_JWK };
    // Both clicks in the page, so that no slow machine makes two of one.
    const [pressed, copied, elsewhere] = await page.evaluate(async ([text, fetch]) => {
      /** @type {string[]} */
      const written = [];
      Object.assign(navigator.clipboard, {
        readText: async () => text,
        writeText: async (/** @type {string} */ it) => { written.push(it); },
      });
      const root = /** @type {ShadowRoot} */ (document.querySelector('nokkelsmie-panel')?.shadowRoot);
      const first = [...root.querySelectorAll('button')].find((it) => it.textContent === fetch);
      const { x, y, width, height } = /** @type {HTMLElement} */ (first).getBoundingClientRect();
      const press = (/** @type {any} */ at, by = 0) => at.dispatchEvent(new MouseEvent('click', {
        bubbles: true, composed: true, detail: 1, clientX: x + width / 2 + by, clientY: y + height / 2,
      }));
      press(first);
      while (root.querySelectorAll('button').length < 5) await null;
      const second = root.elementFromPoint(x + width / 2, y + height / 2);
      press(second, 2);
      const copied = [...written];
      press(second, 20);
      return [second?.textContent ?? '', copied, written];
    }, [JSON.stringify(envelope), say('fetch')]);
    assert.ok(pressed.startsWith(say('copy', '').trim()), `a button that copies came there: ${pressed}`);
    assert.deepEqual(copied, [], 'it was pressed');
    assert.equal(elsewhere.length, 1, 'what is no double click is not held back');
    assert.equal(await field.inputValue(), '');
    await context.close();
  });

  test('takes what was copied for it, where it is pasted into the portal by mistake', async () => {
    for (const build of /** @type {const} */ (['plain', 'react'])) {
      const { context, tab, walker, field } = await atKeyField(build);
      await tab.setClipboard(JSON.stringify({ nokkelsmie: 1, environment: 'practice', name: 'Fagsystem', description: '', scopes: [], publicKey: PUBLIC_PEM }));
      await field.focus();
      await tab.paste();
      await walker.panelSays(say('taken', 'Fagsystem'));
      assert.equal(await field.inputValue(), '');
      await walker.inPanel(say('fill'));
      await walker.panelSays(say('filled', 'JWK eller PEM format'));
      assert.equal(await field.inputValue(), PUBLIC_PEM);
      await context.close();
    }
  });

  test('is at most 12 KiB as a browser keeps it, and names no network, no store and no address', () => {
    for (const locale of ['nb', 'nn', 'en']) {
      const address = bookmarkletAddress(locale);
      assert.equal(new URL(address).href, address, 'a browser keeps it as it is');
      assert.ok(Buffer.byteLength(address) <= 12 * 1024, `${address.length} octets`);
      const code = bookmarkletCode(locale);
      assert.doesNotMatch(code, /\b(fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource|Worker|RTC\w+|import|eval|Function)\b/);
      assert.doesNotMatch(code, /localStorage|sessionStorage|indexedDB|caches|cookie|innerHTML|\.submit|requestSubmit|\.src\b|href/);
      assert.doesNotMatch(code, /:\/\/|www\./);
      assert.deepEqual(code.match(/[\w.]+\.no\b/g), ['sjolvbetjening.samarbeid.digdir.no', 'sjolvbetjening.test.samarbeid.digdir.no']);
    }
  });

  test('leaves nothing behind when it is closed, by button or Escape', async () => {
    for (const build of /** @type {const} */ (['plain', 'strict'])) {
      const { context, page, tab, walker, field } = await atKeyField(build);
      await tab.press('Escape');
      const state = () => page.evaluate(() => ({
        globals: Object.getOwnPropertyNames(window).sort(), dom: document.documentElement.outerHTML,
        sheets: document.adoptedStyleSheets.length,
      }));
      await page.reload();
      await field.focus();
      const before = await state();
      await walker.bookmark();
      assert.notDeepEqual((await state()).dom, before.dom);
      await tab.setClipboard(JSON.stringify({ nokkelsmie: 1, environment: 'practice', name: 'x', description: '', scopes: [], publicKey: null }));
      await walker.inPanel(say('fetch'));
      await walker.panelSays(say('taken', 'x'));
      await (build === 'plain' ? walker.inPanel(say('close')) : tab.press('Escape'));
      assert.deepEqual(await state(), before);
      assert.equal(await field.evaluate((it) => it === document.activeElement), true, 'the focus is back where it was');
      // No listener is left: what was stopped is not stopped now. And a second time nothing is in the way.
      await tab.setClipboard(formOf('JWK'));
      await tab.paste();
      assert.equal(await field.inputValue(), formOf('JWK'));
      await field.fill('');
      await walker.bookmark();
      await walker.panelSays(say('step.key'));
      await context.close();
    }
  });

  test('ticks nothing for a scope without a name', async () => {
    const { context, page, tab, walker } = await atKeyField('plain');
    await page.evaluate(() => {
      const box = Object.assign(document.createElement('input'), { type: 'checkbox', id: 'nameless' });
      document.querySelector('main')?.append(box);
    });
    await tab.setClipboard(JSON.stringify({ nokkelsmie: 1, environment: 'practice', name: '', description: '', scopes: [''], publicKey: PUBLIC_PEM }));
    await walker.inPanel(say('fetch'));
    await walker.panelSays(say('taken', '–'));
    await walker.inPanel(say('fill'));
    await walker.panelSays(say('filled', 'JWK eller PEM format'));
    assert.equal(await page.locator('#nameless').isChecked(), false);
    await context.close();
  });

  test('a second click finds the panel that is open', async () => {
    const { context, page, walker, field } = await atKeyField('plain');
    await field.focus();
    await walker.bookmark();
    assert.equal(await page.locator('nokkelsmie-panel').count(), 1);
    assert.equal(await page.evaluate(() => document.activeElement?.localName), 'nokkelsmie-panel');
    await context.close();
  });

  test('has a name and roles, and is worked by the keyboard alone', async () => {
    const { context, page, tab, walker, field } = await atKeyField('strict');
    await page.getByRole('complementary', { name: say('name') }).waitFor();
    assert.equal(await page.getByRole('complementary').getByRole('status').count() > 0, true);
    await tab.setClipboard(JSON.stringify({ nokkelsmie: 1, environment: 'practice', name: '', description: '', scopes: [], publicKey: PUBLIC_PEM }));
    const tabTo = async (/** @type {string} */ name) => {
      const button = page.getByRole('button', { name, exact: true });
      for (let times = 0; times < 9; times++) {
        await tab.press('Tab');
        if (await button.evaluate((it) => it === /** @type {ShadowRoot} */ (it.getRootNode()).activeElement)) return;
      }
      assert.fail(`no way to ${name} by Tab`);
    };
    await tabTo(say('fetch'));
    await tab.press('Enter');
    await walker.panelSays(say('taken', '–'));
    await tabTo(say('fill'));
    await tab.press('Enter');
    await walker.panelSays(say('filled', 'JWK eller PEM format'));
    assert.equal(await field.inputValue(), PUBLIC_PEM);
    await context.close();
  });

  test('follows the page, tells what did not stay, and gives by copying what has no field', async () => {
    const { context, page, tab, walker, field } = await atKeyField('plain');
    await tab.setClipboard(JSON.stringify({ nokkelsmie: 1, environment: 'practice', name: 'Navnet', description: '', scopes: ['a:b'], publicKey: PUBLIC_JWK }));
    await walker.inPanel(say('fetch'));
    await field.evaluate((it) => it.addEventListener('change', () => { /** @type {HTMLTextAreaElement} */ (it).value = 'noe annet'; }));
    await walker.inPanel(say('fill'));
    await walker.panelSays(say('notKept', 'JWK eller PEM format'));
    await page.evaluate(() => { document.querySelector('main')?.replaceChildren(document.createElement('h1')); });
    await walker.panelSays(say('step.unknown'));
    assert.ok(!(await walker.panelText()).includes(say('fill')), 'there is nothing to fill in');
    await walker.inPanel(say('copy', 'Visningsnavn'));
    await walker.panelSays(say('copied'));
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'Navnet');
    await walker.inPanel(say('copy', say('publicKey')));
    // That it was copied, the panel said of the name already.
    await page.waitForFunction(async () => await navigator.clipboard.readText() !== 'Navnet');
    assert.deepEqual(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), PUBLIC_JWK);
    // In a dialog that makes the rest of the page inert, it is still there to be used.
    await page.evaluate(() => {
      const dialog = document.body.appendChild(document.createElement('dialog'));
      dialog.append(document.createElement('h2'));
      dialog.showModal();
    });
    await page.locator('dialog > nokkelsmie-panel').waitFor({ state: 'attached' });
    await walker.inPanel(say('copy', 'Visningsnavn'));
    await walker.panelSays(say('copied'));
    await page.evaluate(() => document.querySelector('dialog')?.remove());
    await page.locator('html > nokkelsmie-panel').waitFor({ state: 'attached' });
    await context.close();
  });

  test('takes nothing but what Nøkkelsmie copies', async () => {
    const { context, tab, walker, field } = await atKeyField('plain');
    const envelope = { nokkelsmie: 1, environment: 'practice', name: 'x', description: '', scopes: [], publicKey: PUBLIC_JWK };
    for (const [text, answer] of [
      ['hei', 'notEnvelope'],
      [JSON.stringify(PUBLIC_JWK), 'notEnvelope'],
      [JSON.stringify({ ...envelope, note: 'x' }), 'refused'],
      [JSON.stringify({ ...envelope, environment: 'production' }), 'otherEnvironment'],
      [JSON.stringify({ ...envelope, publicKey: { ...PUBLIC_JWK, ext: 'x' } }), 'refused'],
      [JSON.stringify({ ...envelope, description: formOf('PKCS#8 PEM') }), 'stopped'],
      [JSON.stringify({ ...envelope, publicKey: JSON.parse(formOf('JWK')) }), 'stopped'],
    ]) {
      await tab.setClipboard(text);
      await walker.inPanel(say('fetch'));
      await walker.panelSays(say(answer));
      assert.ok(!(await walker.panelText()).includes(say('fill')));
    }
    assert.equal(await field.inputValue(), '');
    await context.close();
  });

  test('elsewhere it explains itself and does nothing; on Nøkkelsmie’s own page it says how to go on', async () => {
    const { context, page, tab } = await openTab();
    for (const [at, says] of [['LICENCES.txt', 'elsewhere'], ['', 'own']]) {
      await tab.goTo(portal.url + at);
      const walker = new Walker(tab);
      await page.evaluate(() => document.body.append(Object.assign(document.createElement('textarea'), { id: 'try' })));
      await walker.bookmark();
      await walker.panelSays(say(says));
      assert.equal(await page.locator('nokkelsmie-panel').getByRole('button').count(), 1, 'only a way to close it');
      assert.equal(await page.locator('nokkelsmie-panel').getByRole('textbox').count(), 0);
      if (says === 'elsewhere') {
        await page.evaluate((text) => navigator.clipboard.writeText(text), formOf('JWK'));
        await page.locator('#try').focus();
        await tab.paste();
        assert.equal(await page.locator('#try').inputValue(), formOf('JWK'));
      }
    }
    await context.close();
  });
});

test('the page: one copy for the panel, from the steps; the bookmark to drag, which a click explains', async () => {
  await portal.control({ reset: true, build: 'plain' });
  const person = await sitDown(browser, `${portal.url}#veiviser/5`);
  const { page, t, context } = person;
  const copied = async () => {
    await page.getByRole('button', { name: t('panel.copy') }).click();
    await page.getByRole('button', { name: t('copy.done') }).waitFor();
    return readEnvelope(await page.evaluate(() => navigator.clipboard.readText()));
  };
  await page.getByRole('textbox', { name: t('compose.name') }).fill('Fagsystem');
  await page.locator('#scope-new').fill('altinn:instances.read');
  await page.locator('#scope-add').click();
  assert.deepEqual(await copied(), { environment: 'practice', name: 'Fagsystem', description: '', scopes: ['altinn:instances.read'], publicKey: null });
  await page.evaluate(() => { location.hash = '#veiviser/6'; });
  await pasteIntoVault(person, JSON.stringify({ ...JSON.parse(formOf('JWK')), ext: true, key_ops: ['sign'] }));
  await page.getByRole('button', { name: t('panel.copy') }).waitFor();
  assert.deepEqual(/** @type {any} */ (await copied()).publicKey, PUBLIC_JWK);
  await page.getByText('PEM', { exact: true }).first().click();
  assert.equal(/** @type {any} */ (await copied()).publicKey, PUBLIC_PEM);
  await page.evaluate(() => { location.hash = '#veiviser/7'; });
  assert.equal(/** @type {any} */ (await copied()).publicKey, PUBLIC_PEM);

  await page.getByRole('link', { name: t('panel.what') }).click();
  for (const locale of /** @type {const} */ (['nb', 'nn', 'en'])) {
    await page.getByRole('radio', { name: { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' }[locale] }).check({ force: true });
    const link = page.getByRole('link', { name: texts(locale)('bookmark.name') });
    assert.equal(await link.getAttribute('href'), bookmarkletAddress(locale));
    await link.click();
    await page.getByRole('status').filter({ hasText: texts(locale)('bookmark.drag') }).waitFor();
    assert.equal(await page.locator('nokkelsmie-panel').count(), 0);
    await page.getByRole('button', { name: texts(locale)('bookmark.copy') }).click();
    await page.getByRole('button', { name: texts(locale)('copy.done') }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), bookmarkletAddress(locale));
  }
  await context.close();
});

test('Digdir’s hosts are known: production by colour and word', whereItCan('Digdir’s hosts are known: production by colour and word'), async () => {
  const digdir = await startDigdir();
  const [, trust] = digdir.args;
  const names = `MAP *.samarbeid.digdir.no:443 127.0.0.1:${digdir.port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`;
  const there = await launch({ args: [`--host-resolver-rules=${names}`, trust] });
  const context = await there.newContext({ locale: 'nb-NO' });
  const page = await context.newPage();
  for (const [host, word, color] of [
    ['sjolvbetjening.samarbeid.digdir.no', say('production'), 'rgb(163, 23, 31)'],
    ['sjolvbetjening.test.samarbeid.digdir.no', 'Test', 'rgba(0, 0, 0, 0)'],
  ]) {
    await page.goto(`https://${host}/`);
    await page.evaluate(() => document.querySelector('meta[name=nokkelsmie]')?.remove());
    await page.evaluate(`(() => { ${bookmarkletCode()} })()`);
    const head = page.locator('nokkelsmie-panel header');
    await head.waitFor();
    assert.ok((await head.innerText()).includes(word));
    assert.equal(await head.evaluate((it) => getComputedStyle(it).backgroundColor), color);
  }
  await there.close();
  await digdir.portal.stop();
});
