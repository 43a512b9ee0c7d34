/** @typedef {import('./i18n.js').Locale} Locale */

/** 2026-11-23 as 23. november 2026. @param {string} day @param {Locale} locale */
export function writtenDay(day, locale) {
  return new Intl.DateTimeFormat(languageTag(locale), { dateStyle: 'long' }).format(new Date(`${day}T12:00:00`));
}

/** The day of a moment, in UTC as OpenSSL and the findings say it. @param {number} seconds  Unix time */
export function dayOf(seconds) {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** English as it is written here: day before month, 24 hours. @param {Locale} locale */
export function languageTag(locale) {
  return locale === 'en' ? 'en-GB' : locale;
}
