/** Where the texts go into the code: a name that stands in no other place. */
export const HOLE = 'NOKKELSMIE_TEXTS';

/** The portal's labels that the bookmarklet knows: in code and texts of the bookmark stands their number. */
export const LABEL_NAMES = [
  'createClient', 'addClient', 'maskinporten', 'addMaskinportenClient', 'create', 'displayName', 'description',
  'keySection', 'add', 'addScopes', 'keyField', 'save', 'scopesTab', 'scopesField', 'submit', 'ownOrganisation',
  'syntheticOrganisation',
];

/**
 * The address of a bookmark: code and texts, written so that a browser keeps it as it is. It reads the code back by
 * percent-decoding (HTML, "javascript: URL special case"). With a question mark would begin a part in which browsers
 * write more characters in another way.
 *
 * @param {string} code  with {@link HOLE}
 * @param {Record<string, string>} texts  of one language, in the order of nb.json
 * @returns {string}  ASCII
 */
export function bookmarkletAddress(code, texts) {
  const numbered = Object.values(texts).map((text) =>
    text.replace(/\{(\w+)\}/g, (_, name) => `{${name === 'what' ? '' : LABEL_NAMES.indexOf(name)}}`));
  const script = code.replace(HOLE, () => JSON.stringify(numbered));
  return `javascript:${script.replace(/[^ -~]+|[%#?]/gu, encodeURIComponent)}`;
}
