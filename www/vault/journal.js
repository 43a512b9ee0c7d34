import { el, fill } from '../shared/dom.js';
import { seen } from '../shared/seen.js';
import { languageTag } from '../shared/written-day.js';
import { chosenLocale } from './language.js';

/** What the vault signed, so that the person can see what their keys were used for. */
export class Journal {
  element = el('details', { class: 'journal', hidden: true });
  #panel;
  #title = el('summary');
  #list = el('ul');
  /** @type {import('../shared/messages.js').SignedEntry[]} */
  #entries = [];

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.#panel = panel;
    fill(this.element, this.#title, this.#list);
  }

  /**
   * @param {import('../shared/messages.js').SignedGrant} grant
   * @param {import('./panel.js').KeyCard|undefined} card  of the key that signed it
   */
  add({ header, claims }, card) {
    const { aud, iss, scope, iat: _, exp: __, jti: ___, ...also } = claims;
    const certificate = header.x5c ? card?.certificate?.subject ?? '' : null;
    const entry = {
      at: Date.now(), kid: header.kid ?? '', certificate, audience: aud, clientId: iss, scope, also: written(also),
    };
    this.#entries.unshift(entry);
    this.draw();
    return entry;
  }

  draw() {
    const { t } = this.#panel;
    const time = new Intl.DateTimeFormat(languageTag(chosenLocale()), { timeStyle: 'medium' });
    this.element.hidden = this.#entries.length === 0;
    this.#title.textContent = t('vault.journal.title', { count: this.#entries.length });
    fill(this.#list, ...this.#entries.map((entry) => el('li', {}, line(t, entry, time.format(entry.at)))));
  }
}

/**
 * What the claims are, not what was asked for: a line that the page could word
 * would hide what it had signed.
 *
 * @param {import('../shared/i18n.js').Translate} t
 * @param {import('../shared/messages.js').SignedEntry} entry
 * @param {string} at
 */
function line(t, { kid, certificate, audience, clientId, scope, also }, at) {
  const values = { at, audience: seen(audience), clientId: seen(clientId), scope: seen(scope) };
  const text = certificate === null
    ? t('vault.journal.entry', { ...values, kid: seen(kid) })
    : t('vault.journal.certified', { ...values, certificate: seen(certificate) });
  return also ? `${text}, ${seen(also)}` : text;
}

/** pid 12345678901, resource ["https://…"] @param {Record<string, unknown>} claims */
function written(claims) {
  return Object.entries(claims)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
