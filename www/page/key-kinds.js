/**
 * The kinds of key that can be made, with the algorithms that fit each, the usual one first
 * (RFC 7518 §3.1, RFC 8037 §3.1). Which of them Maskinporten takes is a dated fact and comes from `portal.announced`.
 *
 * @typedef {'rsa-2048'|'rsa-3072'|'rsa-4096'|'p-256'|'p-384'|'p-521'|'ed25519'} KeyKind
 * @type {{kind: KeyKind, name: string, algorithms: string[]}[]}
 */
export const KEY_KINDS = [
  { kind: 'rsa-2048', name: 'RSA 2048', algorithms: rsa('256') },
  { kind: 'rsa-3072', name: 'RSA 3072', algorithms: rsa('256') },
  { kind: 'rsa-4096', name: 'RSA 4096', algorithms: rsa('512') },
  { kind: 'p-256', name: 'EC P-256', algorithms: ['ES256'] },
  { kind: 'p-384', name: 'EC P-384', algorithms: ['ES384'] },
  { kind: 'p-521', name: 'EC P-521', algorithms: ['ES512'] },
  { kind: 'ed25519', name: 'Ed25519', algorithms: ['EdDSA'] },
];

/** All six algorithms of RSA, the usual hash first. @param {'256'|'512'} usual */
function rsa(usual) {
  const hashes = usual === '256' ? ['256', '384', '512'] : ['512', '384', '256'];
  return [...hashes.map((hash) => `RS${hash}`), ...hashes.map((hash) => `PS${hash}`)];
}
