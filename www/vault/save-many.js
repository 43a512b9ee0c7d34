import { el, fill, refill } from '../shared/dom.js';
import { namelessName } from '../shared/key-names.js';
import { CallError } from '../shared/messenger.js';
import { seen } from '../shared/seen.js';
import { saveFile } from './carry.js';
import { bringIntoSight } from './in-sight.js';
import { NewPassword } from './new-password.js';
import { packKeys } from './pack-keys.js';

/** Forms that a password locks; there are no others here. */
const FORMATS = ['encrypted-pem', 'pkcs12'];

/**
 * Saves many private keys at once: offered when more than one is not saved, and opened by the page for those
 * that it made.
 *
 * @typedef {import('./panel.js').KeyCard} KeyCard
 */
export class SaveMany {
  element = el('section', { class: 'many', 'data-color': 'brand2', hidden: true });
  #panel;
  #password;
  #format = FORMATS[0];
  /** @type {number[]|null} */
  #handles = null;
  /** What the page calls each. @type {string[]} */
  #names = [];
  /** While it works. @type {AbortController|null} */
  #work = null;
  #drawn = '';
  #body = el('div', { class: 'many-body' });
  #status = el('p', { class: 'ds-paragraph status', role: 'status', 'data-size': 'sm' });

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#password = new NewPassword(panel, 'many', (text) => this.#say(text));
    fill(this.element, this.#body, this.#status);
  }

  /** @param {unknown} [handles]  all that are not saved when left out @param {unknown} [names]  one for each */
  open(handles, names) {
    this.close();
    const asked = Array.isArray(handles) ? handles : this.#unsaved();
    const called = Array.isArray(names) ? names : [];
    const there = asked.map((handle, at) => ({ handle, name: String(called[at] ?? '') })).filter(({ handle }) =>
      this.#panel.cards.some((card) => card.handle === handle && isPrivate(card)));
    this.#handles = there.map(({ handle }) => handle);
    this.#names = there.map(({ name }) => name);
    this.draw();
    const title = document.getElementById('many-title');
    title?.scrollIntoView({ block: 'nearest' });
    title?.focus();
  }

  close() {
    this.#work?.abort();
    this.#handles = null;
    this.#password.forget();
    this.#say('');
    this.draw();
  }

  relabel() {
    this.#drawn = '';
    this.#say('');
    this.draw();
  }

  /** Only when it shows something else: a password may be half typed. */
  draw() {
    const chosen = this.#chosen();
    const unsaved = this.#unsaved();
    const shows = JSON.stringify([this.#handles, chosen.length, unsaved.length, this.#format, this.#work !== null]);
    if (shows === this.#drawn) return;
    this.#drawn = shows;
    this.element.hidden = this.#handles === null && unsaved.length < 2;
    if (this.#work) return;
    this.element.toggleAttribute('data-open', this.#handles !== null);
    if (this.#handles === null) this.element.removeAttribute('aria-labelledby');
    if (this.#handles) this.#drawForm(chosen);
    else refill(this.#body, this.#button('offer', 'secondary', 'vault.many.offer', () => this.open(), unsaved.length));
  }

  /** @param {KeyCard[]} cards */
  #drawForm(cards) {
    const { t } = this.#panel;
    const option = (/** @type {string} */ format) =>
      el('option', { value: format, selected: format === this.#format }, t(`vault.format.${format}`));
    const select = el('select', { class: 'ds-input', id: 'many-format' }, ...FORMATS.map(option));
    select.addEventListener('change', () => {
      this.#format = select.value;
      this.#password.formChosen();
      this.#say('');
      this.draw();
    });
    refill(this.#body,
      this.#title(cards.length),
      el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, t('vault.many.about')),
      this.#which(cards),
      el('div', { class: 'ds-field' }, el('label', { class: 'ds-label', for: select.id }, t('vault.card.format')), select),
      this.#password.draw(),
      el('div', { class: 'row' },
        cards.length > 0 && this.#button('save', 'primary', 'vault.many.save', () => this.#save(), cards.length),
        this.#button('close', 'tertiary', 'vault.many.close', () => this.close())));
  }

  /** @param {number} count */
  #title(count) {
    this.element.setAttribute('aria-labelledby', 'many-title');
    return el('h2', { class: 'ds-heading', 'data-size': '2xs', id: 'many-title', tabindex: '-1' },
      this.#panel.t('vault.many.title', { count }));
  }

  /** Their kids, written when somebody looks. @param {KeyCard[]} cards */
  #which(cards) {
    const { t } = this.#panel;
    const list = el('ul');
    const details = el('details', {}, el('summary', {}, t('vault.many.which')), list);
    details.addEventListener('toggle', () => fill(list, ...cards.map((card) => {
      const name = this.#names[this.#handles?.indexOf(card.handle) ?? -1];
      const kid = card.kid === null ? namelessName(card, t('vault.card.noKid')) : seen(card.kid);
      return el('li', {}, name ? `${kid} (${seen(name)})` : kid);
    })), { once: true });
    return details;
  }

  async #save() {
    const cards = this.#chosen();
    const password = this.#password.take(this.#format === 'pkcs12');
    if (!password) return;
    const handles = cards.map(({ handle }) => handle);
    const names = handles.map((handle) => this.#names[this.#handles?.indexOf(handle) ?? -1]);
    const work = new AbortController();
    this.#work = work;
    const onProgress = this.#drawWork(cards.length, work);
    try {
      const order = { handles, names, format: this.#format, password };
      const { octets, packed } = await packKeys(this.#panel, order, onProgress, work.signal);
      if (work.signal.aborted) throw new CallError({ code: 'cancelled' });
      saveFile(octets, `nokkelsmie-${new Date().toISOString().slice(0, 10)}.private.zip`);
      this.#password.used();
      await this.#kept(packed);
      this.#say(this.#panel.t('vault.many.done', { count: packed.length }));
    } catch (error) {
      if (!work.signal.aborted) throw error;
      if (this.#handles) this.#say(this.#panel.t('vault.many.stopped'));
    } finally {
      this.#work = null;
      this.draw();
      document.getElementById('many-title')?.focus();
    }
  }

  /** One that got another kid meanwhile is not saved as it is now. @param {KeyCard[]} packed */
  async #kept(packed) {
    const now = new Map(this.#panel.cards.map((card) => [card.handle, card]));
    const same = packed.filter(({ handle, kid, algorithm }) =>
      now.get(handle)?.kid === kid && now.get(handle)?.algorithm === algorithm);
    await this.#panel.worker.request('markSaved', same.map(({ handle }) => handle));
    await this.#panel.refresh();
  }

  /** @param {number} count @param {AbortController} work @returns {(done: number) => void} */
  #drawWork(count, work) {
    const { t } = this.#panel;
    const bar = el('progress', { max: count, value: 0, 'aria-labelledby': 'many-progress' });
    const words = el('p', { class: 'ds-paragraph', 'data-size': 'sm', id: 'many-progress' });
    const onProgress = (/** @type {number} */ done) => {
      bar.value = done;
      words.textContent = t('vault.many.progress', { done, count });
    };
    onProgress(0);
    this.#say('');
    const stop = this.#button('stop', 'secondary', 'vault.many.stop', () => work.abort());
    const title = this.#title(count);
    fill(this.#body, title, words, bar, el('div', { class: 'row' }, stop));
    stop.focus({ preventScroll: true });
    // The form that stood here was taller: what is going on would be out of sight above.
    bringIntoSight(title);
    return onProgress;
  }

  /**
   * @param {string} name @param {string} variant @param {string} key @param {() => unknown} work
   * @param {number} [count]
   */
  #button(name, variant, key, work, count = 0) {
    return el('button', {
      class: 'ds-button', type: 'button', id: `many-${name}`, 'data-variant': variant,
      onclick: () => this.#panel.attempt(async () => work(), (text) => this.#say(text)),
    }, this.#panel.t(key, { count }));
  }

  /** Those that are still there. */
  #chosen() {
    const handles = new Set(this.#handles);
    return this.#panel.cards.filter((card) => handles.has(card.handle));
  }

  #unsaved() {
    return this.#panel.cards.filter((card) => isPrivate(card) && !card.saved).map(({ handle }) => handle);
  }

  /** @param {string} text */
  #say(text) {
    this.#status.textContent = text;
  }
}

/** @param {KeyCard} card */
function isPrivate(card) {
  return card.protectedFormats.length > 0;
}
