/** A sentence in Chinese, by its English: looked up as gettext does, or made of its parts. */
import { hints } from './hints.js';
import { laws } from './laws.js';
import { misconceptions } from './misconceptions.js';
import { others } from './others.js';
import { madeOfParts } from './patterns.js';

/** Every fixed sentence, by its English. */
export const sentences: ReadonlyMap<string, string> = new Map(
  [hints, laws, misconceptions, others].flatMap((each) => Object.entries(each)),
);

/** The sentence itself if it has no Chinese: an instructor's own, say. */
export const inLanguage = (sentence: string): string =>
  sentences.get(sentence) ?? madeOfParts(sentence, inLanguage) ?? sentence;
