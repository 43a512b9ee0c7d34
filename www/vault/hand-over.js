import { el, fill, refill } from '../shared/dom.js';
import { receiverName } from '../shared/receiver-names.js';
import { seen } from '../shared/seen.js';
import { saveFile } from './carry.js';
import { NewPassword } from './new-password.js';
import { StoredCheck } from './stored-check.js';

/**
 * The file that a receiver of a private key reads, made here at the person's click; and the check of what was
 * stored of it. The page says who the receiver is, and what is public; it opens this.
 *
 * @typedef {import('../shared/messages.js').HandOverOrder} HandOverOrder
 * @typedef {import('../shared/messages.js').HandOver} Plan
 * @typedef {{handle: number, order: HandOverOrder, plan: Plan, kid: string|null}} What
 */
export class HandOver {
  element = el('section', { class: 'many', 'data-color': 'brand2', 'data-open': true, id: 'hand-over', hidden: true });
  #panel;
  #password;
  #check;
  /** What is handed over. @type {What|null} */
  #what = null;
  /** The last opening counts. */
  #openings = 0;
  #body = el('div', { class: 'many-body' });
  #status = el('p', { class: 'ds-paragraph status', role: 'status', 'data-size': 'sm' });
  #end = el('div', { class: 'row' });

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#password = new NewPassword(panel, 'hand-over', (text) => this.#say(text));
    this.#check = new StoredCheck(panel, async () => { if (this.#what) await this.#kept(this.#what); });
    fill(this.element, this.#body, this.#status, this.#check.element, this.#end);
  }

  /** @param {number} handle @param {HandOverOrder} order */
  async open(handle, order) {
    const opening = ++this.#openings;
    const { handOver } = await this.#panel.worker.request('planHandOver', { handle, order });
    if (opening !== this.#openings) return;
    this.close();
    const card = this.#panel.cards.find((one) => one.handle === handle);
    if (!handOver || !card) return;
    this.#what = { handle, order, plan: handOver, kid: card.kid };
    this.#check.begin(handle, order);
    this.#draw();
    const title = document.getElementById('hand-over-title');
    title?.scrollIntoView({ block: 'nearest' });
    title?.focus();
  }

  /**
   * The page asks for it in another way: what is saved and checked here is what the page speaks of.
   *
   * @param {number} handle @param {HandOverOrder} order @param {import('../shared/messages.js').HandOverPlan} plan
   */
  follow(handle, order, { handOver }) {
    const what = this.#what;
    if (!what || JSON.stringify([handle, order]) === JSON.stringify([what.handle, what.order])) return;
    if (!handOver || handle !== what.handle) return this.close();
    this.#what = { ...what, order, plan: handOver };
    this.#say('');
    this.#check.begin(handle, order);
    this.#draw();
  }

  close() {
    this.#openings += 1;
    this.#what = null;
    this.#password.forget();
    this.#check.end();
    this.#say('');
    this.element.hidden = true;
  }

  relabel() {
    this.#say('');
    if (this.#what) this.#draw();
    this.#check.relabel();
  }

  /** A key that is gone is handed over no more; one with another kid would be another file. */
  keysChanged() {
    const card = this.#panel.cards.find(({ handle }) => handle === this.#what?.handle);
    if (this.#what && card?.kid !== this.#what.kid) this.close();
  }

  #draw() {
    if (!this.#what) return;
    const { t } = this.#panel;
    const { order, plan, kid } = this.#what;
    const isLocked = plan.form === 'pkcs12';
    const receiver = receiverName(order.receiver, '');
    this.element.hidden = false;
    this.element.setAttribute('aria-labelledby', 'hand-over-title');
    refill(this.#body,
      el('h2', { class: 'ds-heading', 'data-size': '2xs', id: 'hand-over-title', tabindex: '-1' },
        receiver ? t('vault.use.title', { receiver }) : t('vault.use.file')),
      el('p', { class: 'ds-paragraph', 'data-size': 'sm' },
        t(kid === null ? 'vault.use.about.noKid' : 'vault.use.about', { name: plan.fileName, kid: seen(kid ?? '') })),
      // Where the key is all of it, there is nothing else to see.
      plan.preview.length > 1 && el('details', { open: this.#body.querySelector('details')?.open },
        el('summary', {}, t('vault.use.preview')),
        el('pre', { class: 'secret', tabindex: '0' }, plan.preview)),
      isLocked && this.#password.draw(),
      el('div', { class: 'row' }, this.#button('save', 'primary', t('vault.use.save'), () => this.#save())));
    fill(this.#end, this.#button('close', 'tertiary', t('vault.many.close'), async () => this.close()));
  }

  /** As it is at the click. */
  async #save() {
    if (!this.#what) return;
    const what = this.#what;
    const { handle, order, plan } = what;
    const password = plan.form === 'pkcs12' ? this.#password.take(true) : undefined;
    if (password === null) return;
    if (password) this.#say(this.#panel.t('vault.card.protecting'));
    const octets = await this.#panel.worker.request(
      'handOverFile', { handle, order, password }, { transfer: password ? [password.buffer] : [] });
    saveFile(octets, plan.fileName);
    this.#password.used();
    await this.#kept(what);
    this.#say(this.#panel.t(password ? 'vault.use.savedLocked' : 'vault.use.saved', { name: plan.fileName }));
  }

  /** A file of it was saved, or it came back right from where it is kept. @param {What} what */
  async #kept({ handle, kid, order, plan: { fileName, stays } }) {
    await this.#panel.worker.request('markSaved', [handle]);
    await this.#panel.refresh();
    this.#panel.handedOver({ handle, kid, order, fileName, stays });
  }

  /** @param {string} name @param {string} variant @param {string} text @param {() => Promise<void>} work */
  #button(name, variant, text, work) {
    return el('button', {
      class: 'ds-button', type: 'button', id: `hand-over-${name}`, 'data-variant': variant, 'data-color': 'brand2',
      onclick: () => this.#panel.attempt(work, (said) => this.#say(said)),
    }, text);
  }

  /** @param {string} text */
  #say(text) {
    this.#status.textContent = text;
  }
}
