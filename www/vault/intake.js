import { el, fill, refill } from '../shared/dom.js';
import { findingValues } from '../shared/finding-values.js';
import { seen } from '../shared/seen.js';
import { chosenLocale, hasText } from './language.js';
import { Lock } from './lock.js';
import { isLocked, sourceOfFile, sourceOfText, spend, troubleOf } from './sources.js';

/**
 * Where keys come in: paste, drop (anywhere in the vault), or choose a file.
 * What was read is emptied from the field and stays as a card; what was not
 * read stays in the field. What is encrypted waits for its password.
 *
 * @typedef {import('./sources.js').Source} Source
 */
export class Intake {
  element = el('section', { class: 'intake', 'aria-labelledby': 'intake-title' });
  #panel;
  #field;
  #labels = el('div', { class: 'labels' });
  #message = el('div', { role: 'alert', id: 'intake-said' });
  #lock;
  #ways = el('div', { class: 'row' });
  /** What came in last, in its order, and what became of each. @type {Map<Source, import('./sources.js').Outcome>} */
  #outcomes = new Map();
  /** What is being read, and what waits for its turn. @type {Set<Source>} */
  #waiting = new Set();
  /** How often the vault was emptied: what came before that is not read, and not spoken of. */
  #emptied = 0;
  /** Ends when all that came so far was read. @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /** @param {import('./panel.js').Panel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#field = el('textarea', {
      class: 'ds-input', id: 'intake', rows: 4, spellcheck: 'false', autocomplete: 'off',
      autocorrect: 'off', autocapitalize: 'off', 'aria-describedby': 'intake-help',
    });
    this.#field.addEventListener('paste', () => setTimeout(() => this.#readField(), 0));
    this.#field.addEventListener('input', () => this.#forget());
    this.#lock = new Lock(panel, (sources, password) => this.#read(sources, password));
    fill(this.element,
      this.#labels, el('div', { class: 'ds-field' }, this.#field), this.#message, this.#lock.element, this.#ways);
    this.#takeDrops();
  }

  /** The vault is emptied: what waits to be read too. */
  clear() {
    this.#field.value = '';
    this.#waiting.clear();
    this.#emptied += 1;
    this.#forget();
  }

  focus() {
    this.#field.scrollIntoView({ block: 'nearest' });
    this.#field.focus();
  }

  relabel() {
    const { t } = this.#panel;
    const file = el('input', { type: 'file', id: 'intake-file', class: 'ds-sr-only', multiple: true });
    file.addEventListener('change', () => { this.#takeFiles(file.files); file.value = ''; });
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
    this.#say();
  }

  /** A file that is dropped beside the field would be opened in place of the vault, and the keys gone. */
  #takeDrops() {
    document.addEventListener('dragover', (event) => { event.preventDefault(); this.element.dataset.dragged = ''; });
    document.addEventListener('dragleave', () => { delete this.element.dataset.dragged; });
    document.addEventListener('drop', (event) => {
      event.preventDefault();
      delete this.element.dataset.dragged;
      if (event.dataTransfer?.files.length) return this.#takeFiles(event.dataTransfer.files);
      this.#take([sourceOfText(event.dataTransfer?.getData('text/plain') ?? '')]);
    });
  }

  /** @param {FileList|null} files */
  #takeFiles(files) {
    this.#take([...(files ?? [])].map(sourceOfFile));
  }

  /** A paste reads by itself; who clicks as well has the same text read once. */
  #readField() {
    const text = this.#field.value;
    if ([...this.#waiting].some((source) => source.text === text)) return;
    this.#take([sourceOfText(text)]);
  }

  /**
   * Something new: what is said of earlier things goes, unless they still wait for their turn.
   *
   * @param {Source[]} sources
   */
  #take(sources) {
    if (this.#waiting.size === 0) this.#forget();
    void this.#read(sources);
  }

  /** One reading after another, each told of when it is done. @param {Source[]} sources @param {string} [password] */
  #read(sources, password) {
    for (const source of sources) this.#waiting.add(source);
    const emptied = this.#emptied;
    const reading = this.#turn.then(() => this.#readNow(sources, () => emptied !== this.#emptied, password));
    this.#turn = reading.catch(() => {});
    return reading;
  }

  /** @param {Source[]} sources @param {() => boolean} isOver  the vault was emptied @param {string} [password] */
  async #readNow(sources, isOver, password) {
    const cards = [];
    for (const source of sources) {
      const { cards: found = [], ...outcome } = await this.#ask(source, isOver, password);
      if (isOver()) return;
      this.#waiting.delete(source);
      this.#outcomes.set(source, outcome);
      this.#settleField(source, outcome);
      if (!isLocked(outcome)) spend(source);
      cards.push(...found);
    }
    this.#say();
    if (cards.length > 0) await this.#show(cards, isOver);
    if (isOver()) return;
    const locked = [...this.#outcomes].filter(([, outcome]) => isLocked(outcome)).map(([source]) => source);
    this.#lock.ask(locked, [...this.#outcomes.values()].some(({ trouble }) => trouble?.code === 'password-wrong'));
    // It opened, and held no key: the lock is gone, and the focus with it.
    if (password !== undefined && cards.length + locked.length === 0) this.focus();
  }

  /**
   * Both buffers go to the worker, which overwrites them.
   *
   * @param {Source} source @param {() => boolean} isOver @param {string} [password]
   * @returns {Promise<import('./sources.js').Outcome & {cards?: import('./panel.js').KeyCard[]}>}
   */
  async #ask(source, isOver, password) {
    try {
      const octets = await source.octets();
      if (isOver()) {
        octets.fill(0);
        return { findings: [] };
      }
      const secret = password === undefined ? undefined : new TextEncoder().encode(password);
      const transfer = secret ? [octets.buffer, secret.buffer] : [octets.buffer];
      return await this.#panel.worker.request('read', { octets, password: secret }, { transfer });
    } catch (error) {
      return { trouble: troubleOf(error, source), findings: [] };
    }
  }

  /**
   * A text that was read leaves the field; one that was not is kept there, unless something else stands there.
   *
   * @param {Source} source @param {import('./sources.js').Outcome} outcome
   */
  #settleField({ text }, { trouble }) {
    if (text === undefined) return;
    if (trouble && this.#field.value === '') this.#field.value = text;
    if (!trouble && this.#field.value === text) this.#field.value = '';
  }

  /** @param {import('./panel.js').KeyCard[]} cards @param {() => boolean} isOver */
  async #show(cards, isOver) {
    await this.#panel.refresh();
    if (isOver()) return;
    // The one on top, which the page chooses too.
    this.#panel.show('key', Math.max(...cards.map(({ handle }) => handle)));
    const count = cards.length;
    this.#panel.announce(this.#panel.t(`vault.intake.done.${count === 1 ? 'one' : 'many'}`, { count }));
  }

  /** What came in is no longer spoken of, and no password asked for. */
  #forget() {
    this.#outcomes.clear();
    this.#lock.close();
    this.#say();
  }

  #say() {
    const { t } = this.#panel;
    const outcomes = [...this.#outcomes];
    // A password that is wrong is wrong in a field of its own.
    const isWrong = outcomes.some(([, outcome]) => outcome.trouble && !isLocked(outcome));
    this.#field.setAttribute('aria-invalid', String(isWrong));
    fill(this.#message,
      ...outcomes.map(([{ name }, { trouble }]) => trouble && alert(
        trouble.code === 'password-needed' ? 'info' : 'danger', this.#words(trouble, name))),
      ...outcomes.flatMap(([, { findings }]) => findings).map((finding) => {
        const values = findingValues(finding, chosenLocale());
        return alert(
          'warning',
          `${t(`finding.${finding.code}.means`, values)} ${t(`finding.${finding.code}.do`, values)}`,
        );
      }));
  }

  /** @param {import('./sources.js').Trouble} trouble @param {string} [file] */
  #words({ code, line, column }, file) {
    const { t } = this.#panel;
    const words = hasText(`read.${code}`) ? t(`read.${code}`) : t('vault.failed', { code });
    // What begins where all begins is said of the whole.
    const isPart = line && !(line === 1 && (column ?? 1) === 1) && !code.startsWith('password');
    const place = isPart ? t('vault.intake.place', { line, column: column ?? 1 }) : '';
    return [file !== undefined && `${seen(file)}:`, words, place].filter(Boolean).join(' ');
  }
}

/** @param {string} color @param {string} text */
function alert(color, text) {
  return el('div', { class: 'ds-alert', 'data-color': color }, text);
}
