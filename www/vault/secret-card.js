import { el, fill } from '../shared/dom.js';
import { copyText, saveFile } from './carry.js';
import { report } from './report.js';

/**
 * One key: what it is, what was found, and (closed until asked for) its private
 * part with copy and save.
 *
 * @typedef {import('./panel.js').KeyCard} KeyCard
 */
export class SecretCard {
  #panel;
  /** @type {KeyCard|null} */
  #card = null;
  /** @type {string} */
  #format = 'jwk';
  #shown = el('pre', { class: 'secret', hidden: true, tabindex: '0' });
  #title = el('h3', { class: 'ds-heading', 'data-size': '2xs', tabindex: '-1' });

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.#panel = panel;
  }

  focus() {
    this.#title.scrollIntoView({ block: 'nearest' });
    this.#title.focus();
  }

  /** @param {KeyCard} card */
  render(card) {
    this.#card = card;
    const { t } = this.#panel;
    fill(this.#title, card.kid ?? t('vault.card.noKid'));
    return el('article', { class: 'ds-card key', 'data-color': 'neutral', 'data-private': String(card.private) },
      el('div', { class: 'row spread' }, this.#title,
        el('span', { class: 'ds-tag', 'data-size': 'sm', 'data-color': card.private ? 'brand2' : 'success' }, t(card.private ? 'vault.card.secret' : 'vault.card.public'))),
      el('p', { class: 'ds-paragraph facts', 'data-size': 'sm' }, describe(card)),
      report(card, t),
      card.verdict === 'repairable' && el('button', { class: 'ds-button', type: 'button', onclick: () => this.#repair() }, t('vault.card.repair')),
      card.privateFormats.length > 0 && this.#private(card),
      this.#removeButton(card));
  }

  /** @param {KeyCard} card */
  #removeButton(card) {
    const { t } = this.#panel;
    const button = el('button', { class: 'ds-button', type: 'button', 'data-variant': 'tertiary', 'data-size': 'sm' }, t('vault.card.remove'));
    let sure = !card.private || card.saved;
    button.addEventListener('click', () => {
      if (sure) return void this.#remove();
      sure = true;
      button.textContent = t('vault.card.removeUnsaved');
      button.dataset.color = 'danger';
    });
    return button;
  }

  /** @param {KeyCard} card */
  #private(card) {
    const { t } = this.#panel;
    const select = el('select', { class: 'ds-input', id: `format-${card.handle}` },
      ...card.privateFormats.map((format) => el('option', { value: format, selected: format === this.#format }, t(`vault.format.${format}`))));
    select.addEventListener('change', () => { this.#format = select.value; this.#hide(); this.#panel.render(); });
    return el('section', { class: 'private', 'data-color': 'brand2', 'aria-label': t('vault.card.privatePart') },
      el('p', { class: 'ds-paragraph', 'data-size': 'sm' }, el('strong', {}, t('vault.card.privatePart')), ' ', t(card.saved ? 'vault.card.saved' : 'vault.card.notSaved')),
      el('div', { class: 'ds-field' }, el('label', { class: 'ds-label', for: `format-${card.handle}` }, t('vault.card.format')), select),
      el('div', { class: 'row' },
        el('button', { class: 'ds-button', type: 'button', onclick: () => this.#save() }, t('vault.card.save')),
        el('button', { class: 'ds-button', type: 'button', 'data-variant': 'secondary', onclick: () => this.#copy() }, t('vault.card.copy')),
        el('button', { class: 'ds-button', type: 'button', 'data-variant': 'secondary', 'aria-expanded': String(!this.#shown.hidden), onclick: () => this.#toggle() }, t(this.#shown.hidden ? 'vault.card.show' : 'vault.card.hide'))),
      this.#shown);
  }

  async #save() {
    const card = /** @type {KeyCard} */ (this.#card);
    saveFile(await this.#secret(), fileName(card, this.#format));
    await this.#kept('vault.card.savedNow');
  }

  async #copy() {
    const { t } = this.#panel;
    const octets = await this.#secret();
    const copied = await copyText(new TextDecoder().decode(octets));
    octets.fill(0);
    if (copied) await this.#kept('vault.card.copiedNow');
    else this.#panel.announce(t('vault.card.copyFailed'));
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
    this.#panel.render();
  }

  #hide() {
    this.#shown.textContent = '';
    this.#shown.hidden = true;
  }

  /** @returns {Promise<Uint8Array<ArrayBuffer>>} */
  #secret() {
    return this.#panel.worker.request('secret', { handle: this.#card?.handle, format: this.#format });
  }

  /** @param {string} key  what to say */
  async #kept(key) {
    await this.#panel.worker.request('markSaved', this.#card?.handle);
    await this.#panel.refresh();
    this.#panel.announce(this.#panel.t(key));
  }

  async #repair() {
    await this.#panel.changed(await this.#panel.worker.request('repair', this.#card?.handle));
  }

  async #remove() {
    this.#hide();
    await this.#panel.changed(await this.#panel.worker.request('remove', this.#card?.handle));
  }
}

/** RSA 2048 · RS256 @param {KeyCard} card */
function describe(card) {
  const size = card.curve ?? `${card.keyType} ${card.bits || ''}`.trim();
  return [size, card.algorithm, card.thumbprint && `SHA-256 ${card.thumbprint.slice(0, 12)}…`].filter(Boolean).join(' · ');
}

const EXTENSIONS = /** @type {Record<string, string>} */ ({
  jwk: 'jwk.json', 'jwk-array': 'jwk-array.json', 'jwk-set': 'jwks.json',
  'pkcs8-pem': 'pkcs8.pem', 'pkcs1-pem': 'pkcs1.pem', 'sec1-pem': 'sec1.pem',
  'base64-jwk': 'jwk.base64.txt', 'base64-pem': 'pem.base64.txt',
});

/** @param {KeyCard} card @param {string} format */
function fileName(card, format) {
  const name = (card.kid ?? card.thumbprint.slice(0, 8)).replace(/[^\w.-]/g, '_');
  return `${name}.private.${EXTENSIONS[format] ?? 'txt'}`;
}
