/**
 * What stands on the buttons and fields of Digdir's self-service portal, in the words of its own guide.
 * There is no sourced nynorsk: those are quoted in bokmål. `aliases` were seen in other versions of the portal.
 *
 * `practice`: what the practice portal says in English where Digdir's English is not known.
 *
 * @type {Record<string, {nb: string, en: string, practice?: string, aliases?: string[]}>}
 */
export const PORTAL_LABELS = {
  createClient: { nb: 'Opprett klient', en: 'Create client', aliases: ['Ny integrasjon'] },
  addClient: { nb: 'Legg til klient', en: 'Add client' },
  maskinporten: { nb: 'Maskinporten', en: 'Maskinporten' },
  addMaskinportenClient: { nb: 'Legg til Maskinporten klient', en: 'Add Maskinporten client' },
  create: { nb: 'Opprett', en: 'Create' },
  keySection: { nb: 'Nøkler', en: 'Keys', aliases: ['Egne public nøkler'] },
  add: { nb: 'Legg til', en: 'Add', aliases: ['Legg til nøkkel'] },
  addScope: { nb: 'Legg til', en: 'Add' },
  keyField: { nb: 'JWK eller PEM format', en: 'JWK or PEM format' },
  save: { nb: 'Lagre', en: 'Save' },
  scopesTab: { nb: 'Scopes', en: 'Scopes' },
  submit: { nb: 'Send inn', en: 'Submit' },
  ownOrganisation: {
    nb: 'Med organisasjonsnummer',
    en: 'Med organisasjonsnummer',
    practice: 'With organisation number',
  },
  syntheticOrganisation: {
    nb: 'Med syntetisk organisasjon',
    en: 'Med syntetisk organisasjon',
    practice: 'With synthetic organisation',
  },
  accessMissing: { nb: 'Tilgang mangler', en: 'Tilgang mangler', practice: 'Access missing' },
};

/**
 * Each label between backticks, for the placeholders of a text.
 *
 * @param {import('./types.js').Locale} locale
 * @param {import('./types.js').EnvironmentName} [environment]
 * @returns {Record<string, string>}
 */
export function labels(locale, environment) {
  const language = portalLanguage(locale);
  const shown = (/** @type {typeof PORTAL_LABELS[string]} */ label) =>
    (environment === 'practice' && language === 'en' ? label.practice : null) ?? label[language];
  return Object.fromEntries(Object.entries(PORTAL_LABELS).map(([name, label]) => [name, `\`${shown(label)}\``]));
}

/**
 * The portal's address; the practice portal takes the language with it, Digdir's has its own choice.
 *
 * @param {import('./types.js').Environment} environment
 * @param {import('./types.js').Locale} locale
 */
export function portalAddress({ name, portal }, locale) {
  return name === 'practice' ? `${portal}?lang=${portalLanguage(locale)}` : portal;
}

/**
 * Other names that the labels of a text have had.
 *
 * @param {string} text  with its placeholders
 * @returns {{name: string, aliases: string[]}[]}
 */
export function aliasesIn(text, /** @type {import('./types.js').Locale} */ locale) {
  const used = Object.entries(PORTAL_LABELS).filter(([name, label]) => label.aliases && text.includes(`{${name}}`));
  return used.map(([, label]) => ({ name: label[portalLanguage(locale)], aliases: label.aliases ?? [] }));
}

/**
 * The portal's language when the page is in this one.
 *
 * @param {import('./types.js').Locale} locale
 * @returns {'nb'|'en'}
 */
export function portalLanguage(locale) {
  return locale === 'en' ? 'en' : 'nb';
}
