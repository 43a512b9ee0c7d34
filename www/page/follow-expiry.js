import { expiryOf } from './self-service/expiry.js';

/**
 * Keeps when the keys of clients end, each time they are read.
 *
 * @param {import('./types.js').Context} context
 */
export function followExpiry({ administration, keptExpiry, environment }) {
  administration.addEventListener('keys', (event) => {
    const id = /** @type {CustomEvent<string>} */ (event).detail;
    const client = administration.known.find(id);
    const { count, works, first, last } = expiryOf(administration.keys.get(id) ?? []);
    const isOver = client?.active === false || count === 0;
    keptExpiry.set(environment().name, id, isOver ? null : { name: String(client?.client_name || id), works, first, last });
  });
  administration.addEventListener('clients', () => {
    const { name } = environment();
    const known = keptExpiry.of(name);
    for (const { client_id: id, active } of administration.clients ?? [])
      if (active === false && id in known) keptExpiry.set(name, id, null);
  });
}
