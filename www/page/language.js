import { createTranslator } from '../shared/i18n.js';
import { languageTag } from '../shared/written-day.js';
import pageNb from '../locales/page/nb.json';
import pageNn from '../locales/page/nn.json';
import pageEn from '../locales/page/en.json';
import answersNb from '../locales/answers/nb.json';
import answersNn from '../locales/answers/nn.json';
import answersEn from '../locales/answers/en.json';
import findingsNb from '../locales/findings/nb.json';
import findingsNn from '../locales/findings/nn.json';
import findingsEn from '../locales/findings/en.json';
import clientsNb from '../locales/clients/nb.json';
import clientsNn from '../locales/clients/nn.json';
import clientsEn from '../locales/clients/en.json';
import useNb from '../locales/use/nb.json';
import useNn from '../locales/use/nn.json';
import useEn from '../locales/use/en.json';
import codeNb from '../locales/code/nb.json';
import codeNn from '../locales/code/nn.json';
import codeEn from '../locales/code/en.json';
import pairsNb from '../locales/pairs/nb.json';
import pairsNn from '../locales/pairs/nn.json';
import pairsEn from '../locales/pairs/en.json';

/** @typedef {import('./types.js').Locale} Locale */

const TABLES = {
  nb: { ...pageNb, ...answersNb, ...findingsNb, ...pairsNb, ...clientsNb, ...useNb, ...codeNb },
  nn: { ...pageNn, ...answersNn, ...findingsNn, ...pairsNn, ...clientsNn, ...useNn, ...codeNn },
  en: { ...pageEn, ...answersEn, ...findingsEn, ...pairsEn, ...clientsEn, ...useEn, ...codeEn },
};

/** Each language in its own name. @type {[Locale, string][]} */
export const LANGUAGES = [['nb', 'Bokmål'], ['nn', 'Nynorsk'], ['en', 'English']];

/** Text, dates and numbers in one language. */
export class Language {
  /** @param {Locale} locale */
  constructor(locale) {
    this.locale = locale;
    this.t = createTranslator(locale, TABLES);
  }

  /** Is there a text for this key? @param {string} key */
  has(key) {
    return key in TABLES.nb;
  }

  /** The text with its placeholders still in it. @param {string} key @returns {string} */
  raw(key) {
    const table = /** @type {Record<string, string>} */ (TABLES[this.locale]);
    return table[key] ?? key;
  }

  /** 23. november 2026 @param {Date} date */
  date(date) {
    return new Intl.DateTimeFormat(languageTag(this.locale), { dateStyle: 'long' }).format(date);
  }

  /** 14:03:20 @param {Date} date */
  time(date) {
    return new Intl.DateTimeFormat(languageTag(this.locale), { timeStyle: 'medium' }).format(date);
  }

  /** 23. nov. 2026, 14:03:20 @param {Date} date */
  moment(date) {
    return new Intl.DateTimeFormat(languageTag(this.locale), { dateStyle: 'medium', timeStyle: 'medium' }).format(date);
  }

  /** @param {number} value @param {number} [decimals] */
  number(value, decimals = 0) {
    return new Intl.NumberFormat(languageTag(this.locale), {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(value);
  }

  /** «a», «b» og «c» @param {string[]} items */
  list(items) {
    return new Intl.ListFormat(languageTag(this.locale), { type: 'conjunction' }).format(items);
  }
}

/** The browser's own choice among our languages; Bokmål when it has none. @returns {Locale} */
export function preferredLocale() {
  for (const wanted of navigator.languages) {
    const short = wanted.slice(0, 2);
    if (short === 'nn' || short === 'en') return short;
    if (short === 'nb' || short === 'no') return 'nb';
  }
  return 'nb';
}
