import { el, fill, refill } from '../shared/dom.js';
import { namelessName } from '../shared/key-names.js';
import { buttonsOf } from './button.js';
import { copyText, saveFile } from './carry.js';
import { fileName } from './file-name.js';
import { NewPassword } from './new-password.js';

/** Forms that are octets: they can be saved, not shown or copied. */
const OCTETS = ['pkcs8-der', 'pkcs12'];

/** Forms that have no room for a kid. */
const KIDLESS = ['pkcs8-pem', 'pkcs1-pem', 'sec1-pem', 'base64-pem', 'pkcs8-der', 'encrypted-pem'];

/**
 * The private part of one key: closed until asked for, with copy and save, and
 * with a password where the form takes one.
 *
 * @typedef {import('./panel.js').KeyCard} KeyCard
 */
export class PrivatePart {
  element = el('section', { class: 'private', 'data-color': 'brand2' });
  #panel;
  #card;
  #say;
  #button;
  /** @type {string} */
  #format = 'jwk';
  /** It is somewhere, as it was before it got another kid or was repaired. */
  #isElsewhere = false;
  #password;
  #shown = el('pre', { class: 'secret', hidden: true, tabindex: '0' });

  /**
   * @param {import('./panel.js').Panel} panel
   * @param {KeyCard} card
   * @param {(text: string) => void} say  what came of a click
   */
  constructor(panel, card, say) {
    this.#panel = panel;
    this.#card = card;
    this.#say = say;
    this.#button = buttonsOf(panel, card.handle, say);
    this.#password = new NewPassword(panel, card.handle, say);
  }

  /** @param {KeyCard} card */
  draw(card) {
    this.#card = card;
    const { t } = this.#panel;
    const { handle, privateFormats, protectedFormats, saved, origin } = card;
    const option = (/** @type {string} */ format) =>
      el('option', { value: format, selected: format === this.#format }, t(`vault.format.${format}`));
    const select = el('select', { class: 'ds-input', id: `format-${handle}` },
      el('optgroup', { label: t('vault.card.open') }, ...privateFormats.map(option)),
      el('optgroup', { label: t('vault.card.protected') }, ...protectedFormats.map(option)));
    select.addEventListener('change', () => {
      this.#format = select.value;
      this.hide();
      this.#say('');
      this.draw(this.#card);
    });
    this.#isElsewhere ||= saved || origin === 'read';
    const unsaved = this.#isElsewhere ? 'vault.card.changed' : 'vault.card.notSaved';
    const kept = !saved ? unsaved : origin === 'read' ? 'vault.card.hadIt' : 'vault.card.saved';
    const isText = !OCTETS.includes(this.#format);
    // Each card has such a part: its name says whose.
    const whose = card.kid ?? namelessName(card, t('vault.card.noKid'));
    this.element.setAttribute('aria-label', `${t('vault.card.privatePart')} ${whose}`);
    refill(
      this.element,
      el(
        'p',
        { class: 'ds-paragraph', 'data-size': 'sm' },
        el('strong', {}, t('vault.card.privatePart')),
        ' ',
        t(kept),
      ),
      el(
        'div',
        { class: 'ds-field' },
        el('label', { class: 'ds-label', for: select.id }, t('vault.card.format')),
        select,
      ),
      this.#aboutKid(),
      this.#isProtected() && this.#password.draw(),
      el(
        'div',
        { class: 'row' },
        this.#button('save', 'primary', t('vault.card.save'), () => this.#save()),
        isText && this.#button('copy', 'secondary', t('vault.card.copy'), () => this.#copy()),
        isText && !this.#isProtected() && this.#showButton(),
      ),
      this.#shown,
    );
  }

  /** What becomes of the kid in the chosen form. */
  #aboutKid() {
    const { kid } = this.#card;
    const isName = this.#format === 'pkcs12';
    if (kid === null || !(isName || KIDLESS.includes(this.#format))) return null;
    const text = this.#panel.t(isName ? 'vault.card.kidIsName' : 'vault.card.kidless', { kid });
    return el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, text);
  }

  hide() {
    fill(this.#shown);
    this.#shown.hidden = true;
  }

  /** The key is gone. */
  forget() {
    this.hide();
    this.#password.forget();
  }

  #isProtected() {
    return this.#card.protectedFormats.some((format) => format === this.#format);
  }

  #showButton() {
    const show = this.#button(
      'show',
      'secondary',
      this.#panel.t(this.#shown.hidden ? 'vault.card.show' : 'vault.card.hide'),
      () => this.#toggle(),
    );
    show.setAttribute('aria-expanded', String(!this.#shown.hidden));
    return show;
  }

  async #save() {
    const octets = await this.#octets();
    if (!octets) return;
    saveFile(octets, fileName(this.#card, this.#format));
    await this.#kept(this.#isProtected() ? 'vault.card.savedProtected' : 'vault.card.savedNow');
  }

  async #copy() {
    const octets = await this.#octets();
    if (!octets) return;
    const copied = await copyText(new TextDecoder().decode(octets));
    octets.fill(0);
    if (copied) await this.#kept('vault.card.copiedNow');
    else this.#say(this.#panel.t('vault.card.copyFailed'));
  }

  async #toggle() {
    if (this.#shown.hidden) {
      const octets = await this.#octets();
      if (!octets) return;
      this.#shown.textContent = new TextDecoder().decode(octets);
      octets.fill(0);
      this.#shown.hidden = false;
    } else {
      this.hide();
    }
    this.draw(this.#card);
  }

  /** In the chosen form; nothing when its password is not ready. @returns {Promise<Uint8Array<ArrayBuffer>|null>} */
  async #octets() {
    const { worker, t } = this.#panel;
    const { handle } = this.#card;
    if (!this.#isProtected()) return worker.request('secret', { handle, format: this.#format });
    const password = this.#password.take(this.#format === 'pkcs12');
    if (!password) return null;
    this.#say(t('vault.card.protecting'));
    return worker.request('protect', { handle, format: this.#format, password }, { transfer: [password.buffer] });
  }

  /** @param {string} key  what to say */
  async #kept(key) {
    if (this.#isProtected()) this.#password.used();
    await this.#panel.worker.request('markSaved', this.#card.handle);
    await this.#panel.refresh();
    this.#say(this.#panel.t(key));
  }
}
