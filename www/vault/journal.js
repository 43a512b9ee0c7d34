import { el } from '../shared/dom.js';

/** What the vault signed, so that the person can see what their keys were used for. */
export class Journal {
  #panel;
  /** @type {import('../shared/messages.js').SignedEntry[]} */
  #entries = [];

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.#panel = panel;
  }

  /**
   * @param {{environment: import('../shared/messages.js').Environment, request: import('../shared/messages.js').GrantRequest}} params
   * @param {import('../shared/messages.js').SignedGrant} grant
   */
  add({ environment, request }, grant) {
    const entry = {
      at: Date.now(),
      kid: grant.header.kid ?? '',
      audience: environment.issuer,
      clientId: request.clientId,
      scope: request.scope,
    };
    this.#entries.unshift(entry);
    this.#panel.render();
    return entry;
  }

  render() {
    const { t } = this.#panel;
    if (this.#entries.length === 0) return null;
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'medium' });
    return el('details', { class: 'ds-details journal' },
      el('summary', {}, t('vault.journal.title', { count: this.#entries.length })),
      el('ul', {}, ...this.#entries.map((entry) => el('li', {}, t('vault.journal.entry', { ...entry, at: time.format(entry.at) })))));
  }
}
