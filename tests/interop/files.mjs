/** Files for programs that read nothing else. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A folder that only this user can read, for the length of one call.
 *
 * @template Result
 * @param {(folder: string) => Promise<Result>} use
 */
export async function withFolder(use) {
  const folder = await mkdtemp(path.join(tmpdir(), 'nokkelsmie-interop-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Files in such a folder; `use` gets their paths by their names.
 *
 * @template {Record<string, string | Uint8Array>} Contents @template Result
 * @param {Contents} contents
 * @param {(paths: Record<keyof Contents, string>) => Promise<Result>} use
 */
export function withFiles(contents, use) {
  return withFolder(async (folder) => {
    const paths = Object.fromEntries(Object.keys(contents).map((name) => [name, path.join(folder, name)]));
    for (const [name, content] of Object.entries(contents)) await writeFile(paths[name], content, { mode: 0o600 });
    return use(/** @type {Record<keyof Contents, string>} */ (paths));
  });
}
