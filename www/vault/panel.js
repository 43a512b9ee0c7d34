import { el, fill } from '../shared/dom.js';
import { Intake } from './intake.js';
import { Journal } from './journal.js';
import { translator } from './language.js';
import { Shelf } from './shelf.js';

/**
 * The vault as people see it: what comes in (intake), the keys (shelf), what
 * was signed (journal), and the way to empty it.
 *
 * @typedef {import('../shared/messages.js').KeyCard} KeyCard
 * @typedef {import('../shared/i18n.js').Translate} Translate
 */
export class Panel extends EventTarget {
  /** @type {KeyCard[]} */
  cards = [];
  /** @type {Translate} */
  t = translator('nb');
  #root = /** @type {HTMLElement} */ (document.getElementById('panel'));
  #intake;
  #shelf;
  #journal;

  /** @param {import('../shared/messenger.js').Messenger} worker */
  constructor(worker) {
    super();
    this.worker = worker;
    this.#intake = new Intake(this);
    this.#shelf = new Shelf(this);
    this.#journal = new Journal(this);
    this.render();
  }

  /** @param {import('../shared/messages.js').Settings} settings */
  async settings({ locale, scheme, environment }) {
    document.documentElement.lang = locale;
    document.documentElement.dataset.colorScheme = scheme;
    this.t = translator(locale);
    await this.worker.request('setEnvironment', environment);
    await this.refresh();
  }

  /** After a change to a key: everybody hears of the new list. @template T @param {T} result @returns {Promise<T>} */
  async changed(result) {
    await this.refresh();
    return result;
  }

  async refresh() {
    this.cards = await this.worker.request('cards');
    this.render();
    this.dispatchEvent(new CustomEvent('keys'));
  }

  /** @param {{handle: number, environment: import('../shared/messages.js').Environment, request: import('../shared/messages.js').GrantRequest}} params */
  async sign(params) {
    const grant = await this.worker.request('sign', params);
    const entry = this.#journal.add(params, grant);
    this.dispatchEvent(new CustomEvent('signed', { detail: entry }));
    return grant;
  }

  /** @param {'paste'|'key'} what @param {number} [handle] */
  show(what, handle) {
    if (what === 'key' && handle !== undefined) this.#shelf.focus(handle);
    else this.#intake.focus();
  }

  /** Said by screen readers, and shown in the panel's own status line. @param {string} text */
  announce(text) {
    const announcer = /** @type {HTMLElement} */ (document.getElementById('announcer'));
    announcer.textContent = '';
    setTimeout(() => { announcer.textContent = text; }, 50);
  }

  render() {
    const { t } = this;
    document.title = t('vault.title');
    fill(
      this.#root,
      el('header', { class: 'vault-header' },
        el('div', { class: 'row spread' },
          el('h1', { class: 'ds-heading', 'data-size': 'sm' }, t('vault.title')),
          el('span', { class: 'ds-tag', 'data-color': 'brand2', 'data-variant': 'outline' }, t('vault.noNetwork'))),
        el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, t('vault.what'))),
      el('div', { class: 'vault-body' },
        this.#shelf.render(),
        this.#intake.render(),
        this.#journal.render(),
        this.cards.length > 0 && this.#clearButton()),
    );
  }

  /** Two clicks: the second one empties. */
  #clearButton() {
    const { t } = this;
    const button = el('button', { class: 'ds-button', type: 'button', 'data-variant': 'tertiary', 'data-color': 'danger' }, t('vault.clear'));
    let asked = false;
    button.addEventListener('click', async () => {
      if (!asked) {
        asked = true;
        const unsaved = this.cards.filter((card) => card.private && !card.saved).length;
        button.textContent = unsaved ? t('vault.clearUnsaved', { count: unsaved }) : t('vault.clearSure');
        button.dataset.variant = 'primary';
        return;
      }
      await this.worker.request('clear');
      this.#shelf.forget();
      await this.refresh();
      this.announce(t('vault.cleared'));
      this.#intake.focus();
    });
    return button;
  }
}
