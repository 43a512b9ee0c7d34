/** OpenSSL's command line: it checks a PEM, and signs with it. */
import { withFiles } from '../../interop/files.mjs';
import { check, checkPublic, openssl } from '../../interop/openssl.mjs';
import { refusal } from '../answer.mjs';
import { NOW } from '../pairs.mjs';

/** @type {import('../answer.mjs').Tool} */
export const openSsl = {
  name: 'OpenSSL',
  version: (await openssl('version')).split(' ')[1],
  async ask({ pem, alg }) {
    return pem === undefined ? null : refusal(() => use(pem, alg));
  },
};

async function use(/** @type {string} */ pem, /** @type {string} */ alg) {
  if (pem.includes('BEGIN CERTIFICATE')) {
    await withFiles({ pem }, (file) => openssl(`verify -attime ${NOW} -CAfile ${file.pem} ${file.pem}`));
  } else if (pem.includes('BEGIN PUBLIC KEY')) {
    await checkPublic(pem);
  } else {
    await check(pem);
    const digest = alg === 'EdDSA' ? '' : ' -digest sha256';
    await withFiles({ pem, message: 'message' }, (file) =>
      openssl(`pkeyutl -sign -inkey ${file.pem} -rawin -in ${file.message}${digest}`));
  }
}
