/**
 * What stands on the buttons and fields of Digdir's self-service portal, in the words of its own guide.
 * There is no sourced nynorsk: those are quoted in bokmål. `aliases` were seen in other versions of the portal.
 *
 * Those of `displayName`, `description` and `addScopes` are Digdir's words in running text, as names of fields
 * guessed; the bookmarklet finds them by these.
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
  displayName: {
    nb: 'Visningsnavn',
    en: 'Display name',
    aliases: ['Navn på integrasjonen', 'Name of the integration', 'client_name'],
  },
  description: { nb: 'Beskrivelse', en: 'Description', aliases: ['Beskrivelse av integrasjonen'] },
  keySection: { nb: 'Nøkler', en: 'Keys', aliases: ['Egne public nøkler'] },
  add: { nb: 'Legg til', en: 'Add', aliases: ['Legg til nøkkel'] },
  addScope: { nb: 'Legg til', en: 'Add' },
  addScopes: { nb: 'Legg til scopes', en: 'Add scopes', aliases: ['Legg til scope', 'Add scope'] },
  keyField: { nb: 'JWK eller PEM format', en: 'JWK or PEM format' },
  save: { nb: 'Lagre', en: 'Save' },
  scopesTab: { nb: 'Scopes', en: 'Scopes' },
  scopesField: { nb: 'Scopes', en: 'Scopes', aliases: ['Andre scopes', 'Other scopes', 'Scope'] },
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
