import { t } from './texts.js';

/**
 * Where the bookmark was clicked. On the portal: its environment, and the word for it. Elsewhere no environment, and
 * what there is to say. Nøkkelsmie's own page and the practice portal say by a `<meta name="nokkelsmie">` what they
 * are; the latter is believed on this machine only.
 *
 * @returns {[environment: string, words: string]}
 */
export function whereAreWe() {
  const { hostname } = location;
  const said = document.querySelector('meta[name=nokkelsmie]')?.getAttribute('content');
  if (said === 'page') return ['', t('own')];
  if (hostname === 'sjolvbetjening.samarbeid.digdir.no') return ['production', t('production')];
  if (hostname === 'sjolvbetjening.test.samarbeid.digdir.no') return ['test', 'Test'];
  if (said === 'practice' && /^(127\.0\.0\.1|localhost)$/.test(hostname)) return ['practice', t('practice')];
  return ['', t('elsewhere')];
}
