import http from 'node:http';
import { keygenPage } from './page.mjs';

/** The page on a free port of this machine. @returns {Promise<{url: string, stop: () => void}>} */
export async function serveKeygenPage() {
  const html = await keygenPage();
  const server = http.createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html));
  await new Promise((/** @type {(value: void) => void} */ resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, stop: () => void server.close() };
}
