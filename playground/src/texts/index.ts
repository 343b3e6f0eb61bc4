import { en } from './en.js';
import type { Texts } from './texts.js';

/** In the language of the page. */
export const texts: Texts = en;
