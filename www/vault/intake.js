import { el, fill, refill } from '../shared/dom.js';
import { CallError } from '../shared/messenger.js';
import { hasText } from './language.js';
import { Lock } from './lock.js';

/** Larger files are no keys; reading them would only take time. In octets, as in the reader. */
const MAXIMUM_SIZE = 2 * 1024 * 1024;

/**
 * Where keys come in: paste, drop (anywhere in the vault), or choose a file.
 * What was read is emptied from the field and stays as a card; what was not
 * read stays in the field. What is encrypted waits for its password.
 *
 * @typedef {{code: string, line?: number, column?: number, file?: string}} Trouble
 * @typedef {{name: string|undefined, text?: string, octets: () => Promise<Uint8Array<ArrayBuffer>>}} Source
 */
export class Intake {
  element = el('section', { class: 'intake', 'aria-labelledby': 'intake-title' });
  #panel;
  #field;
  #labels = el('div', { class: 'labels' });
  #message = el('div', { role: 'alert' });
  #lock;
  #ways = el('div', { class: 'row' });
  /** @type {Trouble[]} */
  #troubles = [];
  /** @type {import('../shared/messages.js').KeyCard['findings']} */
  #ofTheSet = [];
  #reading = false;

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#field = el('textarea', {
      class: 'ds-input', id: 'intake', rows: 4, spellcheck: 'false', autocomplete: 'off',
      autocorrect: 'off', autocapitalize: 'off', 'aria-describedby': 'intake-help',
    });
    this.#field.addEventListener('paste', () => setTimeout(() => this.#readField(), 0));
    this.#field.addEventListener('input', () => { this.#lock.close(); this.#say([]); });
    this.#lock = new Lock(panel, (sources, password) => this.#unlock(sources, password));
    fill(this.element, this.#labels, el('div', { class: 'ds-field' }, this.#field), this.#message, this.#lock.element, this.#ways);
    this.#takeDrops();
  }

  /** The vault is emptied: what waits to be read too. */
  clear() {
    this.#field.value = '';
    this.#lock.close();
    this.#say([]);
  }

  focus() {
    this.#field.scrollIntoView({ block: 'nearest' });
    this.#field.focus();
  }

  relabel() {
    const { t } = this.#panel;
    const file = el('input', { type: 'file', id: 'intake-file', class: 'ds-sr-only', multiple: true });
    file.addEventListener('change', async () => { await this.#readFiles(file.files); file.value = ''; });
    fill(this.#labels,
      el('h2', { class: 'ds-heading', 'data-size': '2xs', id: 'intake-title' }, t('vault.intake.title')),
      el('label', { class: 'ds-label', for: 'intake' }, t('vault.intake.label')),
      el('p', { class: 'ds-paragraph', 'data-size': 'sm', id: 'intake-help' }, t('vault.intake.help')),
    );
    refill(
      this.#ways,
      el('button', { class: 'ds-button', type: 'button', id: 'intake-read', onclick: () => this.#readField() },
        t('vault.intake.read'),
      ),
      file,
      el('label', { class: 'ds-button', 'data-variant': 'secondary', for: 'intake-file' }, t('vault.intake.file')));
    this.#lock.relabel();
    this.#say(this.#troubles, this.#ofTheSet);
  }

  /** A file that is dropped beside the field would be opened in place of the vault, and the keys gone. */
  #takeDrops() {
    document.addEventListener('dragover', (event) => { event.preventDefault(); this.element.dataset.dragged = ''; });
    document.addEventListener('dragleave', () => { delete this.element.dataset.dragged; });
    document.addEventListener('drop', (event) => {
      event.preventDefault();
      delete this.element.dataset.dragged;
      if (event.dataTransfer?.files.length) return void this.#readFiles(event.dataTransfer.files);
      void this.#readText(event.dataTransfer?.getData('text/plain') ?? '');
    });
  }

  /** @param {FileList|null} files */
  async #readFiles(files) {
    const sources = [...(files ?? [])].map((file) => ({
      name: file.name,
      octets: async () =>
        file.size > MAXIMUM_SIZE ? Promise.reject({ code: 'too-long' }) : new Uint8Array(await file.arrayBuffer()),
    }));
    await this.#read(sources);
  }

  async #readField() {
    const text = this.#field.value;
    if (await this.#readText(text) && this.#field.value === text) this.#field.value = '';
  }

  /** What could not be read is kept in the field, unless something else stands there. @param {string} text */
  async #readText(text) {
    const done = await this.#read([{ name: undefined, text, octets: async () => new TextEncoder().encode(text) }]);
    if (!done && this.#field.value === '') this.#field.value = text;
    return done;
  }

  /** What was locked, with the password that was typed; what stood in the field is emptied from it when it opens. @param {Source[]} sources @param {string} password */
  async #unlock(sources, password) {
    const before = this.#field.value;
    const isOfTheField = sources.some(({ text }) => text !== undefined && text === before);
    if (await this.#read(sources, password) && isOfTheField && this.#field.value === before) this.#field.value = '';
  }

  /** @param {Source[]} sources @param {string} [password] @returns {Promise<boolean>} whether all were read */
  async #read(sources, password) {
    if (this.#reading) return false;
    this.#reading = true;
    /** @type {Trouble[]} */
    const troubles = [];
    const locked = [];
    const cards = [];
    const findings = [];
    for (const source of sources) {
      try {
        const read = await this.#ask(source, password);
        cards.push(...read.cards);
        findings.push(...read.findings);
      } catch (error) {
        const found = trouble(error);
        if (found.code === 'password-needed' || found.code === 'password-wrong') locked.push(source);
        troubles.push({ ...found, file: sources.length > 1 ? source.name : undefined });
      }
    }
    this.#reading = false;
    this.#lock.ask(locked);
    this.#say(troubles, findings);
    if (cards.length > 0) {
      await this.#panel.refresh();
      this.#panel.show('key', cards[0].handle);
      this.#panel.announce(this.#panel.t('vault.intake.done', { count: cards.length }));
    }
    return troubles.length === 0;
  }

  /** Both buffers go to the worker, which overwrites them. @param {Source} source @param {string} [password] */
  async #ask({ octets }, password) {
    const bytes = await octets();
    const secret = password === undefined ? undefined : new TextEncoder().encode(password);
    const transfer = secret ? [bytes.buffer, secret.buffer] : [bytes.buffer];
    return this.#panel.worker.request('read', { octets: bytes, password: secret }, { transfer });
  }

  /** @param {Trouble[]} troubles @param {import('../shared/messages.js').KeyCard['findings']} [ofTheSet] */
  #say(troubles, ofTheSet = []) {
    const { t } = this.#panel;
    this.#troubles = troubles;
    this.#ofTheSet = ofTheSet;
    this.#field.setAttribute('aria-invalid', String(troubles.length > 0));
    fill(this.#message,
      ...troubles.map((trouble) => el('div', { class: 'ds-alert', 'data-color': trouble.code === 'password-needed' ? 'info' : 'danger' }, this.#words(trouble))),
      ...ofTheSet.map(({ code, values }) => el('div', { class: 'ds-alert', 'data-color': 'warning' },
        `${t(`finding.${code}.means`, values)} ${t(`finding.${code}.do`, values)}`)));
  }

  /** @param {Trouble} trouble */
  #words({ code, line, column, file }) {
    const { t } = this.#panel;
    const words = hasText(`read.${code}`) ? t(`read.${code}`) : t('vault.failed', { code });
    const place = line && !code.startsWith('password') ? t('vault.intake.place', { line, column: column ?? 1 }) : '';
    return [file && `${file}:`, words, place].filter(Boolean).join(' ');
  }
}

/**
 * A file that the browser cannot read (a folder, say) has no code of ours.
 *
 * @param {unknown} error
 * @returns {Trouble}
 */
function trouble(error) {
  if (error instanceof CallError) return error.failure;
  if (error && typeof error === 'object' && 'code' in error && typeof error.code === 'string')
    return { code: error.code };
  return { code: 'file-unreadable' };
}
