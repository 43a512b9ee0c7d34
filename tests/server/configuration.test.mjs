/** The configurations as they are shipped: each server takes them, and they name Digdir's hosts and no others. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { DIST } from '../browser/harness.mjs';
import { HOSTS } from './calls.mjs';
import { CADDY, NGINX, SHIPPED, copyOf } from './servers.mjs';

const run = promisify(execFile);
const folders = { caddy: await copyOf('caddy'), nginx: await copyOf('nginx') };
after(() => Promise.all(Object.values(folders).map((folder) => rm(folder, { recursive: true }))));

test('nginx -t', async () => {
  const { stderr } = await run(NGINX, ['-t', '-p', folders.nginx, '-c', 'nginx.conf', '-e', 'stderr']);
  assert.match(stderr, /test is successful/);
  assert.doesNotMatch(stderr, /\[(warn|error|emerg)\]/);
});

test('caddy validate', async () => {
  const env = { ...process.env, XDG_DATA_HOME: folders.caddy, XDG_CONFIG_HOME: folders.caddy };
  const { stdout, stderr } = await run(CADDY, ['validate', '--config', 'Caddyfile', '--adapter', 'caddyfile'], { cwd: folders.caddy, env });
  assert.match(stdout, /Valid configuration/);
  assert.doesNotMatch(stderr, /"level":"(warn|error)"/);
});

test('the hosts are those of the environments, each at its own address', async () => {
  const policy = await readFile(path.join(DIST, 'policy.txt'), 'utf8');
  const environments = [...policy.matchAll(/https:\/\/([\w.-]+)/g)].map(([, host]) => host).sort();
  const caddy = await readFile(path.join(SHIPPED, 'caddy/upstreams.caddy'), 'utf8');
  const nginx = await readFile(path.join(SHIPPED, 'nginx/nokkelsmie/upstreams.conf'), 'utf8');
  const named = {
    tests: [...HOSTS].sort(),
    caddy: [...caddy.matchAll(/^import relay_to (\S+) \1:443$/gm)].map(([, host]) => host).sort(),
    nginx: [...nginx.matchAll(/^ {4}(\S+\.no) \1:443;$/gm)].map(([, host]) => host).sort(),
  };
  assert.deepEqual(named, { tests: environments, caddy: environments, nginx: environments });
  assert.equal(caddy.match(/^import/gm)?.length, environments.length);
  assert.equal(nginx.match(/;$/gm)?.length, environments.length + 1, 'and the default, which is nothing');
});

test('both have the same table of calls', async () => {
  const rows = async (/** @type {string} */ file) => {
    const text = await readFile(path.join(SHIPPED, file), 'utf8');
    return [...text.matchAll(/^\s*"?~(\^\/relay\/\S+?\$)"? "([A-Z, ]+)";?$/gm)].map(([, pattern, methods]) => `${methods} ${pattern}`);
  };
  const caddy = await rows('caddy/relay.caddy');
  assert.deepEqual(caddy, await rows('nginx/nokkelsmie/calls.conf'));
  assert.equal(caddy.length, 8);
});
