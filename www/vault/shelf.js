import { el, fill } from '../shared/dom.js';
import { SecretCard } from './secret-card.js';

/** So many of the newest keys are drawn; the others are folded away until they are asked for. */
const NEWEST = 10;

/** So many more at each click. */
const MORE = 20;

/** The keys, one card each, the newest first. A card stays in its place while others come and go. */
export class Shelf {
  element = el('section', { class: 'shelf', 'aria-labelledby': 'shelf-title' });
  #panel;
  #title = el('h2', { class: 'ds-heading', 'data-size': '2xs', id: 'shelf-title' });
  #empty = el('p', { class: 'ds-paragraph empty', 'data-size': 'sm' });
  #list = el('ul', { class: 'cards' });
  #more = el('button', {
    class: 'ds-button', type: 'button', id: 'shelf-more', 'data-variant': 'secondary', 'data-color': 'brand2',
    hidden: true, onclick: () => this.#showMore(),
  });
  #room = NEWEST;
  /** Those that are drawn. @type {Map<number, SecretCard>} */
  #cards = new Map();

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.#panel = panel;
    fill(this.element, this.#title, this.#empty, this.#list, this.#more);
  }

  draw() {
    const { t, cards } = this.#panel;
    if (cards.length === 0) this.#room = NEWEST;
    this.#title.textContent = t('vault.shelf.title', { count: cards.length });
    this.#empty.textContent = t('vault.shelf.empty');
    this.#empty.hidden = cards.length > 0;
    const held = new Map(cards.map((card) => [card.handle, card]));
    const newest = new Set(cards.slice(-this.#room));
    for (const [handle, drawn] of this.#cards) {
      const card = held.get(handle);
      if (card && (newest.has(card) || drawn.isInUse())) drawn.update(card);
      else this.#fold(handle, drawn);
    }
    for (const card of newest) this.#drawn(card);
    this.#drawMore();
  }

  /** In another language. */
  relabel() {
    this.draw();
    for (const card of this.#cards.values()) card.relabel();
  }

  /** @param {number} handle */
  focus(handle) {
    const card = this.#panel.cards.find((one) => one.handle === handle);
    if (!card) return;
    this.#drawn(card).focus();
    this.#drawMore();
  }

  /** @param {number} handle @param {SecretCard} drawn */
  #fold(handle, drawn) {
    drawn.forget();
    this.#cards.delete(handle);
  }

  /** @param {import('./panel.js').KeyCard} card */
  #drawn(card) {
    const known = this.#cards.get(card.handle);
    if (known) return known;
    const made = new SecretCard(this.#panel, card);
    const older = [...this.#cards.keys()].filter((handle) => handle < card.handle);
    const next = this.#cards.get(Math.max(...older));
    this.#list.insertBefore(made.element, next?.element ?? null);
    this.#cards.set(card.handle, made);
    return made;
  }

  #drawMore() {
    const count = this.#panel.cards.length - this.#cards.size;
    this.#more.hidden = count <= 0;
    this.#more.textContent = this.#panel.t('vault.shelf.more', { count });
  }

  /** On to the first that was not seen yet. */
  #showMore() {
    const { cards } = this.#panel;
    const folded = cards.slice(0, cards.length - this.#room).filter(({ handle }) => !this.#cards.has(handle));
    this.#room += MORE;
    this.draw();
    const next = folded.at(-1);
    if (next) this.#cards.get(next.handle)?.focusTitle();
  }
}
