/** Runs a program with its input; what it says goes into the error. */
import { execFile } from 'node:child_process';

/**
 * @param {string} program @param {string[]} args @param {string | Uint8Array} [input]
 * @param {Record<string, string>} [env]  beside the environment that is there
 * @returns {Promise<Buffer>}
 */
export function run(program, args, input = '', env = {}) {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { encoding: 'buffer', maxBuffer: 1 << 26, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      // keytool complains on its standard output.
      const said = [stderr, stdout].map((octets) => octets.toString().trim()).filter(Boolean).join('\n').slice(0, 2000);
      reject(new Error(`${program} ${args.join(' ')}: ${said || error.message}`));
    });
    child.stdin?.on('error', () => {}); // it may refuse before it has read everything
    child.stdin?.end(input);
  });
}
