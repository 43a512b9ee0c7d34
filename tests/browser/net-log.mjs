/**
 * Chromium's own log of its network: what every document, worker and popup asked
 * for, and what the browser did of its own accord. Nothing that reaches the
 * network passes it by, whoever asked.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * @typedef {object} NetLogEvent
 * @property {string} type  such as URL_REQUEST_START_JOB
 * @property {Record<string, any>} params
 *
 * @typedef {object} NetLog
 * @property {string[]} args  for the browser
 * @property {() => Promise<NetLogEvent[]>} events  once the browser is closed
 * @property {() => Promise<void>} forget
 */

/** @returns {Promise<NetLog>} */
export async function netLog() {
  const folder = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-net-'));
  const file = path.join(folder, 'net-log.json');
  return {
    args: [`--log-net-log=${file}`, '--net-log-capture-mode=Everything'],
    events: async () => {
      const { constants, events } = JSON.parse(await readFile(file, 'utf8'));
      const names = new Map(Object.entries(constants.logEventTypes).map(([name, number]) => [number, name]));
      return events.map((/** @type {any} */ event) => ({ type: names.get(event.type), params: event.params ?? {} }));
    },
    forget: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * The addresses that documents and workers asked for, and those that a person
 * went to. What the browser asks for itself (is there an update?) has no initiator.
 *
 * @param {NetLogEvent[]} events
 */
export function askedByPages(events) {
  return started(events).filter((params) => !isBrowsersOwn(params)).map(({ url }) => String(url));
}

/** The hosts that the browser asked of its own accord. @param {NetLogEvent[]} events */
export function askedByBrowser(events) {
  return [...new Set(started(events).filter(isBrowsersOwn).map(({ url }) => new URL(url).hostname))];
}

/** Whoever makes Chromium is asked by Chromium; nobody else may hide there. */
export const BROWSERS_OWN_HOSTS = /(^|\.)(google\.com|googleapis\.com|gvt1\.com|gstatic\.com)$/;

/** @param {NetLogEvent[]} events */
function started(events) {
  return events
    .filter(({ type, params }) => type === 'URL_REQUEST_START_JOB' && params.url)
    .map(({ params }) => params);
}

/** @param {Record<string, any>} params */
function isBrowsersOwn({ initiator, request_type: kind }) {
  return initiator === 'not an origin' && kind === 'other';
}

/** All that went out over connections, headers and bodies, before encryption. @param {NetLogEvent[]} events */
export function sentOctets(events) {
  const sent = events.filter(({ type, params }) => /^(SOCKET|SSL_SOCKET|UDP)_BYTES_SENT$/.test(type) && params.bytes);
  return Buffer.concat(sent.map(({ params }) => Buffer.from(params.bytes, 'base64')));
}
