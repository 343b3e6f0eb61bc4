/** mathjs.ts for a page, where nothing can be required: the bundle for pages has this file in its place. */
import type * as mathjs from 'mathjs';
import math from 'mathjs/lib/browser/math.js';

export const library = (): typeof mathjs => math;
