import { el, fill } from '../shared/dom.js';
import { seen } from '../shared/seen.js';
import { hasText } from './language.js';
import { isLocked, sourceOfFile, sourceOfText, troubleOf } from './sources.js';

/** What is there is not the private key. */
const IS_ANOTHER = ['another-key', 'public-only', 'damaged'];

/** @param {string} code */
function colorOf(code) {
  return code === 'right' ? 'success' : IS_ANOTHER.includes(code) ? 'danger' : 'warning';
}

/**
 * What was stored comes back here, pasted, dropped or chosen: is it the same key, and does its reader take it?
 * Nothing of it is kept.
 *
 * @typedef {import('./sources.js').Source} Source
 */
export class StoredCheck {
  element = el('section', { class: 'stored', 'aria-labelledby': 'stored-title' });
  #panel;
  #onRight;
  /** @type {{handle: number, order: import('../shared/messages.js').HandOverOrder}|null} */
  #against = null;
  /** Waits for its password. @type {Source|null} */
  #locked = null;
  /** What is being checked; an earlier one is not spoken of any more. */
  #checks = 0;
  /** @type {{code: string, color: string, name?: string}|null} */
  #said = null;
  #field = el('textarea', {
    class: 'ds-input', id: 'stored', rows: 3, spellcheck: 'false', autocomplete: 'off',
    autocorrect: 'off', autocapitalize: 'off', 'aria-describedby': 'stored-help',
  });
  #password = el('input', {
    class: 'ds-input', id: 'stored-password', type: 'password', spellcheck: 'false', autocomplete: 'off',
  });
  #labels = el('div', { class: 'labels' });
  #message = el('div', { role: 'alert', id: 'stored-said' });
  #lock = el('div', { class: 'lock', hidden: true });
  #ways = el('div', { class: 'row' });

  /**
   * @param {import('./panel.js').Panel} panel
   * @param {() => Promise<void>} onRight  what was asked about is where it belongs
   */
  constructor(panel, onRight) {
    this.#panel = panel;
    this.#onRight = onRight;
    this.#field.addEventListener('paste', () => setTimeout(() => this.#checkField(), 0));
    this.#password.addEventListener('keydown', (event) => { if (event.key === 'Enter') this.#open(); });
    // Here, and not among the keys that come in.
    this.element.addEventListener('drop', (event) => {
      event.preventDefault();
      event.stopPropagation();
      const [file] = event.dataTransfer?.files ?? [];
      void this.#check(file ? sourceOfFile(file) : sourceOfText(event.dataTransfer?.getData('text/plain') ?? ''));
    });
    fill(this.element, this.#labels, this.#field, this.#message, this.#lock, this.#ways);
  }

  /** @param {number} handle @param {import('../shared/messages.js').HandOverOrder} order */
  begin(handle, order) {
    this.end();
    this.#against = { handle, order };
    this.relabel();
  }

  end() {
    this.#against = null;
    this.#checks += 1;
    this.#field.value = '';
    this.#unlock(null);
    this.#say(null);
  }

  relabel() {
    if (!this.#against) return;
    const { t } = this.#panel;
    const file = el('input', { type: 'file', id: 'stored-file', class: 'ds-sr-only' });
    file.addEventListener('change', () => {
      const [chosen] = file.files ?? [];
      if (chosen) void this.#check(sourceOfFile(chosen));
      file.value = '';
    });
    fill(this.#labels,
      el('h3', { class: 'ds-heading', 'data-size': '2xs', id: 'stored-title' }, t('vault.stored.title')),
      el('label', { class: 'ds-label', for: 'stored' }, t('vault.stored.label')),
      el('p', { class: 'ds-paragraph', 'data-size': 'sm', id: 'stored-help' }, t('vault.stored.help')));
    fill(this.#ways,
      this.#button('stored-check', t('vault.stored.check'), () => this.#checkField()),
      file,
      el('label', { class: 'ds-button', 'data-variant': 'secondary', for: 'stored-file' }, t('vault.intake.file')));
    if (this.#locked) this.#drawLock();
    this.#say(this.#said);
  }

  #checkField() {
    if (this.#field.value !== '') void this.#check(sourceOfText(this.#field.value));
  }

  #open() {
    if (this.#locked) void this.#check(this.#locked, this.#password.value);
  }

  /** Both buffers go to the worker, which overwrites them. @param {Source} source @param {string} [password] */
  async #check(source, password) {
    const { worker } = this.#panel;
    const against = this.#against;
    const check = ++this.#checks;
    if (!against) return;
    let said;
    let waits = false;
    try {
      const octets = await source.octets();
      const secret = password === undefined ? undefined : new TextEncoder().encode(password);
      const transfer = secret ? [octets.buffer, secret.buffer] : [octets.buffer];
      const { code, name } = await worker.request('checkStored', { ...against, octets, password: secret }, { transfer });
      said = { code: `vault.stored.${code}`, name, color: colorOf(code) };
    } catch (error) {
      const trouble = troubleOf(error, source);
      waits = isLocked({ trouble, findings: [] });
      said = { code: `read.${trouble.code}`, color: trouble.code === 'password-needed' ? 'info' : 'danger' };
    }
    if (said.code === 'vault.stored.right' && against === this.#against) await this.#panel.attempt(this.#onRight);
    if (check !== this.#checks) return;
    // Right or wrong, what is a private key stays in no field.
    if (!waits) this.#field.value = '';
    this.#unlock(waits ? source : null);
    this.#say(said);
  }

  /** @param {Source|null} source  that is locked */
  #unlock(source) {
    this.#locked = source;
    this.#password.value = '';
    if (!source && this.#lock.contains(document.activeElement)) this.#field.focus();
    this.#lock.hidden = source === null;
    if (!source) return fill(this.#lock);
    this.#drawLock();
    this.#password.focus();
  }

  #drawLock() {
    const { t } = this.#panel;
    fill(this.#lock,
      el('label', { class: 'ds-label', for: 'stored-password' }, t('vault.lock.label')),
      el('div', { class: 'row' },
        this.#password, this.#button('stored-open', t('vault.lock.open'), () => this.#open())));
  }

  /** @param {{code: string, color: string, name?: string}|null} said */
  #say(said) {
    this.#said = said;
    const { t } = this.#panel;
    if (!said) return fill(this.#message);
    const { code, color, name } = said;
    const words = hasText(code) ? t(code, { name: name ? seen(name) : '–' }) : t('vault.failed', { code });
    fill(this.#message, el('div', { class: 'ds-alert', 'data-color': color }, words));
  }

  /** @param {string} id @param {string} text @param {() => void} onclick */
  #button(id, text, onclick) {
    return el('button', { class: 'ds-button', type: 'button', id, 'data-variant': 'secondary', onclick }, text);
  }
}
