/**
 * A note for the calendar, a month before a key stops working (RFC 5545, one all-day event).
 *
 * @param {{title: string, about: string, uid: string, end: Date}} parts
 * @returns {string}
 */
export function reminder({ title, about, uid, end }) {
  const day = new Date(end);
  day.setMonth(day.getMonth() - 1);
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Nokkelsmie//NO', 'BEGIN:VEVENT',
    `UID:${escaped(uid)}@nokkelsmie`,
    `DTSTAMP:${new Date().toISOString().replace(/[-:]|\.\d{3}/g, '')}`,
    `DTSTART;VALUE=DATE:${dateOnly(day)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(about)}`,
    'TRANSP:TRANSPARENT', 'END:VEVENT', 'END:VCALENDAR', '',
  ];
  return lines.map(folded).join('\r\n');
}

/** YYYYMMDD @param {Date} date */
function dateOnly(date) {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('');
}

/** "TEXT" (§3.3.11). @param {string} text */
function escaped(text) {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/**
 * "Lines of text SHOULD NOT be longer than 75 octets" (§3.1); 60 letters leave room for those of
 * two.
 *
 * @param {string} line
 */
function folded(line) {
  return line.replace(/.{60}(?=.)/gu, '$&\r\n ');
}
