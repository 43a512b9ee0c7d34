import { el, fill } from '../../shared/dom.js';
import { writtenDay } from '../../shared/written-day.js';
import { codeOf } from '../error-code.js';
import { startAgain } from '../practice-stopped.js';
import { today } from '../today.js';
import { p } from './alert.js';
import { button, outLink } from './button.js';
import { field, setProblem, textArea } from './field.js';
import { fold } from './fold.js';
import { rich } from './rich.js';

/**
 * Which algorithms the chosen environment announces, how the page knows, and how to ask again: its
 * metadata (RFC 8414) are fetched at a click, or opened elsewhere and pasted.
 *
 * @param {import('../types.js').Context} context
 * @returns {HTMLElement}
 */
export function announcedFold(context) {
  const { t, announced, environment } = context;
  const { algorithms, source } = announced();
  const host = new URL(environment().metadata).host;
  const trouble = el('div', { role: 'alert' });
  const ask = button(
    t('announced.fetch', { host }),
    () => fetchNow(context, ask, trouble),
    { id: 'announced-fetch', variant: 'secondary', icon: 'send' },
  );
  return fold(
    {
      id: 'announced',
      summary: t('announced.summary', {
        who: whoAnnounces(context),
        algorithms: names(context, algorithms),
        date: announcedDate(context),
      }),
      open: isOpen,
      ontoggle: (open) => {
        isOpen = open;
      },
    },
    el(
      'div',
      { class: 'stack-tight' },
      p(t(`announced.source.${source}`)),
      p(t('announced.why')),
      el('div', { class: 'actions' }, ask),
      trouble,
      pasteForm(context),
    ),
  );
}

/** Kept while the page is open: what was fetched draws the view again. */
let isOpen = false;

/** Whose algorithms they are. @param {import('../types.js').Context} context */
export function whoAnnounces({ t, environment }) {
  return t(environment().name === 'practice' ? 'announced.who.practice' : 'announced.who');
}

/** The day of which the announced algorithms are. @param {import('../types.js').Context} context */
export function announcedDate({ announced, language }) {
  return writtenDay(announced().asOf, language.locale);
}

/** @param {import('../types.js').Context} context @param {HTMLButtonElement} ask @param {Element} trouble */
async function fetchNow(context, ask, trouble) {
  const { requests, environment } = context;
  const asked = environment();
  ask.disabled = true;
  fill(trouble);
  try {
    take(context, asked, await requests.fetchMetadata(asked, today()));
  } catch (error) {
    fill(trouble, el('p', { class: 'ds-validation-message' }, ...rich(troubleText(context, codeOf(error)))));
  } finally {
    ask.disabled = false;
  }
}

/**
 * For when the browser may not read them: opened in a tab of their own, and pasted.
 *
 * @param {import('../types.js').Context} context
 */
function pasteForm(context) {
  const { t, portal, environment } = context;
  const area = textArea(
    { id: 'announced-paste', value: '', rows: 3, mono: true, oninput: () => setProblem('announced-paste', null) },
  );
  const read = () => {
    try {
      take(context, environment(), portal.readMetadata(environment(), area.value, today()));
    } catch (error) {
      setProblem('announced-paste', troubleText(context, codeOf(error)));
    }
  };
  return el(
    'div',
    { class: 'stack-tight' },
    field(
      t,
      {
        label: t('announced.paste'),
        control: area,
        description: el(
          'span',
          {},
          outLink(t, t('announced.open'), environment().metadata),
          ' ',
          t('announced.paste.about'),
        ),
      },
    ),
    el('div', { class: 'actions' }, button(t('announced.read'), read, { id: 'announced-read', variant: 'secondary' })),
  );
}

/**
 * @param {import('../types.js').Context} context
 * @param {import('../types.js').Environment} environment  whose they are
 * @param {import('../types.js').Announced} announced
 */
function take(context, environment, announced) {
  const { t, state, announce } = context;
  state.update({ announced: { ...state.kept.announced, [environment.name]: announced } });
  announce(t('announced.taken', { who: whoAnnounces(context), algorithms: names(context, announced.algorithms) }));
}

/** @param {import('../types.js').Context} context @param {import('../types.js').Announced['algorithms']} algorithms */
function names({ t, language }, algorithms) {
  return algorithms.length ? language.list(algorithms) : t('announced.nothing');
}

/** @param {import('../types.js').Context} context @param {string} code */
function troubleText({ t, language, environment }, code) {
  const { name, metadata } = environment();
  if (name === 'practice' && code === 'blocked-or-offline') {
    const { host } = new URL(metadata);
    return `${t('unreachable.practice', { host })}. ${startAgain(t, host)}`;
  }
  const key = `announced.trouble.${code}`;
  return language.has(key) ? t(key) : t('work.failed', { code });
}
