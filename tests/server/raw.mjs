/** Requests as they are written, over a bare socket: what a client library would put right or refuse. */
import net from 'node:net';

/**
 * Sends octets and reads until the server closes.
 *
 * @param {number} port
 * @param {string} octets
 * @returns {Promise<{status: number, headers: Record<string, string>, body: string}>} status 0: closed without an answer
 */
export function raw(port, octets) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => { socket.write(octets, 'latin1'); });
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (part) => { text += part; });
    // A server that refuses a long body may close while it is still being sent.
    socket.on('error', (error) => (text ? resolve(parse(text)) : reject(error)));
    socket.on('close', () => resolve(parse(text)));
  });
}

/**
 * A request of HTTP/1.1 that asks for the connection to be closed.
 *
 * @param {string} line  method and target
 * @param {Record<string, string>} headers
 * @param {string} [body]
 */
export function written(line, headers, body = '') {
  const length = body ? { 'Content-Length': String(body.length) } : {};
  const all = Object.entries({ Connection: 'close', ...length, ...headers });
  return `${line} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/** @param {string} text */
function parse(text) {
  const end = text.indexOf('\r\n\r\n');
  const [line, ...fields] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(fields.map((field) => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
  }));
  const body = text.slice(end + 4);
  return {
    status: Number(line.match(/^HTTP\/1\.\d (\d{3})/)?.[1] ?? 0),
    headers,
    body: headers['transfer-encoding'] === 'chunked' ? joined(body) : body,
  };
}

/** @param {string} chunks */
function joined(chunks) {
  let whole = '';
  for (let at = 0; ;) {
    const end = chunks.indexOf('\r\n', at);
    const length = Number.parseInt(chunks.slice(at, end), 16);
    if (!length) return whole;
    whole += chunks.slice(end + 2, end + 2 + length);
    at = end + 2 + length + 2;
  }
}
