/** The page's modules, for tests without a browser: `node --test src/test/page/*.test.mjs`, with Node.js 18 or newer. */

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { webcrypto } from 'node:crypto';

// A browser takes these files for modules since the page says so; Node.js wants a package.json beside them.
const folder = mkdtempSync(join(tmpdir(), 'echosounder-page-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
cpSync(fileURLToPath(new URL('../../main/resources/page', import.meta.url)), folder, { recursive: true });
writeFileSync(join(folder, 'package.json'), '{"type": "module"}');

globalThis.crypto ??= webcrypto;
Object.defineProperty(globalThis, 'navigator', { value: { language: 'en' }, configurable: true });

/** The module, as a page at this address would load it. */
export async function load(name, href = 'http://localhost:10083/') {
  globalThis.location = new URL(href);
  return import(`${pathToFileURL(join(folder, name))}?at=${encodeURIComponent(href)}`);
}
