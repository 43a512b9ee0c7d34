import { el, fill } from '../../../shared/dom.js';
import { daysLeft, expiryOf } from '../../self-service/expiry.js';
import { changeKeys } from '../../jobs/change-keys.js';
import { codeOf } from '../../error-code.js';
import { alert, p } from '../../widgets/alert.js';
import { button } from '../../widgets/button.js';
import { apiProblemBox, changeProblemBox, failureBox } from './explanations.js';
import { expiryTag } from './expiry-tag.js';

/**
 * The keys of a client. They are read when one asks; each change reads, writes and reads again.
 *
 * @param {import('../../types.js').Context} context
 * @param {HTMLElement} host
 * @param {Record<string, any>} client
 * @param {EventTarget} shared  says `keys` when they have been read or changed
 * @param {AbortSignal} signal
 */
export function keysPart(context, host, client, shared, signal) {
  const { t, administration, portal, vault, language, announce } = context;
  const clientId = String(client.client_id);
  /** @type {Record<string, unknown>[]|null} */
  let keys = null;
  /** @type {string|null} the key whose removal was asked for once */
  let asked = null;
  let busy = false;
  /** How often they were asked for: an answer counts only if nothing newer is known. */
  let reads = 0;
  let isReading = false;
  const trouble = el('div', { id: 'keys-answer' });
  const body = el('div', { class: 'stack-tight' });

  const read = async () => {
    fill(trouble);
    reads += 1;
    const mine = reads;
    isReading = true;
    draw();
    try {
      const outcome = await administration.call({ kind: 'read-keys', clientId });
      if (mine !== reads) return;
      if (outcome.kind === 'keys') keys = outcome.keys.keys;
      // A client without keys may have no set at all.
      else if (outcome.kind === 'refused' && outcome.refusal.code === 'not-found') keys = [];
      else fill(trouble, apiProblemBox(context, outcome));
    } catch (error) {
      if (mine !== reads) return;
      fill(trouble, failureBox(context, error));
    }
    isReading = false;
    if (!signal.aborted) draw();
  };

  /** @param {{add?: object[], renew?: string[], remove?: string[]}} request @param {string} done */
  const change = async (request, done) => {
    busy = true;
    asked = null;
    fill(trouble, p(t('keys.changing')));
    draw();
    try {
      const end = await changeKeys(administration, { clientId, ...request });
      if ('problem' in end) fill(trouble, changeProblemBox(context, end.problem));
      else {
        keys = end.report.after;
        // What is still being read was asked for before.
        reads += 1;
        isReading = false;
        context.rotations.of(client).removedElsewhere(request.remove ?? []);
        fill(trouble, reportBox(context, end.report, done));
        announce(done);
      }
    } catch (error) {
      fill(trouble, alert('danger', t('keys.unknown'), p(t('keys.unknown.do', { code: codeOf(error) }))));
    }
    busy = false;
    if (!signal.aborted) draw();
  };

  const draw = () => {
    const facts = keys ? portal.keyFacts(keys) : null;
    fill(body,
      facts === null ? p(t(isReading ? 'keys.reading' : 'keys.notRead')) : p(t('keys.count', { count: facts.length })),
      facts?.length ? el('ul', { class: 'entries' }, ...facts.map((key) => row(key))) : null,
      el('div', { class: 'actions' },
        button(t(facts ? 'keys.readAgain' : 'keys.read'), read, { id: 'keys-read', variant: facts ? 'tertiary' : 'secondary' })),
      facts && administration.writes ? addPart(facts) : null);
  };

  /** @param {import('../../types.js').KeyFacts} key */
  const row = (key) => {
    const own = vault.keys.find(({ thumbprint }) => thumbprint && thumbprint === key.thumbprint);
    const name = String(key.name);
    return el('li', { 'data-kid': name },
      el('strong', { class: 'mono' }, key.kid ?? t('keys.noKid')),
      expiryTag(context, key.expires),
      own ? el('span', { class: 'ds-tag', 'data-color': 'success' }, t(own.private ? 'keys.ownPrivate' : 'keys.ownPublic')) : null,
      el('span', { class: 'quiet' }, [
        key.keyType, key.bits ? t('keys.bits', { bits: key.bits }) : null, key.algorithm,
        key.expires ? t('keys.expires', { date: language.date(new Date(key.expires * 1000)) }) : t('keys.expires.unknown'),
        key.expires ? t('keys.posted', { date: language.date(yearBefore(key.expires)) }) : null,
      ].filter(Boolean).join(' · ')),
      key.thumbprint ? el('span', { class: 'quiet mono' }, `${t('keys.thumbprint')} ${key.thumbprint}`) : null,
      administration.writes ? actions(name) : null);
  };

  /** @param {string} name */
  const actions = (name) => {
    const others = portal.keyFacts(keys ?? []).filter((key) => String(key.name) !== name);
    const sure = expiryOf(others).works ? 'keys.removeSure' : 'keys.removeLast';
    const renew = button(t('keys.renew'), () => change({ renew: [name] }, t('keys.renewed', { name })), { variant: 'tertiary' });
    const remove = button(
      t(asked === name ? sure : 'keys.remove', { name }),
      () => {
        if (asked === name) return void change({ remove: [name] }, t('keys.removed', { name }));
        asked = name;
        draw();
        document.getElementById(`remove-${name}`)?.focus();
      },
      { id: `remove-${name}`, variant: asked === name ? 'primary' : 'tertiary', color: 'danger' },
    );
    renew.disabled = busy;
    remove.disabled = busy;
    return el('div', { class: 'actions' }, renew, remove);
  };

  /** @param {import('../../types.js').KeyFacts[]} facts */
  const addPart = (facts) => {
    const there = new Set(facts.map(({ thumbprint }) => thumbprint));
    // The administrator's own key is no client's.
    const own = administration.session?.credential?.handle;
    const cards = vault.keys.filter((card) => card.public && card.kid && card.handle !== own && !there.has(card.thumbprint));
    if (facts.length >= 5) return alert('info', null, p(t('keys.full')));
    if (cards.length === 0) return p(t('keys.addNone'));
    return el('div', { class: 'stack-tight' },
      el('h4', { class: 'ds-heading', 'data-size': '2xs' }, t('keys.add')),
      el('ul', { class: 'entries' }, ...cards.map((card) => {
        const add = button(
          t('keys.addThis', { kid: card.kid ?? '' }),
          () => change({ add: [JSON.parse(card.public?.jwk ?? '{}')] }, t('keys.added', { kid: card.kid ?? '' })),
          { variant: 'secondary', icon: 'add' },
        );
        add.disabled = busy || card.verdict === 'refused';
        return el('li', { 'data-add': card.kid }, add,
          card.verdict === 'refused' ? el('span', { class: 'quiet' }, t('keys.addRefused')) : null);
      })));
  };

  fill(host,
    el('h3', { class: 'ds-heading', 'data-size': 'xs' }, t('keys.title')),
    p(t('keys.about')),
    trouble,
    body);
  draw();
  vault.addEventListener('keys', draw, { signal });
  administration.addEventListener('change', draw, { signal });
  // What the person has to carry is not asked for unasked.
  const readUnasked = () => { if (administration.way !== 'paste') void read(); };
  shared.addEventListener('changed', readUnasked, { signal });
  readUnasked();
}

/**
 * What was done, with both dates of each key.
 *
 * @param {import('../../types.js').Context} context
 * @param {import('../../types.js').KeyChangeReport} report
 * @param {string} done
 */
function reportBox({ t, portal, language }, { before, after, restored }, done) {
  const first = new Map(portal.keyFacts(before).map(({ name, expires }) => [String(name), expires]));
  const date = (/** @type {number} */ seconds) => language.date(new Date(seconds * 1000));
  const moved = portal.keyFacts(after).filter(({ name, expires }) => expires && first.get(String(name)) && first.get(String(name)) !== expires);
  return alert('success', done,
    ...moved.map(({ name, expires }) => p(t('keys.moved', {
      name: String(name), from: date(first.get(String(name)) ?? 0), to: date(expires ?? 0), days: daysLeft(expires ?? 0),
    }))),
    restored.length ? p(t('keys.restored', { names: language.list(restored.map(String)) })) : null);
}

/** A key lives a year at most. @param {number} seconds */
function yearBefore(seconds) {
  const day = new Date(seconds * 1000);
  day.setFullYear(day.getFullYear() - 1);
  return day;
}
