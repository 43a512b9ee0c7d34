import { createTranslator } from '../shared/i18n.js';
import vaultNb from '../locales/vault/nb.json';
import vaultNn from '../locales/vault/nn.json';
import vaultEn from '../locales/vault/en.json';
import findingsNb from '../locales/findings/nb.json';
import findingsNn from '../locales/findings/nn.json';
import findingsEn from '../locales/findings/en.json';
import readingNb from '../locales/reading/nb.json';
import readingNn from '../locales/reading/nn.json';
import readingEn from '../locales/reading/en.json';
import pairsNb from '../locales/pairs/nb.json';
import pairsNn from '../locales/pairs/nn.json';
import pairsEn from '../locales/pairs/en.json';

const TABLES = {
  nb: { ...vaultNb, ...findingsNb, ...readingNb, ...pairsNb },
  nn: { ...vaultNn, ...findingsNn, ...readingNn, ...pairsNn },
  en: { ...vaultEn, ...findingsEn, ...readingEn, ...pairsEn },
};

/** @param {import('../shared/i18n.js').Locale} locale */
export function translator(locale) {
  return createTranslator(locale, TABLES);
}

/** The language that the page chose. */
export function chosenLocale() {
  return /** @type {import('../shared/i18n.js').Locale} */ (document.documentElement.lang);
}

/** Is there a text for this key? @param {string} key */
export function hasText(key) {
  return key in TABLES.nb;
}
