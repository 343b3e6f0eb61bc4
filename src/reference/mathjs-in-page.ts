/** mathjs.ts for a page, where nothing can be required: the bundle for pages has this file in its place. */
import type * as mathjs from 'mathjs';
import library from 'mathjs/lib/browser/math.js';

export const math: typeof mathjs = library;
