import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this repository. */
export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');
