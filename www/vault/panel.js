import { withChanges } from '../shared/changes.js';
import { el, fill, refill } from '../shared/dom.js';
import { LOCALES } from '../shared/i18n.js';
import { CallError } from '../shared/messenger.js';
import { HandOver } from './hand-over.js';
import { Intake } from './intake.js';
import { Journal } from './journal.js';
import { translator } from './language.js';
import { SaveMany } from './save-many.js';
import { Shelf } from './shelf.js';

/**
 * The vault as people see it: the keys (shelf), what comes in (intake), what
 * was signed (journal), and the way to empty it. Each part draws itself again
 * when it has changed, and only then.
 *
 * @typedef {import('../shared/messages.js').KeyCard} KeyCard
 * @typedef {import('../shared/i18n.js').Translate} Translate
 */
export class Panel extends EventTarget {
  /** @type {KeyCard[]} */
  cards = [];
  /** @type {Translate} */
  t = translator('nb');
  #header = el('header', { class: 'vault-header' });
  #status = el('p', { class: 'ds-paragraph status', role: 'status', 'data-size': 'sm' });
  #emptying = el('div');
  #body = el('div', { class: 'vault-body' });
  #stopped = false;
  #intake;
  #shelf;
  #many;
  #handOver;
  #journal;

  /** @param {import('../shared/messenger.js').Messenger} worker */
  constructor(worker) {
    super();
    this.worker = worker;
    this.#intake = new Intake(this);
    this.#shelf = new Shelf(this);
    this.#many = new SaveMany(this);
    this.#handOver = new HandOver(this);
    this.#journal = new Journal(this);
    const root = /** @type {HTMLElement} */ (document.getElementById('panel'));
    fill(root, this.#header, this.#body);
    fill(this.#body,
      this.#handOver.element, this.#many.element, this.#shelf.element, this.#intake.element, this.#status, this.#journal.element, this.#emptying);
    this.#relabel();
    // A piece of a key that is dragged to the page would not be known for one.
    document.addEventListener('dragstart', (event) => event.preventDefault());
  }

  /** @param {import('../shared/messages.js').Settings} settings */
  async settings({ locale, scheme, environment, announced }) {
    if (!LOCALES.includes(locale)) return;
    document.documentElement.lang = locale;
    document.documentElement.dataset.colorScheme = scheme;
    this.t = translator(locale);
    this.#relabel();
    if (this.#stopped) return;
    await this.worker.request('setEnvironment', { environment, announced });
    await this.refresh();
  }

  /** After a change to a key: everybody hears of it. @template T @param {T} result @returns {Promise<T>} */
  async changed(result) {
    await this.refresh();
    return result;
  }

  async refresh() {
    this.#take(await this.worker.request('changes'));
    this.#shelf.draw();
    this.#many.draw();
    this.#handOver.keysChanged();
    this.#drawEmptying();
  }

  /** @param {import('../shared/messages.js').Changes} changes */
  #take(changes) {
    this.cards = withChanges(this.cards, changes);
    this.dispatchEvent(new CustomEvent('keys', { detail: changes }));
  }

  /**
   * @param {{
   *   handle: number,
   *   environment: import('../shared/messages.js').Environment,
   *   request: import('../shared/messages.js').GrantRequest,
   * }} params
   */
  async sign(params) {
    const grant = await this.worker.request('sign', params);
    const entry = this.#journal.add(grant, this.cards.find(({ handle }) => handle === params.handle));
    this.dispatchEvent(new CustomEvent('signed', { detail: entry }));
    return grant;
  }

  /**
   * How a key is handed over, for the page. What is open here follows it.
   *
   * @param {number} handle @param {import('../shared/messages.js').HandOverOrder} order
   * @returns {Promise<import('../shared/messages.js').HandOverPlan>}
   */
  async planHandOver(handle, order) {
    const plan = await this.worker.request('planHandOver', { handle, order });
    this.#handOver.follow(handle, order, plan);
    return plan;
  }

  /** The page is told, for the record of the client. @param {import('../shared/messages.js').HandedOver} detail */
  handedOver(detail) {
    this.dispatchEvent(new CustomEvent('handedOver', { detail }));
  }

  /**
   * @param {'paste'|'key'|'export'|'hand-over'} what
   * @param {number} [handle]  of the key
   * @param {{handles?: number[], names?: string[], order?: import('../shared/messages.js').HandOverOrder}} [more]
   *   the keys to be saved, and what they are called; to whom a key is handed over
   */
  show(what, handle, { handles, names, order } = {}) {
    if (what === 'hand-over' && handle !== undefined && order) return this.#handOver.open(handle, order);
    if (what === 'key' && handle !== undefined) this.#shelf.focus(handle);
    else if (what === 'export') this.#many.open(handles, names);
    else this.#intake.focus();
  }

  /** The worker has stopped for good: its keys are lost, and nothing is offered that needs it. */
  stop() {
    this.#stopped = true;
    this.#intake.clear();
    this.#many.close();
    this.#handOver.close();
    this.#take({ changed: [], removed: this.cards.map(({ handle }) => handle) });
    this.#relabel();
  }

  /** Seen in the panel, and said by screen readers. @param {string} text */
  announce(text) {
    this.#status.textContent = text;
  }

  /**
   * What was clicked is done, or it is said that it was not.
   *
   * @param {() => Promise<unknown>} work
   * @param {(text: string) => void} [say]
   */
  async attempt(work, say = (text) => this.announce(text)) {
    try {
      await work();
    } catch (error) {
      say(this.t('vault.failed', { code: error instanceof CallError ? error.code : 'internal' }));
    }
  }

  /** Everything in the chosen language. */
  #relabel() {
    const { t } = this;
    document.title = t('vault.title');
    this.#status.textContent = '';
    fill(this.#header,
      el('div', { class: 'row spread' },
        el('h1', { class: 'ds-heading', 'data-size': 'sm' }, t('vault.title')),
        el('span', { class: 'ds-tag', 'data-color': 'brand2', 'data-variant': 'outline' }, t('vault.noNetwork'))),
      !this.#stopped && el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, t('vault.what')));
    this.#shelf.relabel();
    this.#many.relabel();
    this.#handOver.relabel();
    this.#intake.relabel();
    this.#journal.draw();
    this.#drawEmptying();
    if (this.#stopped) this.#drawStopped();
  }

  /** What was signed is true still; there is nothing else to do here. */
  #drawStopped() {
    const { t } = this;
    fill(this.#body,
      el('div', { class: 'ds-alert', 'data-color': 'danger', role: 'alert' },
        el('h2', { class: 'ds-heading', 'data-size': '2xs' }, t('vault.stopped')),
        el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, t('vault.stopped.do'))),
      this.#journal.element);
  }

  /** Two clicks: the second one empties. */
  #drawEmptying(asked = false) {
    const { t } = this;
    const unsaved = this.cards.filter((card) => card.private && card.public && !card.saved).length;
    const sure = unsaved > 0 ? t('vault.clearUnsaved', { count: unsaved }) : t('vault.clearSure');
    const button = el(
      'button',
      {
        class: 'ds-button',
        type: 'button',
        id: 'empty',
        'data-variant': asked ? 'primary' : 'tertiary',
        'data-color': 'danger',
        onclick: () => (asked ? this.attempt(() => this.#empty()) : this.#drawEmptying(true)),
      },
      asked ? sure : t('vault.clear'),
    );
    refill(this.#emptying, this.cards.length > 0 && button);
  }

  async #empty() {
    // First: nothing that waits to be read is to come to the worker after this.
    this.#intake.clear();
    this.#many.close();
    this.#handOver.close();
    await this.worker.request('clear');
    await this.refresh();
    this.announce(this.t('vault.cleared'));
    this.#intake.focus();
  }
}
