/**
 * Writes ZIP files of files as they are, without compression or encryption: PKWARE's APPNOTE.TXT, 6.3.10.
 * Sizes and checksums stand before each file (no data descriptor), because Java reads such files in no
 * other way. For up to 65,535 files and 4 GB.
 *
 * @typedef {{name: string, octets: Uint8Array<ArrayBuffer>}} File
 */

/** §4.4.2: 2.0. */
const VERSION = 20;
/** §4.4.2: the attributes are those of UNIX. */
const UNIX = 3 << 8;
/** §4.4.4, bit 11: names are UTF-8. */
const UTF8 = 1 << 11;
/** §4.4.5 */
const STORED = 0;
/** A file that its owner alone may read; tools that know of owners keep it. */
const MODE = 0o100600;

const CRC = Uint32Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 (§4.4.7) @param {Uint8Array} octets */
export function crc32(octets) {
  let sum = -1;
  for (const octet of octets) sum = CRC[(sum ^ octet) & 0xff] ^ (sum >>> 8);
  return ~sum >>> 0;
}

/** @param {File[]} files @param {Date} [at]  when they were written @returns {Uint8Array<ArrayBuffer>} */
export function zip(files, at = new Date()) {
  /** @type {Uint8Array[]} */
  const parts = [];
  /** @type {Uint8Array[]} */
  const directory = [];
  let offset = 0;
  for (const { name, octets } of files) {
    const written = new TextEncoder().encode(name);
    // §4.3.7 and §4.3.12 have these in common.
    const common = [
      [VERSION, 2], [UTF8, 2], [STORED, 2], ...moment(at),
      [crc32(octets), 4], [octets.length, 4], [octets.length, 4], [written.length, 2], [0, 2],
    ];
    directory.push(
      numbers([[0x02014b50, 4], [UNIX | VERSION, 2], ...common, [0, 2], [0, 2], [0, 2], [MODE * 0x10000, 4], [offset, 4]]),
      written,
    );
    const file = [numbers([[0x04034b50, 4], ...common]), written, octets];
    parts.push(...file);
    offset += lengthOf(file);
  }
  const count = [files.length, 2];
  const end = [[0x06054b50, 4], [0, 2], [0, 2], count, count, [lengthOf(directory), 4], [offset, 4], [0, 2]]; // §4.3.16
  return together([...parts, ...directory, numbers(end)]);
}

/** Time and date (§4.4.6): every two seconds since 1980, in local time. @param {Date} at @returns {number[][]} */
function moment(at) {
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  const date = ((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  return [[time, 2], [date, 2]];
}

/** @param {number[][]} fields  value and octets, the lowest first */
function numbers(fields) {
  return Uint8Array.from(fields.flatMap(([value, size]) =>
    Array.from({ length: size }, (_, at) => Math.floor(value / 256 ** at) % 256)));
}

/** @param {Uint8Array[]} parts */
function lengthOf(parts) {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** @param {Uint8Array[]} parts */
function together(parts) {
  const all = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
