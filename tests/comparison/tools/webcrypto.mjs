/** WebCrypto, Node's and Chromium's: imports a JWK and signs with it. It knows no PEM and no sets. */
import { launch } from '../../browser/harness.mjs';
import { nothing } from '../answer.mjs';

/** @type {import('../answer.mjs').Tool} */
export const webCryptoInNode = {
  name: 'WebCrypto (Node)',
  version: process.versions.node,
  ask: (key) => answer(key, use),
};

/**
 * Runs with WebCrypto in Chromium, which is closed afterwards.
 *
 * @template Result @param {(tool: import('../answer.mjs').Tool) => Promise<Result>} run
 */
export async function withWebCryptoInChromium(run) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    // WebCrypto is only where the origin is secure; nothing is asked of a network.
    await page.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await page.goto('https://comparison.test/');
    return await run({
      name: 'WebCrypto (Chromium)',
      version: browser.version(),
      ask: (key) => answer(key, (given) => page.evaluate(use, given)),
    });
  } finally {
    await browser.close();
  }
}

/**
 * @param {import('../pairs.mjs').Key} key
 * @param {(given: {text: string, alg: string}) => Promise<string | null>} use
 */
async function answer({ jwk, alg }, use) {
  if (jwk === undefined || jwk.startsWith('{"keys"')) return null;
  const refused = await use({ text: jwk, alg });
  return { ...nothing(), error: refused === null ? [] : [refused] };
}

/** Goes into the page as text, so it uses nothing from around it. @param {{text: string, alg: string}} given */
async function use({ text, alg }) {
  const hash = `SHA-${alg.slice(2)}`;
  const kinds = /** @type {Record<string, any>} */ ({
    RS: { name: 'RSASSA-PKCS1-v1_5', hash },
    PS: { name: 'RSA-PSS', hash, saltLength: 32 },
    ES: { name: 'ECDSA', namedCurve: 'P-256', hash },
    Ed: { name: 'Ed25519' },
  });
  const algorithm = kinds[alg.slice(0, 2)];
  try {
    const jwk = JSON.parse(text);
    const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, [jwk.d ? 'sign' : 'verify']);
    if (jwk.d) await crypto.subtle.sign(algorithm, key, new TextEncoder().encode('message'));
    return null;
  } catch (error) {
    return String(error);
  }
}
