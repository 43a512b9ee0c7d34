import { el, fill, refill } from '../shared/dom.js';
import { kindName, namelessName } from '../shared/key-names.js';
import { pairLines } from '../shared/pairs.js';
import { copyText, saveFile } from './carry.js';
import { fileName } from './file-name.js';
import { report } from './report.js';

/**
 * One key: what it is, what was found, and (closed until asked for) its private
 * part with copy and save.
 *
 * @typedef {import('./panel.js').KeyCard} KeyCard
 */
export class SecretCard {
  element = el('li');
  #panel;
  #card;
  /** @type {string} */
  #format = 'jwk';
  #sureToRemove = false;
  #title = el('h3', { class: 'ds-heading', 'data-size': '2xs', tabindex: '-1' });
  #body = el('div', { class: 'key-body' });
  #shown = el('pre', { class: 'secret', hidden: true, tabindex: '0' });
  #status = el('p', { class: 'ds-paragraph status', role: 'status', 'data-size': 'sm' });

  /** @param {import('./panel.js').Panel} panel @param {KeyCard} card */
  constructor(panel, card) {
    this.#panel = panel;
    this.#card = card;
    this.element.append(el('article', { class: 'ds-card key', 'data-color': 'neutral', 'data-private': String(card.private) },
      this.#body, this.#status));
    this.#draw();
  }

  /** Marked, so that it is seen among others; on what is to be done with it. */
  focus() {
    const { private: isPrivate, saved, handle } = this.#card;
    const save = isPrivate && !saved && document.getElementById(`save-${handle}`);
    const article = /** @type {HTMLElement} */ (this.element.firstElementChild);
    article.dataset.called = '';
    article.addEventListener('focusout', () => { delete article.dataset.called; }, { once: true });
    this.#title.scrollIntoView({ block: 'nearest' });
    (save || this.#title).focus();
  }

  /** @param {KeyCard} card */
  update(card) {
    if (JSON.stringify(card) === JSON.stringify(this.#card)) return;
    // What is shown is the key as it was: with another kid it would be the wrong text to copy.
    if (card.kid !== this.#card.kid || card.algorithm !== this.#card.algorithm || card.verdict !== this.#card.verdict) this.#hide();
    this.#card = card;
    this.#draw();
  }

  /** The key is gone, and with it what is shown of it. */
  forget() {
    this.#hide();
    this.element.remove();
  }

  relabel() {
    this.#status.textContent = '';
    this.#draw();
  }

  #draw() {
    const card = this.#card;
    const { t } = this.#panel;
    const repairable = card.public && card.findings.some((finding) => finding.repair);
    this.#title.textContent = card.kid ?? namelessName(card, t('vault.card.noKid'));
    this.element.firstElementChild?.setAttribute('data-private', String(card.private));
    refill(this.#body,
      el('div', { class: 'row spread' }, this.#title,
        el('span', { class: 'ds-tag', 'data-size': 'sm', 'data-color': card.private ? 'brand2' : 'success' }, t(card.private ? 'vault.card.secret' : 'vault.card.public'))),
      el('p', { class: 'ds-paragraph facts', 'data-size': 'sm' }, this.#facts()),
      card.certificate && el('p', { class: 'ds-paragraph facts', 'data-size': 'sm' }, this.#certificate(card.certificate)),
      ...pairLines(card, t).map(({ text, clash }) => el('p', clash ? { class: 'ds-alert', 'data-color': 'warning' } : { class: 'ds-paragraph', 'data-size': 'sm' }, text)),
      report(card, t),
      repairable && this.#button('repair', 'primary', t('vault.card.repair'), () => this.#repair()),
      card.privateFormats.length > 0 && this.#private(),
      this.#button('remove', 'tertiary', t(this.#sureToRemove ? 'vault.card.removeUnsaved' : 'vault.card.remove'), () => this.#remove()));
  }

  /** RSA 2048 · RS256 · SHA-256 … · lest som JWK */
  #facts() {
    const { algorithm, thumbprint, origin, format } = this.#card;
    const { t } = this.#panel;
    const form = origin === 'read' && t('vault.card.readAs', { form: t(`vault.readForm.${format}`) });
    return [kindName(this.#card), algorithm, thumbprint && `SHA-256 ${thumbprint.slice(0, 12)}…`, form].filter(Boolean).join(' · ');
  }

  /** Sertifikat: PRØVE KOMMUNE (312770016), gjelder til 1. januar 2028 @param {NonNullable<KeyCard['certificate']>} certificate */
  #certificate({ subject, organisationNumber, notAfter }) {
    const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long' });
    const whose = organisationNumber ? `${subject} (${organisationNumber})` : subject;
    return this.#panel.t('vault.card.certificate', { whose, date: day.format(notAfter * 1000) });
  }

  #private() {
    const { t } = this.#panel;
    const { handle, privateFormats, saved, origin } = this.#card;
    const select = el('select', { class: 'ds-input', id: `format-${handle}` },
      ...privateFormats.map((format) => el('option', { value: format, selected: format === this.#format }, t(`vault.format.${format}`))));
    select.addEventListener('change', () => { this.#format = select.value; this.#hide(); this.#draw(); });
    const kept = !saved ? 'vault.card.notSaved' : origin === 'read' ? 'vault.card.hadIt' : 'vault.card.saved';
    const show = this.#button('show', 'secondary', t(this.#shown.hidden ? 'vault.card.show' : 'vault.card.hide'), () => this.#toggle());
    show.setAttribute('aria-expanded', String(!this.#shown.hidden));
    return el('section', { class: 'private', 'data-color': 'brand2', 'aria-label': t('vault.card.privatePart') },
      el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, el('strong', {}, t('vault.card.privatePart')), ' ', t(kept)),
      el('div', { class: 'ds-field' }, el('label', { class: 'ds-label', for: select.id }, t('vault.card.format')), select),
      el('div', { class: 'row' },
        this.#button('save', 'primary', t('vault.card.save'), () => this.#save()),
        this.#button('copy', 'secondary', t('vault.card.copy'), () => this.#copy()),
        show),
      this.#shown);
  }

  /** A button whose work is seen to succeed or fail. @param {string} name @param {string} variant @param {string} text @param {() => Promise<void>} work */
  #button(name, variant, text, work) {
    const attempt = () => this.#panel.attempt(work, (said) => { this.#status.textContent = said; });
    return el('button', { class: 'ds-button', type: 'button', id: `${name}-${this.#card.handle}`, 'data-color': 'brand2', 'data-variant': variant, onclick: attempt }, text);
  }

  async #save() {
    saveFile(await this.#secret(), fileName(this.#card, this.#format));
    await this.#kept('vault.card.savedNow');
  }

  async #copy() {
    const octets = await this.#secret();
    const copied = await copyText(new TextDecoder().decode(octets));
    octets.fill(0);
    if (copied) await this.#kept('vault.card.copiedNow');
    else this.#status.textContent = this.#panel.t('vault.card.copyFailed');
  }

  async #toggle() {
    if (this.#shown.hidden) {
      const octets = await this.#secret();
      this.#shown.textContent = new TextDecoder().decode(octets);
      octets.fill(0);
      this.#shown.hidden = false;
    } else {
      this.#hide();
    }
    this.#draw();
  }

  #hide() {
    fill(this.#shown);
    this.#shown.hidden = true;
  }

  /** @returns {Promise<Uint8Array<ArrayBuffer>>} */
  #secret() {
    return this.#panel.worker.request('secret', { handle: this.#card.handle, format: this.#format });
  }

  /** @param {string} key  what to say */
  async #kept(key) {
    await this.#panel.worker.request('markSaved', this.#card.handle);
    await this.#panel.refresh();
    this.#status.textContent = this.#panel.t(key);
  }

  async #repair() {
    await this.#panel.changed(await this.#panel.worker.request('repair', this.#card.handle));
    this.#status.textContent = this.#panel.t('vault.card.repaired');
  }

  /** At once when nothing is lost; otherwise the second click does it. */
  async #remove() {
    const { private: isPrivate, public: usable, saved, handle } = this.#card;
    if (isPrivate && usable && !saved && !this.#sureToRemove) {
      this.#sureToRemove = true;
      return this.#draw();
    }
    this.#hide();
    await this.#panel.changed(await this.#panel.worker.request('remove', handle));
    this.#panel.show('paste');
  }
}
