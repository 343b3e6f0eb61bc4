/** A badge of one system: two boxes of text, as SVG without scripts or fonts of its own. */
import { escaped } from '../../../formats/escape.js';
import type { Score } from './systems.js';

/** About as wide as a digit of the 11-pixel font: the text is fitted to its box. */
const digit = 6.5;
const padding = 12;

export const scoreText = ({ right, of }: Score): string =>
  of === 0 ? 'none decided' : `${right} of ${of} right`;

/** `gradients: 312 of 318 right`. White on both colours has a contrast of at least 4.5. */
export function badge(score: Score): string {
  const said = scoreText(score);
  const label = 'gradients';
  const [left, right] = [label, said].map((text) => text.length * digit + padding) as [number, number];
  const colour = score.of === 0 ? '#595959' : score.right === score.of ? '#176b2c' : '#b3121d';
  const text = (words: string, from: number, width: number): string =>
    `<text x="${from + padding / 2}" y="14" textLength="${width - padding}">${escaped(words)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}: ${escaped(said)}"><title>${label}: ${escaped(said)}</title>
<rect width="${left}" height="20" fill="#333"/><rect x="${left}" width="${right}" height="20" fill="${colour}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(label, 0, left)}${text(said, left, right)}</g></svg>
`;
}
