import { el, refill } from '../shared/dom.js';
import { kindName, namelessName } from '../shared/key-names.js';
import { pairLines } from '../shared/pairs.js';
import { seen } from '../shared/seen.js';
import { dayOf, writtenDay } from '../shared/written-day.js';
import { buttonsOf } from './button.js';
import { bringIntoSight } from './in-sight.js';
import { chosenLocale } from './language.js';
import { PrivatePart } from './private-part.js';
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
  #private;
  #button;
  #sureToRemove = false;
  #title = el('h3', { class: 'ds-heading', 'data-size': '2xs', tabindex: '-1' });
  #body = el('div', { class: 'key-body' });
  #status = el('p', { class: 'ds-paragraph status', role: 'status', 'data-size': 'sm' });

  /** @param {import('./panel.js').Panel} panel @param {KeyCard} card */
  constructor(panel, card) {
    this.#panel = panel;
    this.#card = card;
    const say = (/** @type {string} */ text) => { this.#status.textContent = text; };
    this.#private = new PrivatePart(panel, card, say);
    this.#button = buttonsOf(panel, card.handle, say);
    this.element.append(
      el(
        'article',
        { class: 'ds-card key', 'data-color': 'neutral', 'data-private': String(card.private) },
        this.#body,
        this.#status,
      ),
    );
    this.#draw();
  }

  /** Marked, so that it is seen among others; on what is to be done with it. */
  focus() {
    const { private: isPrivate, saved, handle } = this.#card;
    const save = isPrivate && !saved && document.getElementById(`save-${handle}`);
    const article = /** @type {HTMLElement} */ (this.element.firstElementChild);
    article.dataset.called = '';
    article.addEventListener('focusout', () => { delete article.dataset.called; }, { once: true });
    bringIntoSight(this.#title);
    (save || this.#title).focus();
  }

  focusTitle() {
    this.#title.focus();
  }

  /** Is somebody at work with it? Then it stays in sight. */
  isInUse() {
    return this.element.contains(document.activeElement) || this.#private.isInUse();
  }

  /** @param {KeyCard} card */
  update(card) {
    if (card === this.#card) return;
    if (JSON.stringify(card) === JSON.stringify(this.#card)) return;
    // What is shown is the key as it was: with another kid it would be the wrong text to copy.
    if (card.kid !== this.#card.kid || card.algorithm !== this.#card.algorithm || card.verdict !== this.#card.verdict)
      this.#private.hide();
    this.#card = card;
    this.#draw();
  }

  /** The key is gone, and with it what is shown of it. */
  forget() {
    this.#private.forget();
    this.element.remove();
  }

  relabel() {
    this.#status.textContent = '';
    this.#draw();
  }

  #draw() {
    const card = this.#card;
    const { t } = this.#panel;
    // A key that is refused stays so, whatever could be mended beside that.
    const repairable = card.public && card.verdict !== 'refused' && card.findings.some(({ repair }) => repair);
    this.#title.textContent = card.kid === null ? namelessName(card, t('vault.card.noKid')) : seen(card.kid);
    this.element.firstElementChild?.setAttribute('data-private', String(card.private));
    if (card.privateFormats.length > 0) this.#private.draw(card);
    refill(
      this.#body,
      el(
        'div',
        { class: 'row spread' },
        this.#title,
        el(
          'span',
          { class: 'ds-tag', 'data-size': 'sm', 'data-color': card.private ? 'brand2' : 'success' },
          t(card.private ? 'vault.card.secret' : 'vault.card.public'),
        ),
      ),
      el('p', { class: 'ds-paragraph facts', 'data-size': 'sm' }, this.#facts()),
      card.certificate && this.#certificate(card.certificate),
      ...pairLines(card, t).map(({ text, clash }) =>
        el(
          'p',
          clash ? { class: 'ds-alert', 'data-color': 'warning' } : { class: 'ds-paragraph', 'data-size': 'sm' },
          text,
        ),
      ),
      report(card, t, repairable && this.#button('repair', 'primary', t('vault.card.repair'), () => this.#repair())),
      card.privateFormats.length > 0 && this.#private.element,
      this.#button('remove', 'tertiary', t(this.#sureToRemove ? 'vault.card.removeUnsaved' : 'vault.card.remove'), () =>
        this.#remove(),
      ),
    );
  }

  /** RSA 2048 · RS256 · SHA-256 … · lest som JWK */
  #facts() {
    const { algorithm, thumbprint, origin, format } = this.#card;
    const { t } = this.#panel;
    const form = origin === 'read' && t('vault.card.readAs', { form: t(`vault.readForm.${format}`) });
    return [kindName(this.#card), algorithm, thumbprint && `SHA-256 ${thumbprint.slice(0, 12)}…`, form]
      .filter(Boolean)
      .join(' · ');
  }

  /**
   * The number on a line of its own: a name is what its owner wrote there, numbers too.
   *
   * @param {NonNullable<KeyCard['certificate']>} certificate
   */
  #certificate({ subject, organisationNumber, notAfter }) {
    const { t } = this.#panel;
    const date = writtenDay(dayOf(notAfter), chosenLocale());
    const said = [
      t('vault.card.certificate', { subject: seen(subject) }),
      organisationNumber && t('vault.card.certificate.number', { number: seen(organisationNumber) }),
      t('vault.card.certificate.until', { date }),
    ];
    const lines = said.filter((text) => text !== null).map((text) => el('li', {}, text));
    return el('ul', { class: 'ds-paragraph facts', 'data-size': 'sm' }, ...lines);
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
    this.#private.hide();
    await this.#panel.changed(await this.#panel.worker.request('remove', handle));
    this.#panel.announce(this.#panel.t('vault.card.removed'));
    this.#panel.show('paste');
  }
}
