import { el, fill } from '../shared/dom.js';
import { CallError } from '../shared/messenger.js';
import { hasText } from './language.js';

/**
 * Where keys come in: paste, drop, or choose a file. What was read is emptied
 * from the field and stays as a card; what was not read stays in the field.
 */
export class Intake {
  #panel;
  #field;
  #message = el('div', { role: 'alert' });
  /** @type {{code: string, [value: string]: unknown}|null} */
  #failure = null;

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#field = el('textarea', {
      class: 'ds-input', id: 'intake', rows: 4, spellcheck: 'false', autocomplete: 'off',
      autocorrect: 'off', autocapitalize: 'off', 'aria-describedby': 'intake-help',
    });
    this.#field.addEventListener('paste', () => setTimeout(() => this.#read(), 0));
    this.#field.addEventListener('input', () => this.#say(null));
  }

  focus() {
    this.#field.scrollIntoView({ block: 'nearest' });
    this.#field.focus();
  }

  render() {
    const { t } = this.#panel;
    const file = el('input', { type: 'file', id: 'intake-file', class: 'ds-sr-only', multiple: true });
    file.addEventListener('change', () => this.#readFiles(file.files));
    const section = el('section', { class: 'intake', 'aria-labelledby': 'intake-title' },
      el('h2', { class: 'ds-heading', 'data-size': '2xs', id: 'intake-title' }, t('vault.intake.title')),
      el('div', { class: 'ds-field' },
        el('label', { class: 'ds-label', for: 'intake' }, t('vault.intake.label')),
        el('p', { id: 'intake-help', 'data-field': 'description' }, t('vault.intake.help')),
        this.#field),
      this.#message,
      el('div', { class: 'row' },
        el('button', { class: 'ds-button', type: 'button', onclick: () => this.#read() }, t('vault.intake.read')),
        file,
        el('label', { class: 'ds-button', 'data-variant': 'secondary', for: 'intake-file' }, t('vault.intake.file'))));
    section.addEventListener('dragover', (event) => { event.preventDefault(); section.dataset.dragged = ''; });
    section.addEventListener('dragleave', () => { delete section.dataset.dragged; });
    section.addEventListener('drop', (event) => this.#drop(event));
    this.#say(this.#failure);
    return section;
  }

  /** @param {DragEvent} event */
  #drop(event) {
    event.preventDefault();
    if (event.dataTransfer?.files.length) return void this.#readFiles(event.dataTransfer.files);
    this.#field.value = event.dataTransfer?.getData('text/plain') ?? '';
    void this.#read();
  }

  /** @param {FileList|null} files */
  async #readFiles(files) {
    for (const file of files ?? []) await this.#take(new Uint8Array(await file.arrayBuffer()));
  }

  async #read() {
    if (await this.#take(new TextEncoder().encode(this.#field.value))) this.#field.value = '';
  }

  /** @param {Uint8Array<ArrayBuffer>} octets @returns {Promise<boolean>} whether it was read */
  async #take(octets) {
    try {
      const cards = await this.#panel.worker.request('read', octets, { transfer: [octets.buffer] });
      this.#say(null);
      await this.#panel.refresh();
      this.#panel.show('key', cards[0]?.handle);
      this.#panel.announce(this.#panel.t('vault.intake.done', { count: cards.length }));
      return true;
    } catch (error) {
      this.#say(error instanceof CallError ? error.failure : { code: 'internal' });
      return false;
    }
  }

  /** @param {{code: string, [value: string]: unknown}|null} failure */
  #say(failure) {
    const { t } = this.#panel;
    this.#failure = failure;
    this.#field.setAttribute('aria-invalid', String(failure !== null));
    if (!failure) return fill(this.#message);
    const values = /** @type {Record<string, string|number>} */ (failure);
    const key = hasText(`read.${failure.code}`) ? `read.${failure.code}` : 'vault.failed';
    const place = failure.line ? t('vault.intake.place', { line: Number(failure.line), column: Number(failure.column ?? 1) }) : '';
    fill(this.#message, el('div', { class: 'ds-alert', 'data-color': 'danger' }, `${t(key, values)} ${place}`.trim()));
  }
}
