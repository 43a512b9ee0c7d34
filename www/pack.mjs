/**
 * gzip, as small as it can be made: octets in by the standard input, packed out by
 * the standard output. A program of its own, because the library answers every
 * fault of the program it is in by printing itself.
 */
import zopfli from '@gfx/zopfli';

/** @type {Buffer[]} */
const octets = [];
for await (const chunk of process.stdin) octets.push(chunk);
process.stdout.write(await zopfli.gzipAsync(Buffer.concat(octets), { numiterations: 15 }));
