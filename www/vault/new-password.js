import { el, refill } from '../shared/dom.js';
import { copyText } from './carry.js';

/** Shorter ones are tried out in no time, whatever protects the file. */
const SHORTEST = 8;

/** Letters and digits that are not taken for one another. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * Asks for a password that will protect a file: twice when it is typed, because
 * nobody can open the file with a password that was mistyped; or makes one.
 */
export class NewPassword {
  element = el('div', { class: 'new-password' });
  #panel;
  #handle;
  #say;
  #message = el('p', { class: 'ds-validation-message', role: 'alert' });
  /** @type {'short'|'characters'|'unequal'|null} */
  #problem = null;
  #made = false;
  #first;
  #second;

  /**
   * @param {import('./panel.js').Panel} panel
   * @param {number|string} handle  of the key, or another mark that tells it from others
   * @param {(text: string) => void} say  what came of a click
   */
  constructor(panel, handle, say) {
    this.#panel = panel;
    this.#say = say;
    this.#handle = handle;
    this.#first = this.#input('password');
    this.#second = this.#input('password-again');
  }

  draw() {
    const { t } = this.#panel;
    this.#second.hidden = this.#made;
    this.#message.id = `password-problem-${this.#handle}`;
    this.#message.textContent = this.#problem ? t(`vault.password.${this.#problem}`, { count: SHORTEST }) : '';
    this.#message.hidden = this.#problem === null;
    const labelled = (/** @type {HTMLInputElement} */ input, /** @type {string} */ text) =>
      el('div', { class: 'ds-field' }, el('label', { class: 'ds-label', for: input.id }, text), input);
    refill(
      this.element,
      labelled(this.#first, t('vault.password.label')),
      this.#made
        ? el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, t('vault.password.made'))
        : labelled(this.#second, t('vault.password.again')),
      this.#message,
      el(
        'div',
        { class: 'row' },
        this.#made && this.#button('copy-password', t('vault.password.copy'), () => this.#copy()),
        this.#button('make-password', t('vault.password.make'), () => this.#make()),
      ),
    );
    return this.element;
  }

  /** @param {string} name @param {string} text @param {() => void} onclick */
  #button(name, text, onclick) {
    const id = `${name}-${this.#handle}`;
    return el(
      'button',
      {
        class: 'ds-button',
        type: 'button',
        id,
        'data-variant': 'secondary',
        'data-size': 'sm',
        'data-color': 'brand2',
        onclick,
      },
      text,
    );
  }

  async #copy() {
    const copied = await copyText(this.#first.value);
    this.#say(this.#panel.t(copied ? 'vault.password.copied' : 'vault.card.copyFailed'));
  }

  /**
   * In UTF-8, for one use; `null` and a word when it is not ready.
   *
   * @param {boolean} forJava  which opens no PKCS#12 whose password has other characters than ASCII
   * @returns {Uint8Array<ArrayBuffer>|null}
   */
  take(forJava) {
    const text = this.#first.value;
    this.#problem = this.#problemOf(text, forJava);
    this.draw();
    if (this.#problem === null) return new TextEncoder().encode(text);
    (this.#problem === 'unequal' ? this.#second : this.#first).focus();
    return null;
  }

  /** @param {string} text @param {boolean} forJava */
  #problemOf(text, forJava) {
    if (text.length < SHORTEST) return 'short';
    if (forJava && !/^[\x20-\x7e]*$/.test(text)) return 'characters';
    return this.#made || text === this.#second.value ? null : 'unequal';
  }

  /** Used: a typed one is known; one that was made here stays to be copied. */
  used() {
    if (!this.#made) this.forget();
  }

  /** What was typed, and what was wrong with it, was for the other form. */
  formChosen() {
    this.#problem = null;
    this.used();
  }

  isBegun() {
    return this.#first.value !== '' || this.#second.value !== '';
  }

  forget() {
    this.#first.value = '';
    this.#second.value = '';
  }

  /** A hundred bits, in groups that can be read aloud; shown, because nobody has seen it. */
  #make() {
    const groups = [0, 1, 2, 3].map(() =>
      [...crypto.getRandomValues(new Uint8Array(5))].map((octet) => ALPHABET[octet % ALPHABET.length]).join(''));
    this.#first.value = groups.join('-');
    this.#first.type = 'text';
    this.#made = true;
    this.#problem = null;
    this.draw();
    this.#first.select();
  }

  /** Typed over, a made one is one's own again, and hidden. */
  #typed() {
    this.#problem = null;
    this.#message.hidden = true;
    if (!this.#made) return;
    this.#made = false;
    this.#first.type = 'password';
    this.draw();
  }

  /** @param {string} name */
  #input(name) {
    return el('input', {
      class: 'ds-input',
      id: `${name}-${this.#handle}`,
      type: 'password',
      spellcheck: 'false',
      autocomplete: 'new-password',
      'aria-describedby': `password-problem-${this.#handle}`,
      oninput: () => this.#typed(),
    });
  }
}
