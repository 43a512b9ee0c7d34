/** The judges that are written in Python: one process for a whole test file. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const PYTHON = process.env.PYTHON_PEERS ?? 'python3';
const MAIN = path.join(import.meta.dirname, 'peers/main.py');

/** @typedef {{kty: string, crv?: string} & Record<string, string>} Numbers  by the names of RFC 7518, `0x…` */

export const cryptography = {
  privateNumbers: (/** @type {string} */ pem) => ask('cryptography', 'private_numbers', { pem }),
  publicNumbers: (/** @type {string} */ pem) => ask('cryptography', 'public_numbers', { pem }),
  /** Refuses numbers that do not belong together; PKCS#8 otherwise. */
  privateFromNumbers: (/** @type {Numbers} */ numbers) => ask('cryptography', 'private_from_numbers', { numbers }),
  generate: (/** @type {string} */ kind) => ask('cryptography', 'generate', { kind }),
  /** The signature as JWS has it, in base64url. */
  sign: (/** @type {string} */ pem, /** @type {string} */ alg, /** @type {string} */ message) => ask('cryptography', 'sign', { pem, alg, message }),
  verify: (/** @type {string} */ pem, /** @type {string} */ alg, /** @type {string} */ message, /** @type {string} */ signature) =>
    ask('cryptography', 'verify', { pem, alg, message, signature }),
  /** The folder of the package cryptography_vectors. @returns {Promise<string>} */
  vectors: () => ask('cryptography', 'vectors', {}),
  /** The public part of a private key in whatever file, as PEM. @returns {Promise<string>} */
  publicOf: (/** @type {Buffer} */ octets, /** @type {string} */ password) =>
    ask('cryptography', 'public_of', { octets: octets.toString('base64'), password }),
  /** @returns {Promise<{numbers: Numbers, certificates: string[]}>} */
  unlock: (/** @type {Buffer} */ octets, /** @type {string} */ password) =>
    ask('cryptography', 'unlock', { octets: octets.toString('base64'), password }),
  /** @returns {Promise<Buffer>} */
  protect: async (/** @type {string} */ pem, /** @type {string} */ how, /** @type {string} */ password) =>
    Buffer.from(await ask('cryptography', 'protect', { pem, how, password }), 'base64'),
  ecdsaToDer: (/** @type {string} */ crv, /** @type {string} */ signature) => ask('cryptography', 'ecdsa_to_der', { crv, signature }),
};

export const jwcrypto = {
  /** @returns {Promise<{private: boolean, thumbprint: string, jwk: Record<string, string>}>} */
  read: (/** @type {string} */ text) => ask('jwcrypto', 'read', { text }),
  readSet: (/** @type {string} */ text) => ask('jwcrypto', 'read_set', { text }),
  generate: (/** @type {string} */ kind) => ask('jwcrypto', 'generate', { kind }),
  sign: (/** @type {string} */ jwk, /** @type {object} */ header, /** @type {string} */ payload) =>
    ask('jwcrypto', 'sign', { jwk, header: JSON.stringify(header), payload }),
  verify: (/** @type {string} */ jwk, /** @type {string} */ alg, /** @type {string} */ token) => ask('jwcrypto', 'verify', { jwk, alg, token }),
};

export const icalendar = {
  /** @returns {Promise<{uid: string, day: string, title: string, about: string, alarms: number[], errors: unknown[]}[]>} */
  events: (/** @type {string} */ text) => ask('icalendar', 'events', { text }),
};

export const treeSitter = {
  /** What does not parse. @returns {Promise<string[]>} */
  faults: (/** @type {string} */ language, /** @type {string} */ text) => ask('tree-sitter', 'faults', { language, text }),
};

/** Python's own reader of CSV, which refuses what is not well-formed. @returns {Promise<string[][]>} */
export const csvRows = (/** @type {string} */ text) => ask('csv', 'rows', { text });

/** What python-dotenv makes of a file. @returns {Promise<Record<string, string>>} */
export const dotenv = (/** @type {string} */ text) => ask('dotenv', 'values', { text });

/** Python's own base64, which refuses whatever is not of the alphabet. */
export const base64Decode = (/** @type {string} */ text) => ask('base64', 'decode', { text });

/** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
const waiting = new Map();
/** @type {import('node:child_process').ChildProcessByStdio<import('node:stream').Writable, import('node:stream').Readable, null> | undefined} */
let python;
/** @type {Error | undefined} */
let ended;
let last = 0;

function ask(/** @type {string} */ peer, /** @type {string} */ call, /** @type {object} */ given) {
  if (ended) return Promise.reject(ended);
  python ??= start();
  const id = ++last;
  python.stdin.write(`${JSON.stringify({ id, peer, call, with: given })}\n`);
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    keepAlive(true);
  });
}

/** Python ends with its input: it is waited for only while it owes an answer. */
function keepAlive(/** @type {boolean} */ wanted) {
  for (const handle of [python, python?.stdin, python?.stdout]) /** @type {any} */ (handle)[wanted ? 'ref' : 'unref']();
}

function start() {
  const child = spawn(PYTHON, ['-B', MAIN], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => {}); // said better by what follows
  child.once('error', (error) => end(error));
  child.once('exit', (code) => end(new Error(`${PYTHON} ended with ${code}: is tests/interop/requirements.txt installed? ./build.sh test does it`)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, result, error } = JSON.parse(line);
    const { resolve, reject } = /** @type {any} */ (waiting.get(id));
    waiting.delete(id);
    if (waiting.size === 0) keepAlive(false);
    if (error === undefined) resolve(result);
    else reject(new Error(error));
  });
  return child;
}

function end(/** @type {Error} */ error) {
  ended = error;
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
}
