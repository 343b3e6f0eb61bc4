/** How pages are written: as wide as the terminal, with its colours and links if it has any. */
import { widthOf } from '../formats/width.js';
import type { Texts } from '../texts/index.js';

export interface Style {
  readonly columns: number;
  readonly texts: Texts;
  readonly paint: (colour: 'bold' | 'dim' | 'red' | 'green' | 'yellow', text: string) => string;
  /** `file:line` as it is, and something to click on where the terminal can. */
  readonly link: (place: string) => string;
}

/**
 * Chinese has no blanks: a line may end beside any of its characters, but no line begins with a closing mark or ends
 * with an opening one.
 */
const betweenCharacters =
  /(?<=[\p{Script=Han}，。、；：！？）」』”…])(?![，。、；：！？）」』”…])|(?<![（「『“])(?=[\p{Script=Han}（「『“])/u;

/** Prose, broken between words; further lines begin below the first one's text. */
export function wrapped(text: string, columns: number, indent = ''): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const own = indent + (/^\s*/.exec(paragraph)?.[0] ?? '');
    const lines = [''];
    for (const [index, word] of paragraph.trim().split(/\s+/).entries()) {
      for (const [part, piece] of word.split(betweenCharacters).entries()) {
        const last = lines.at(-1) as string;
        const gap = part === 0 && index > 0 ? ' ' : '';
        if (last !== '' && widthOf(`${own}${last}${gap}${piece}`) > columns) lines.push(piece);
        else lines[lines.length - 1] = last === '' ? piece : `${last}${gap}${piece}`;
      }
    }
    return lines.map((line) => (own + line).trimEnd());
  });
}

/** Two texts at both ends of a line; below one another if it is too short. @param paint for the left one */
export function ends(left: string, right: string, columns: number, paint = (text: string) => text): string[] {
  const gap = columns - widthOf(left) - widthOf(right);
  return gap < 2 ? [paint(left), right] : [paint(left) + ' '.repeat(gap) + right];
}
