import { el, fill } from '../../shared/dom.js';
import { icon } from '../widgets/icon.js';
import { ROUTES } from '../router.js';

/** @type {Partial<Record<import('../router.js').Route, import('../widgets/icon.js').IconName>>} */
const SIGNS = {
  veiviser: 'steps',
  'lag-nokkel': 'key',
  'sjekk-nokkel': 'inspect',
  'test-klienten': 'send',
  'ta-i-bruk': 'use',
  klienter: 'list',
};

/** @param {import('../types.js').Context} context @param {Element} host @param {import('../router.js').Route} now */
export function drawNavigation({ t }, host, now) {
  const links = ROUTES.map((route) =>
    el('li', {},
      el('a', { href: `#${route}`, 'aria-current': route === now ? 'page' : null },
        icon(SIGNS[route] ?? 'steps'),
        el('span', {}, t(`nav.${route}`)),
      ),
    ),
  );
  fill(host, el('ul', {}, ...links));
}
