/**
 * Firefox with its own window, driven by its own protocol (Marionette): one can ask where things of the browser
 * itself stand, such as a bookmark, and what a page holds.
 */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';

/**
 * @param {string} profile  a folder
 * @param {Record<string, string|number|boolean>} preferences
 * @param {NodeJS.ProcessEnv} env
 */
export async function startFirefox(profile, preferences, env) {
  const all = { 'marionette.port': 0, ...preferences };
  await writeFile(path.join(profile, 'user.js'), Object.entries(all)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));
  const program = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
  const child = spawn(program, ['--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile], { env, stdio: 'ignore' });
  process.once('exit', () => child.kill());
  const socket = await connected(profile);
  const call = speak(socket);
  await call('WebDriver:NewSession', { capabilities: { alwaysMatch: {} } });
  const evaluate = async (/** @type {string} */ script) => (await call('WebDriver:ExecuteScript', { script, args: [] })).value;
  return {
    goTo: (/** @type {string} */ url) => call('WebDriver:Navigate', { url }),
    /** In the page. The body of a function. */
    evaluate,
    /** In the browser's own window. @param {string} script */
    async inBrowser(script) {
      await call('Marionette:SetContext', { value: 'chrome' });
      try {
        return await evaluate(script);
      } finally {
        await call('Marionette:SetContext', { value: 'content' });
      }
    },
    stop: () => new Promise((resolve) => {
      socket.destroy();
      child.once('exit', resolve);
      child.kill();
    }),
  };
}

/** Firefox writes the port that it chose into its profile. @param {string} profile @returns {Promise<net.Socket>} */
async function connected(profile) {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const port = await readFile(path.join(profile, 'MarionetteActivePort'), 'utf8').catch(() => '');
    if (port) return new Promise((resolve, reject) => {
      const socket = net.connect(Number(port), '127.0.0.1', () => resolve(socket));
      socket.once('error', reject);
    });
  }
  throw new Error('Firefox did not start');
}

/** Messages are `LENGTH:JSON`: `[0, id, name, parameters]` there, `[1, id, error, result]` back. */
function speak(/** @type {net.Socket} */ socket) {
  /** @type {Map<number, (error: any, result: any) => void>} */
  const waiting = new Map();
  let octets = Buffer.alloc(0);
  socket.on('data', (more) => {
    octets = Buffer.concat([octets, more]);
    for (let colon = octets.indexOf(':'); colon > 0; colon = octets.indexOf(':')) {
      const end = colon + 1 + Number(octets.subarray(0, colon));
      if (octets.length < end) return;
      const [, id, error, result] = [JSON.parse(octets.subarray(colon + 1, end).toString())].flat();
      octets = octets.subarray(end);
      waiting.get(id)?.(error, result);
    }
  });
  let last = 0;
  return (/** @type {string} */ name, /** @type {object} */ parameters) => new Promise((/** @type {(value: any) => void} */ resolve, reject) => {
    last += 1;
    waiting.set(last, (error, result) => (error ? reject(new Error(`${name}: ${error.message}`)) : resolve(result)));
    const message = JSON.stringify([0, last, name, parameters]);
    socket.write(`${Buffer.byteLength(message)}:${message}`);
  });
}
