import { createRequire } from 'node:module';
import type * as mathjs from 'mathjs';

/** The library in one file, as the reference requires it; only when an expression is to be read. */
export const library = (): typeof mathjs => createRequire(import.meta.url)('mathjs/lib/browser/math.js');
