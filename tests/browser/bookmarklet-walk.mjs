/**
 * The bookmarklet on the practice portal's pages, as a person uses it. Nothing here knows a browser: what one must be
 * able to do is a `Tab`, so that the same walk is done in each engine.
 *
 * @typedef {object} Tab
 * @property {(address: string) => Promise<unknown>} goTo  and waits until it is loaded
 * @property {(code: string) => Promise<any>} evaluate
 *   an expression in the page; promises are waited for. What it gives is JSON
 * @property {(x: number, y: number) => Promise<unknown>} clickAt  in CSS pixels of the window, as a person's mouse does
 * @property {(text: string) => Promise<unknown>} type  key by key, where the focus is
 * @property {(key: string) => Promise<unknown>} press  one key: `Escape`, `Tab`, `Enter`
 * @property {(text: string) => Promise<unknown>} setClipboard
 * @property {() => Promise<unknown>} paste  by the keyboard, where the focus is
 * @property {() => Promise<unknown>} navigated  the page that a click led to is loaded; called before the click
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PORTAL_LABELS } from '../../www/shared/portal-labels.js';
import { DIST } from './harness.mjs';
import { table } from './texts.mjs';

/** How long something may take to be seen, in milliseconds. */
const PATIENCE = Number(process.env.NOKKELSMIE_PATIENCE ?? 10_000);

/** The finished script of a language, as the browser decodes it from the bookmark's address. */
export function bookmarkletCode(locale = 'nb') {
  return decodeURIComponent(bookmarkletAddress(locale).slice('javascript:'.length));
}

export function bookmarkletAddress(locale = 'nb') {
  return readFileSync(path.join(DIST, 'bookmarklet', `${locale}.txt`), 'utf8');
}

/** The panel's own words; names of the portal between « and ». */
export function words(locale = 'nb') {
  const texts = table('bookmarklet', locale);
  return (/** @type {string} */ key, /** @type {string} */ what = '') => {
    if (!(key in texts)) throw new Error(`no text ${key}`);
    return texts[key].replace(/\{(\w+)\}/g, (_, name) =>
      (name === 'what' ? what : `«${PORTAL_LABELS[name][locale === 'en' ? 'en' : 'nb']}»`));
  };
}

/** The names of things in a build of the portal (tests/practice-portal: OTHER_NAMES). */
export const NAMES = {
  plain: {
    create: 'Opprett klient', name: 'Visningsnavn', description: 'Beskrivelse', others: 'Andre scopes',
    keys: 'Nøkler', key: 'JWK eller PEM format', save: 'Lagre', submit: 'Send inn',
  },
  relabelled: {
    create: 'Ny integrasjon', name: 'Navn på integrasjonen *', description: 'Description', others: 'Utvalg',
    keys: 'Egne public nøkler', key: 'JWK or PEM format:', save: 'Save', submit: 'Submit',
  },
};

/** One person with the bookmark, on one tab. */
export class Walker {
  /** @param {Tab} tab @param {string} [locale]  of the bookmark */
  constructor(tab, locale = 'nb') {
    this.tab = tab;
    this.code = bookmarkletCode(locale);
    this.say = words(locale);
  }

  /** Clicks the bookmark, as far as a program can. */
  async bookmark() {
    await this.tab.evaluate(`(() => { ${this.code} })()`);
  }

  /** All that the panel says. @returns {Promise<string>} */
  panelText() {
    return this.tab.evaluate(`${PANEL}?.innerText ?? ''`);
  }

  /** @param {string} text */
  async panelSays(text) {
    await this.#until(`(${PANEL}?.textContent ?? '').includes(${JSON.stringify(text)})`, `the panel says: ${text}`);
  }

  /** A button of the panel, by its name. @param {string} name */
  async inPanel(name) {
    await this.#click(PANEL, name);
  }

  /** A button or link of the portal that leads to another page. @param {string} name */
  async onPortal(name) {
    const there = this.tab.navigated();
    await this.#click('document.querySelector("main")', name);
    await there;
  }

  /** Gives the focus to a field of the portal. @param {string} label */
  async focus(label) {
    await this.tab.evaluate(`${field(label)}.focus()`);
  }

  /** @param {string} label @returns {Promise<string>} */
  valueOf(label) {
    return this.tab.evaluate(`${field(label)}.value`);
  }

  /** @param {string} label @returns {Promise<boolean>} */
  isChecked(label) {
    return this.tab.evaluate(`${field(label)}.checked`);
  }

  /** @returns {Promise<string>} */
  portalText() {
    return this.tab.evaluate('document.querySelector("main").innerText');
  }

  /** @param {string} where @param {string} name */
  async #click(where, name) {
    const find = `[...${where}.querySelectorAll('button, a')].find((it) => it.textContent.trim() === ${JSON.stringify(name)} && it.getClientRects().length)`;
    await this.#until(`!!${find}`, `there is a button ${name}`);
    const { x, y } = await this.tab.evaluate(`(() => {
      const it = ${find};
      it.scrollIntoView({ block: 'center' });
      const { x, y, width, height } = it.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    })()`);
    await this.tab.clickAt(x, y);
  }

  /** @param {string} condition  an expression of the page @param {string} what */
  async #until(condition, what) {
    const came = await this.tab.evaluate(`new Promise((resolve) => {
      const end = Date.now() + ${PATIENCE};
      const look = () => (${condition}) ? resolve(true) : Date.now() > end ? resolve(false) : setTimeout(look, 20);
      look();
    })`);
    if (!came) throw new Error(`${what}; it says: ${await this.panelText()}`);
  }
}

const PANEL = 'document.querySelector("nokkelsmie-panel")?.shadowRoot.querySelector("aside")';

/** A field of the portal by the beginning of its label. @param {string} label */
function field(label) {
  return `[...document.querySelectorAll('main input, main textarea')].find((it) =>
    [...it.labels].some((one) => one.textContent.trim() === ${JSON.stringify(label)}))`;
}

/**
 * The seven steps of the guide, on one build of the portal, with the panel filling the fields.
 *
 * @param {Tab} tab
 * @param {{portal: string, build: string, publicKey: any, quiet: (work: () => Promise<void>) => Promise<void>}} options
 *   `quiet`: does something during which no request may be made
 */
export async function walkThePortal(tab, { portal, build, publicKey, quiet }) {
  const walker = new Walker(tab);
  const { say } = walker;
  const names = build === 'relabelled' ? NAMES.relabelled : NAMES.plain;
  const knowsOthers = build !== 'relabelled';
  const envelope = {
    nokkelsmie: 1, environment: 'practice', name: 'Æ Ø Å "panel"', description: 'Første linje\nandre linje',
    scopes: ['altinn:instances.read', 'altinn:finnes.ikke'], publicKey,
  };
  const text = JSON.stringify(envelope);
  const arrive = async (/** @type {string} */ step) => quiet(async () => {
    await walker.bookmark();
    await walker.panelSays(say(step));
  });

  await tab.goTo(`${portal}portal/`);
  await arrive('step.logIn');
  await walker.onPortal('Med organisasjonsnummer');
  await arrive('step.create');
  await walker.onPortal(names.create);
  await arrive('step.kind');
  await walker.onPortal('Maskinporten');

  await arrive('step.client');
  await quiet(async () => {
    await tab.setClipboard(text);
    await walker.inPanel(say('fetch'));
    await walker.panelSays(say('taken', envelope.name));
    await walker.inPanel(say('fill'));
    await walker.panelSays(say('filled', ['Visningsnavn', 'Beskrivelse', 'Scopes'].join(', ')));
  });
  assert.equal(await walker.valueOf(names.name), envelope.name);
  assert.equal(await walker.valueOf(names.description), envelope.description);
  assert.equal(await walker.valueOf(names.others), knowsOthers ? 'altinn:finnes.ikke' : '');
  assert.equal(await walker.isChecked('altinn:instances.read'), true);
  assert.equal(await walker.isChecked('altinn:instances.write'), false);
  await walker.onPortal('Opprett');

  await arrive('step.sections');
  const shown = await walker.portalText();
  for (const expected of [envelope.name, 'andre linje', 'altinn:instances.read']) assert.ok(shown.includes(expected), shown);
  assert.equal(shown.includes('altinn:finnes.ikke'), knowsOthers);

  await walker.onPortal(names.keys);
  await arrive('step.addKey');
  await walker.onPortal('Legg til');
  await arrive('step.key');
  await quiet(async () => {
    await walker.inPanel(say('fetch'));
    await walker.inPanel(say('fill'));
    await walker.panelSays(say('filled', 'JWK eller PEM format'));
  });
  assert.deepEqual(JSON.parse(await walker.valueOf(names.key)), publicKey);
  await walker.onPortal(names.save);
  assert.match(await walker.portalText(), new RegExp(`Nøkkelen er lagret, med kid\\s+${publicKey.kid}`));

  await walker.onPortal('Scopes');
  await arrive('step.addScopes');
  await walker.onPortal('Legg til');
  await arrive('step.scopes');
  await quiet(async () => {
    // By hand, where the clipboard cannot be read: the panel's own field.
    await tab.evaluate(`${PANEL}.querySelector('textarea').focus()`);
    await tab.setClipboard(JSON.stringify({ ...envelope, scopes: ['altinn:instances.write', 'altinn:finnes.heller.ikke'] }));
    await tab.paste();
    await walker.panelSays(say('taken', envelope.name));
    await walker.inPanel(say('fill'));
    await walker.panelSays(say('filled', 'Scopes'));
    await walker.panelSays(say('copy', 'Scopes'));
  });
  await walker.onPortal(names.submit);
  const scopes = await walker.portalText();
  assert.ok(scopes.includes('altinn:instances.write'));
  assert.equal(scopes.includes('altinn:finnes.heller.ikke'), knowsOthers);
}
