/** Days before a key stops that the calendar says so. */
export const REMINDERS = [60, 30, 7];

/**
 * Dates for a calendar (RFC 5545): each a day of its own with three alarms before it. Read again,
 * the same `uid` replaces the event instead of making another.
 *
 * @param {{title: string, about: string, uid: string, end: Date}[]} events
 * @returns {string}
 */
export function calendar(events) {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Nokkelsmie//NO',
    ...events.flatMap((event) => eventLines(event, stamp)),
    'END:VCALENDAR', '',
  ];
  return lines.map(folded).join('\r\n');
}

/** @param {{title: string, about: string, uid: string, end: Date}} event @param {string} stamp */
function eventLines({ title, about, uid, end }, stamp) {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}@nokkelsmie`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${dateOnly(end)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(about)}`,
    'TRANSP:TRANSPARENT',
    ...REMINDERS.flatMap((days) => [
      'BEGIN:VALARM', 'ACTION:DISPLAY', `TRIGGER:-P${days}D`, `DESCRIPTION:${escaped(title)}`, 'END:VALARM',
    ]),
    'END:VEVENT',
  ];
}

/** YYYYMMDD @param {Date} date */
function dateOnly(date) {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('');
}

/** "TEXT" (§3.3.11); what some readers take for an end of the line is left out. @param {string} text */
function escaped(text) {
  return text.replace(/(?![\r\n\t])[\p{Cc}\u2028\u2029]/gu, '').replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n');
}

/**
 * "Lines of text SHOULD NOT be longer than 75 octets" (§3.1): no letter is cut in two, and a
 * line that goes on begins with a space.
 *
 * @param {string} line
 */
function folded(line) {
  const parts = [''];
  let octets = 0;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (octets + size > 75) {
      parts.push('');
      octets = 1;
    }
    parts[parts.length - 1] += letter;
    octets += size;
  }
  return parts.join('\r\n ');
}
