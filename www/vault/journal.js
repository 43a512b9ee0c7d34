import { el, fill } from '../shared/dom.js';

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
   * @param {{environment: import('../shared/messages.js').Environment, request: import('../shared/messages.js').GrantRequest}} params
   * @param {import('../shared/messages.js').SignedGrant} grant
   */
  add({ environment, request }, grant) {
    const entry = { at: Date.now(), kid: grant.header.kid ?? '', audience: environment.issuer, clientId: request.clientId, scope: request.scope };
    this.#entries.unshift(entry);
    this.draw();
    return entry;
  }

  draw() {
    const { t } = this.#panel;
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'medium' });
    this.element.hidden = this.#entries.length === 0;
    this.#title.textContent = t('vault.journal.title', { count: this.#entries.length });
    fill(this.#list, ...this.#entries.map((entry) => el('li', {}, t('vault.journal.entry', { ...entry, at: time.format(entry.at) }))));
  }
}
