import { el, fill, refill } from '../shared/dom.js';
import { namelessName } from '../shared/key-names.js';
import { seen } from '../shared/seen.js';
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
 *
 * What was asked for: the form, the name of its file, and what protects it.
 *
 * @typedef {{format: string, name: string, password?: Uint8Array<ArrayBuffer>, key?: string}} Order
 *   `key`: what is said of it when it is done
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
  /** How often what is shown was hidden. */
  #hidden = 0;
  /** The button whose work is under way. */
  #working = '';
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
    for (const type of ['click', 'mousedown', 'keydown'])
      this.element.addEventListener(type, (event) => this.#refuse(event), { capture: true });
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
    select.addEventListener('change', () => this.#choose(select));
    this.#isElsewhere ||= saved || origin === 'read';
    const unsaved = this.#isElsewhere ? 'vault.card.changed' : 'vault.card.notSaved';
    const kept = !saved ? unsaved : origin === 'read' ? 'vault.card.hadIt' : 'vault.card.saved';
    const isText = !OCTETS.includes(this.#format);
    // Each card has such a part: its name says whose.
    const whose = card.kid === null ? namelessName(card, t('vault.card.noKid')) : seen(card.kid);
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
    this.#mark();
  }

  /** What becomes of the kid in the chosen form. */
  #aboutKid() {
    const { kid } = this.#card;
    const isName = this.#format === 'pkcs12';
    if (kid === null || !(isName || KIDLESS.includes(this.#format))) return null;
    const text = this.#panel.t(isName ? 'vault.card.kidIsName' : 'vault.card.kidless', { kid: seen(kid) });
    return el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, text);
  }

  /** Something private is shown, typed or under way. */
  isInUse() {
    return this.#working !== '' || !this.#shown.hidden || this.#password.isBegun();
  }

  hide() {
    this.#hidden += 1;
    fill(this.#shown);
    this.#shown.hidden = true;
  }

  /** The key is gone. */
  forget() {
    this.hide();
    this.#password.forget();
  }

  /** @param {HTMLSelectElement} select */
  #choose(select) {
    if (this.#working !== '') {
      select.value = this.#format;
      return;
    }
    this.#format = select.value;
    this.#password.formChosen();
    this.hide();
    this.#say('');
    this.draw(this.#card);
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

  #save() {
    return this.#deliver('save', async ({ name, key }, octets) => {
      saveFile(octets, name);
      await this.#kept(key ?? 'vault.card.savedNow');
    });
  }

  /** The clipboard keeps nothing: the next copy is instead of it. So it is not saved yet. */
  #copy() {
    return this.#deliver('copy', async ({ password }, octets) => {
      const copied = await copyText(new TextDecoder().decode(octets));
      octets.fill(0);
      if (!copied) return this.#say(this.#panel.t('vault.card.copyFailed'));
      this.#password.used();
      const said = [this.#card.saved ? 'vault.card.copiedSaved' : 'vault.card.copiedNow', password && 'vault.card.passwordApart'];
      this.#say(said.flatMap((key) => (key ? [this.#panel.t(key)] : [])).join(' '));
    });
  }

  /** What was hidden meanwhile (another form was chosen, the key has another kid now) is not shown. */
  async #toggle() {
    if (!this.#shown.hidden) {
      this.hide();
      return this.draw(this.#card);
    }
    const hidden = this.#hidden;
    await this.#deliver('show', async (_, octets) => {
      if (hidden === this.#hidden) {
        this.#shown.textContent = new TextDecoder().decode(octets);
        this.#shown.hidden = false;
      }
      octets.fill(0);
      this.draw(this.#card);
    });
  }

  /**
   * The worker may be busy for seconds: what was asked for stands fast from the click on, and nothing here can
   * be changed before it is done.
   *
   * @param {string} button  that was clicked
   * @param {(order: Order, octets: Uint8Array<ArrayBuffer>) => Promise<void>} use
   */
  async #deliver(button, use) {
    const order = this.#order();
    if (!order) return;
    this.#working = button;
    this.#mark();
    try {
      await use(order, await this.#octets(order));
    } finally {
      this.#working = '';
      this.#mark();
    }
  }

  /** As it is at the click; nothing when its password is not ready. @returns {Order|null} */
  #order() {
    const format = this.#format;
    const name = fileName(this.#card, format);
    if (!this.#isProtected()) return { format, name };
    const password = this.#password.take(format === 'pkcs12');
    return password && { format, name, password, key: 'vault.card.savedProtected' };
  }

  /** @param {Order} order @returns {Promise<Uint8Array<ArrayBuffer>>} */
  #octets({ format, password }) {
    const { worker, t } = this.#panel;
    const { handle } = this.#card;
    if (!password) return worker.request('secret', { handle, format });
    this.#say(t('vault.card.protecting'));
    return worker.request('protect', { handle, format, password }, { transfer: [password.buffer] });
  }

  /** @param {string} key  what to say */
  async #kept(key) {
    this.#password.used();
    await this.#panel.worker.request('markSaved', [this.#card.handle]);
    await this.#panel.refresh();
    this.#say(this.#panel.t(key));
  }

  /** While it works, only what is shown can be hidden. Not `disabled`: that would take the focus from who clicked. */
  #mark() {
    const isWorking = this.#working !== '';
    for (const field of this.element.querySelectorAll('input')) field.readOnly = isWorking;
    for (const control of this.element.querySelectorAll('select, button')) {
      const hides = control.getAttribute('aria-expanded') === 'true';
      control.setAttribute('aria-disabled', String(isWorking && !hides));
      control.setAttribute('aria-busy', String(control.id === `${this.#working}-${this.#card.handle}`));
    }
  }

  /** @param {Event} event */
  #refuse(event) {
    if (!(event.target instanceof Element) || !event.target.closest('[aria-disabled="true"]')) return;
    if (event instanceof KeyboardEvent && event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
  }
}
