/**
 * The folder in which a browser keeps what it keeps, once it is closed.
 */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * What of the keys is in which file.
 *
 * @param {string} profile
 * @param {import('../key-material.mjs').Scanner} scanner
 * @returns {Promise<{files: number, found: {file: string, key: string}[]}>}
 */
export async function searchProfile(profile, scanner) {
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  /** @type {{file: string, key: string}[]} */
  const found = [];
  for (const file of files) {
    const octets = Buffer.concat([Buffer.from(path.relative(profile, file)), await readFile(file)]);
    for (const key of new Set(scanner.find(octets).map((one) => one.key)))
      found.push({ file: path.relative(profile, file), key });
  }
  return { files: files.length, found };
}

/**
 * In a page: one secret in each place that a browser keeps, as a page that means ill or means
 * nothing would.
 *
 * @param {Record<string, string>} secrets
 */
export async function keepEverywhere(secrets) {
  localStorage.setItem('d', secrets.localStorage);
  sessionStorage.setItem('d', secrets.sessionStorage);
  await new Promise((resolve, reject) => {
    const request = indexedDB.open('d');
    request.onupgradeneeded = () => request.result.createObjectStore('d');
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const change = request.result.transaction('d', 'readwrite', { durability: 'strict' });
      change.objectStore('d').put(secrets.indexedDB, 'd');
      change.oncomplete = () => { request.result.close(); resolve(undefined); };
    };
  });
  await (await caches.open('d')).put('/d', new Response(secrets.caches));
  history.pushState(null, '', `#${secrets.address}`);
  document.title = secrets.title;
}
