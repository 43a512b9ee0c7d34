/**
 * The page's own texts, by key: tests look for what a person reads, and keep
 * their sense when a text is put better.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createTranslator, LOCALES } from '../../www/shared/i18n.js';
import { PORTAL_LABELS } from '../../www/shared/portal-labels.js';
import { ROOT } from './harness.mjs';

const TOPICS = ['page', 'vault', 'findings', 'reading', 'answers', 'pairs', 'clients', 'use', 'code'];

const tables = Object.fromEntries(
  LOCALES.map((locale) => [locale, Object.assign({}, ...TOPICS.map((topic) => table(topic, locale)))]),
);

/** @param {import('../../www/shared/i18n.js').Locale} locale @returns {import('../../www/shared/i18n.js').Translate} */
export function texts(locale) {
  return createTranslator(locale, /** @type {any} */ (tables));
}

/** Every text of one topic. @param {string} topic @param {string} locale @returns {Record<string, string>} */
export function table(topic, locale) {
  return JSON.parse(readFileSync(path.join(ROOT, 'www/locales', topic, `${locale}.json`), 'utf8'));
}

/** What the guide says stands on the portal's buttons and fields. @param {string} name */
export function portalLabel(name) {
  return PORTAL_LABELS[name].nb;
}

/** A text with placeholders as a pattern that any values fit. @param {string} text */
export function pattern(text) {
  return new RegExp(text.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '.+?'));
}
