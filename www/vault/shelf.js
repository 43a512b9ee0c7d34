import { el } from '../shared/dom.js';
import { SecretCard } from './secret-card.js';

/** The keys, one card each; a card keeps what is open in it while the list changes. */
export class Shelf {
  #panel;
  /** @type {Map<number, SecretCard>} */
  #cards = new Map();

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.#panel = panel;
  }

  render() {
    const { t, cards } = this.#panel;
    for (const handle of this.#cards.keys()) {
      if (!cards.some((card) => card.handle === handle)) this.#cards.delete(handle);
    }
    return el('section', { class: 'shelf', 'aria-labelledby': 'shelf-title' },
      el('h2', { class: 'ds-heading', 'data-size': '2xs', id: 'shelf-title' }, t('vault.shelf.title', { count: cards.length })),
      cards.length === 0
        ? el('p', { class: 'ds-paragraph empty', 'data-size': 'sm' }, t('vault.shelf.empty'))
        : el('ul', { class: 'cards' }, ...cards.map((card) => el('li', {}, this.#card(card).render(card)))));
  }

  /** @param {number} handle */
  focus(handle) {
    this.#cards.get(handle)?.focus();
  }

  forget() {
    this.#cards.clear();
  }

  /** @param {import('./panel.js').KeyCard} card */
  #card(card) {
    const found = this.#cards.get(card.handle) ?? new SecretCard(this.#panel);
    this.#cards.set(card.handle, found);
    return found;
  }
}
