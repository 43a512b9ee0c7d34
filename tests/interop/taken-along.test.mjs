/**
 * The files with dates that the page gives along, read by others: the calendar by Python's icalendar,
 * the table by Python's csv.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendar } from '../../www/page/files/calendar.js';
import { csv } from '../../www/shared/csv.js';
import { csvRows, icalendar } from './python-peers.mjs';

const ODD = 'Sør-Trøndelag; «fag», 100 % \\ to\nlinjer – og så mye tekst at linjen må brytes, kanskje midt i æ, ø, å eller 🔑🔑🔑';

test('every event comes back as it went, with three alarms', async () => {
  const events = [
    { title: ODD, about: `${ODD} ${ODD}`, uid: 'b590f149-k;1,2-1795000000', end: new Date(2027, 1, 28, 12) },
    { title: 'a', about: '', uid: 'b', end: new Date(2027, 11, 31, 23, 59) },
  ];
  const text = calendar(events);
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  assert.ok(!/[^\r]\n/.test(text), 'lines end in CR LF');
  const read = await icalendar.events(text);
  assert.deepEqual(read.map(({ title, about, day }) => ({ title, about, day })), [
    { title: ODD, about: `${ODD} ${ODD}`, day: '2027-02-28' },
    { title: 'a', about: '', day: '2027-12-31' },
  ]);
  for (const { alarms, errors } of read) {
    assert.deepEqual(alarms, [-60, -30, -7]);
    assert.deepEqual(errors, []);
  }
  assert.equal(new Set(read.map(({ uid }) => uid)).size, 2);
});

test('every cell comes back as it went, and none is a formula', async () => {
  const rows = [['client_id', 'navn'], ['a', 'b "c", d'], ['to\r\nlinjer', 'æøå 🔑'], ['', '']];
  assert.deepEqual(await csvRows(csv(rows)), rows);
  const formulas = ['=1+1', '+1', '-1+1', '@SUM(A1)', '\tx'];
  assert.deepEqual((await csvRows(csv(formulas.map((cell) => [cell])))).flat(), formulas.map((cell) => `'${cell}`));
  // One that is set to Norwegian ends a cell at each semicolon.
  assert.deepEqual(await csvRows(csv([['Fag;=HYPERLINK("x");y'], ['-3']])), [["Fag;'=HYPERLINK(\"x\");y"], ['-3']]);
});
