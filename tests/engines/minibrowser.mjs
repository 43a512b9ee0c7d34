/**
 * WebKitGTK's small browser as a process of its own, and the wire to it: the socket on which WebKit
 * lists its targets and carries the messages of its inspector (one target for each page) and of its
 * automation (one target for real mouse and keyboard, windows and tabs).
 *
 * A message on the wire is: the length of what follows the header, 4 octets big-endian; an octet of
 * flags (1: little-endian); the name, ended by a zero octet; the parameters as a GVariant.
 */
import { execFile, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const PROGRAM = process.env.MINIBROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
/** The bar with the address must not keep the window wider than a telephone. */
const NARROW = 'button, entry, headerbar, toolbar, toolitem { min-width: 0; padding: 0; margin: 0; border: none; }';
const HEADER = 5;
const LITTLE_ENDIAN = 1;

/**
 * A display without a screen.
 *
 * @returns {Promise<{name: string, stop: () => Promise<void>}>}
 */
export async function startDisplay() {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '2000x4000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  endWithUs(child);
  const [number] = await once(/** @type {any} */ (child.stdio[3]), 'data');
  return { name: `:${String(number).trim()}`, stop: () => ended(child) };
}

/**
 * @typedef {object} Target
 * @property {string} id
 * @property {string} type  `WebPage` or `Automation`
 */

/**
 * Events: `targets` (Target[]), `message` (target id, object), `end`.
 */
export class MiniBrowser extends EventEmitter {
  /** @type {Target[]} */
  targets = [];
  /** @type {bigint} */
  #connection = 0n;
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: Error) => void}>} */
  #asked = new Map();
  #last = 0;
  /** @type {string|undefined} */
  #known;
  #read = Buffer.alloc(0);
  /** @type {net.Socket} */
  #socket;
  /** @type {import('node:child_process').ChildProcess} */
  #child;

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {net.Socket} socket
   * @param {string} home
   * @param {string} display
   */
  constructor(child, socket, home, display) {
    super();
    this.display = display;
    this.#child = child;
    this.#socket = socket;
    this.home = home;
    this.downloads = path.join(home, 'downloads');
    socket.on('data', (octets) => this.#take(octets));
    socket.on('close', () => this.emit('end'));
    socket.on('error', () => {});
  }

  /**
   * @param {string} display
   * @param {{locale?: string, args?: string[]}} [options]
   * @returns {Promise<MiniBrowser>}
   */
  static async start(display, { locale = 'nb-NO', args = [] } = {}) {
    const home = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-webkit-'));
    await mkdir(path.join(home, '.config'));
    await mkdir(path.join(home, 'downloads'));
    await mkdir(path.join(home, '.config/gtk-3.0'));
    await writeFile(path.join(home, '.config/gtk-3.0/gtk.css'), NARROW);
    await writeFile(path.join(home, '.config/user-dirs.dirs'), 'XDG_DOWNLOAD_DIR="$HOME/downloads"\n');
    const port = await freePort();
    // A person is asked before a page reads the clipboard; here nobody answers.
    const child = spawn(PROGRAM, ['--automation', '--javascript-can-access-clipboard=true', ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: home,
        LANG: 'C.UTF-8',
        LANGUAGE: locale.replace('-', '_'),
        DISPLAY: display,
        GDK_BACKEND: 'x11',
        NO_AT_BRIDGE: '1',
        GSETTINGS_BACKEND: 'memory',
        WEBKIT_INSPECTOR_SERVER: `127.0.0.1:${port}`,
      },
      stdio: ['ignore', 'ignore', process.env.NOKKELSMIE_WEBKIT_LOG ? 'inherit' : 'ignore'],
    });
    endWithUs(child);
    const browser = new MiniBrowser(child, await connected(port, child), home, display);
    await browser.#begin();
    return browser;
  }

  async #begin() {
    const ready = new Promise((resolve) => this.on('targets', () => this.#automation && resolve(undefined)));
    const name = Buffer.from('nokkelsmie-tests\0');
    const padding = Buffer.alloc((8 - (name.length % 8)) % 8);
    // (sa{sv}): the session's name, no capabilities; at the end, where the name ends.
    this.#send('StartAutomationSession', Buffer.concat([name, padding, Buffer.from([name.length])]));
    await ready;
    this.attach(/** @type {string} */ (this.#automation));
  }

  get #automation() {
    this.#known ??= this.targets.find(({ type }) => type === 'Automation')?.id;
    return this.#known;
  }

  /** From now on the target sends messages. @param {string} target */
  attach(target) {
    this.#send('Setup', numbers(this.#connection, BigInt(target)));
  }

  /** @param {string} target @param {object} message */
  tell(target, message) {
    this.#send('SendMessageToBackend', Buffer.concat([
      numbers(this.#connection, BigInt(target)), Buffer.from(`${JSON.stringify(message)}\0`),
    ]));
  }

  /**
   * A command of WebKit's automation.
   *
   * @param {string} method  without the domain
   * @param {object} [params]
   * @returns {Promise<any>}
   */
  automate(method, params = {}) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.tell(/** @type {string} */ (this.#automation), { id, method: `Automation.${method}`, params });
    });
  }

  /** Without a manager of windows nobody else gives the window the keyboard. */
  async focus() {
    await promisify(execFile)('xdotool', ['search', '--sync', '--onlyvisible', '--class', 'MiniBrowser', 'windowfocus'], {
      env: { ...process.env, DISPLAY: this.display },
    });
  }

  /** From one tab to the next, as by a person's keyboard: the automation does not turn to a tab that it made. */
  async nextTab() {
    await promisify(execFile)('xdotool', ['key', 'ctrl+Next'], { env: { ...process.env, DISPLAY: this.display } });
  }

  async stop() {
    await ended(this.#child);
    this.#socket.destroy();
    for (const { reject } of this.#asked.values()) reject(new Error('the browser has ended'));
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  /** @param {string} name @param {Buffer} parameters */
  #send(name, parameters) {
    const body = Buffer.concat([Buffer.from(`${name}\0`), parameters]);
    const header = Buffer.alloc(HEADER);
    header.writeUInt32BE(body.length);
    header[4] = LITTLE_ENDIAN;
    this.#socket.write(Buffer.concat([header, body]));
  }

  /** @param {Buffer} octets */
  #take(octets) {
    this.#read = Buffer.concat([this.#read, octets]);
    while (this.#read.length >= HEADER) {
      const end = HEADER + this.#read.readUInt32BE(0);
      if (this.#read.length < end) return;
      const body = this.#read.subarray(HEADER, end);
      this.#read = this.#read.subarray(end);
      const zero = body.indexOf(0);
      this.#heard(body.subarray(0, zero).toString(), body.subarray(zero + 1));
    }
  }

  /** @param {string} name @param {Buffer} parameters */
  #heard(name, parameters) {
    if (name === 'SetTargetList') {
      this.#connection = parameters.readBigUInt64LE(0);
      this.targets = targetList(parameters.subarray(8));
      this.emit('targets', this.targets);
    } else if (name === 'SendMessageToFrontend') {
      const target = String(parameters.readBigUInt64LE(8));
      const message = JSON.parse(parameters.subarray(16, -1).toString());
      if (target !== this.#automation) this.emit('message', target, message);
      else this.#answered(message);
    }
  }

  /** @param {{id?: number, result?: any, error?: {message: string}}} message */
  #answered({ id, result, error }) {
    const asked = this.#asked.get(id ?? 0);
    if (!asked) return;
    this.#asked.delete(id ?? 0);
    if (error) asked.reject(new Error(error.message));
    else asked.resolve(result);
  }
}

/** `a(tsssb)`: number, type, name, address, a flag; at the end, where each of them ends. @param {Buffer} list @returns {Target[]} */
function targetList(list) {
  if (list.length === 0) return [];
  const width = list.length <= 0xff ? 1 : list.length <= 0xffff ? 2 : 4;
  const ends = list.readUIntLE(list.length - width, width);
  const targets = [];
  for (let at = 0, row = ends; row < list.length; row += width) {
    const type = list.subarray(at + 8, list.indexOf(0, at + 8)).toString();
    targets.push({ id: String(list.readBigUInt64LE(at)), type });
    at = Math.ceil(list.readUIntLE(row, width) / 8) * 8;
  }
  return targets;
}

/** @param {...bigint} values */
function numbers(...values) {
  const octets = Buffer.alloc(8 * values.length);
  values.forEach((value, index) => octets.writeBigUInt64LE(value, 8 * index));
  return octets;
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** The browser says to nobody when it listens. @param {number} port @param {import('node:child_process').ChildProcess} child */
async function connected(port, child) {
  for (;;) {
    const socket = net.connect(port, '127.0.0.1');
    const open = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (open) return socket;
    if (child.exitCode !== null) throw new Error(`MiniBrowser ended with ${child.exitCode}`);
    await pause(20);
  }
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.once('exit', endAll);
// A test that takes too long is ended by a signal, after which there is no exit.
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) process.once(signal, () => { endAll(); process.exit(1); });

function endAll() {
  for (const child of running) child.kill();
}

/** @param {import('node:child_process').ChildProcess} child */
function endWithUs(child) {
  running.add(child);
  child.once('exit', () => running.delete(child));
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<void>} */
async function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
