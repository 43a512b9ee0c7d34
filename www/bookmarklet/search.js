/**
 * Looks for something in a text and in all that is wrapped in it: JSON at any depth, base64 (so many times), escapes.
 *
 * @template T
 * @param {string} text
 * @param {(object: Record<string, any>) => T} inObject
 * @param {(text: string) => T} inText
 * @param {number} [wrappings]
 * @returns {T}  the first that was found
 */
export function search(text, inObject, inText, wrappings = 3) {
  const deeper = (/** @type {string} */ inner) => wrappings && search(inner, inObject, inText, wrappings - 1);
  const inValue = (/** @type {any} */ value) =>
    (value && value.at && !value.pop ? deeper(value)
      : value && typeof value === 'object' && (inObject(value) || first(Object.values(value), inValue)));
  let found;
  try {
    // With or without words around it.
    found = inValue(JSON.parse(/** @type {any} */ (/[[{].*[}\]]/s.exec(text))[0]));
  } catch {
    // What is no JSON as a whole may hold a key still.
  }
  return found || inText(plain(text)) || first(unwrapped(plain(text)), deeper);
}

/** @param {any[]} list @param {(item: any) => any} work */
export function first(list, work) {
  for (const item of list) {
    const found = work(item);
    if (found) return found;
  }
}

/**
 * What stands behind each longer run of base64. What stands before it, as in `NAME_OF_IT=…`, shifts where it
 * begins: all four places are tried.
 *
 * @param {string} text
 */
function unwrapped(text) {
  return text.split(/[^\w+/\s-]+/).map((run) => run.replace(/\s/g, '')).filter((run) => run[39])
    .flatMap((run) => [0, 1, 2, 3].map((start) => octetsOf(run.slice(start))));
}

/** Base64 of either alphabet as octets; a last character that is none is left out. @param {string} text */
export function octetsOf(text) {
  const run = text.replace(/\s/g, '').replace(/-/g, '+').replace(/_/g, '/');
  return atob(run.slice(0, run.length - +(run.length % 4 === 1)));
}

/** Without what is not seen, UTF-16's zero octets, and the escapes of JSON, HTML and URLs. @param {string} text */
function plain(text) {
  let it = text.replace(/[\0\xad\u2000-\u206f\ufeff]/g, '');
  for (let times = 3; times--;) {
    it = it
      .replace(/(?:%|\\x|\\u00|&#x0*)([0-7][\da-f]);?/gi, (_, digits) => String.fromCharCode(+`0x${digits}`))
      .replace(/&#0*(\d{2,3});/g, (_, number) => String.fromCharCode(number))
      .replace(/\\[nrt]/g, '\n').replace(/\\(["/])/g, '$1').replace(/&quot;|&apos;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>');
  }
  return it;
}
