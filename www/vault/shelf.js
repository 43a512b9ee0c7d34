import { el, fill } from '../shared/dom.js';
import { SecretCard } from './secret-card.js';

/** The keys, one card each, the newest first. A card stays in its place while others come and go. */
export class Shelf {
  element = el('section', { class: 'shelf', 'aria-labelledby': 'shelf-title' });
  #panel;
  #title = el('h2', { class: 'ds-heading', 'data-size': '2xs', id: 'shelf-title' });
  #empty = el('p', { class: 'ds-paragraph empty', 'data-size': 'sm' });
  #list = el('ul', { class: 'cards' });
  /** @type {Map<number, SecretCard>} */
  #cards = new Map();

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.#panel = panel;
    fill(this.element, this.#title, this.#empty, this.#list);
  }

  draw() {
    const { t, cards } = this.#panel;
    this.#title.textContent = t('vault.shelf.title', { count: cards.length });
    this.#empty.textContent = t('vault.shelf.empty');
    this.#empty.hidden = cards.length > 0;
    for (const [handle, card] of this.#cards) {
      if (cards.some((kept) => kept.handle === handle)) continue;
      card.forget();
      this.#cards.delete(handle);
    }
    for (const card of cards) this.#card(card).update(card);
  }

  /** In another language. */
  relabel() {
    this.draw();
    for (const card of this.#cards.values()) card.relabel();
  }

  /** @param {number} handle */
  focus(handle) {
    this.#cards.get(handle)?.focus();
  }

  /** @param {import('./panel.js').KeyCard} card */
  #card(card) {
    const known = this.#cards.get(card.handle);
    if (known) return known;
    const made = new SecretCard(this.#panel, card);
    this.#cards.set(card.handle, made);
    this.#list.prepend(made.element);
    return made;
  }
}
