import { el, fill } from '../shared/dom.js';
import { bringIntoSight } from './in-sight.js';

/**
 * Asks for the password of what is encrypted. It stands in the vault, as all
 * that is secret does, and is emptied when it was used.
 *
 * @typedef {import('./sources.js').Source} Source
 */
export class Lock {
  element = el('div', { class: 'lock', hidden: true });
  #panel;
  #open;
  /** @type {Source[]} */
  #sources = [];
  #opening = false;
  #field = el('input', {
    class: 'ds-input', id: 'password', type: 'password', spellcheck: 'false', autocomplete: 'off',
    'aria-describedby': 'intake-said',
  });
  #button = el('button', { class: 'ds-button', type: 'button', id: 'password-open', onclick: () => this.#use() });
  #status = el('p', { class: 'ds-paragraph status', role: 'status', 'data-size': 'sm' });

  /**
   * @param {import('./panel.js').Panel} panel
   * @param {(sources: Source[], password: string) => Promise<void>} open  ends when the password was used
   */
  constructor(panel, open) {
    this.#panel = panel;
    this.#open = open;
    this.#field.addEventListener('keydown', (event) => { if (event.key === 'Enter') void this.#use(); });
  }

  /** Shown while something is locked. @param {Source[]} sources @param {boolean} [isWrong]  the password was */
  ask(sources, isWrong = false) {
    this.#sources = sources;
    this.#field.setAttribute('aria-invalid', String(isWrong));
    this.element.hidden = sources.length === 0;
    if (sources.length === 0) this.#field.value = '';
    if (sources.length > 0) this.#field.focus();
  }

  close() {
    this.ask([]);
  }

  relabel() {
    const { t } = this.#panel;
    this.#button.textContent = t('vault.lock.open');
    fill(this.element,
      el('label', { class: 'ds-label', for: 'password' }, t('vault.lock.label')),
      el('div', { class: 'row' }, this.#field, this.#button),
      this.#status);
    this.#say();
  }

  /** The password stays in the field until it was used: another reading may come first. */
  async #use() {
    if (this.#opening) return;
    this.#turn(true);
    try {
      await this.#open(this.#sources, this.#field.value);
    } finally {
      this.#field.value = '';
      this.#turn(false);
    }
  }

  /** Opening takes seconds where the password is well protected. @param {boolean} opening */
  #turn(opening) {
    this.#opening = opening;
    this.#field.readOnly = opening;
    this.#button.setAttribute('aria-busy', String(opening));
    // Not `disabled`: that would take the focus from who pressed it.
    this.#button.setAttribute('aria-disabled', String(opening));
    this.#say();
    if (opening) bringIntoSight(this.#status);
  }

  #say() {
    this.#status.textContent = this.#opening ? this.#panel.t('vault.lock.opening') : '';
  }
}
