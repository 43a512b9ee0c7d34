import { el, fill } from '../shared/dom.js';

/**
 * Asks for the password of what is encrypted. It stands in the vault, as all
 * that is secret does, and is emptied when it was used.
 */
export class Lock {
  element = el('div', { class: 'lock', hidden: true });
  #panel;
  #open;
  /** @type {import('./intake.js').Source[]} */
  #sources = [];
  #field = el('input', { class: 'ds-input', id: 'password', type: 'password', spellcheck: 'false', autocomplete: 'off' });

  /** @param {import('./panel.js').Panel} panel @param {(sources: import('./intake.js').Source[], password: string) => Promise<void>} open */
  constructor(panel, open) {
    this.#panel = panel;
    this.#open = open;
    this.#field.addEventListener('keydown', (event) => { if (event.key === 'Enter') void this.#use(); });
  }

  /** Shown while something is locked. @param {import('./intake.js').Source[]} sources */
  ask(sources) {
    this.#sources = sources;
    this.element.hidden = sources.length === 0;
    if (sources.length === 0) this.#field.value = '';
    if (sources.length > 0) this.#field.focus();
  }

  close() {
    this.ask([]);
  }

  relabel() {
    const { t } = this.#panel;
    fill(this.element,
      el('label', { class: 'ds-label', for: 'password' }, t('vault.lock.label')),
      el('div', { class: 'row' },
        this.#field,
        el('button', { class: 'ds-button', type: 'button', id: 'password-open', onclick: () => this.#use() }, t('vault.lock.open'))));
  }

  async #use() {
    const password = this.#field.value;
    this.#field.value = '';
    await this.#open(this.#sources, password);
  }
}
