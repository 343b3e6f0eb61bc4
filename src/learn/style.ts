/** How pages are written: as wide as the terminal, with its colours and links if it has any. */
import { widthOf } from '../teach/index.js';

export { widthOf };

export interface Style {
  readonly columns: number;
  readonly paint: (colour: 'bold' | 'dim' | 'red' | 'green' | 'yellow', text: string) => string;
  /** `file:line` as it is, and something to click on where the terminal can. */
  readonly link: (place: string) => string;
}

/** Prose, broken between words; further lines begin below the first one's text. */
export function wrapped(text: string, columns: number, indent = ''): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const own = indent + (/^\s*/.exec(paragraph)?.[0] ?? '');
    const lines = [''];
    for (const word of paragraph.trim().split(/\s+/)) {
      const last = lines.at(-1) as string;
      if (last !== '' && widthOf(`${own}${last} ${word}`) > columns) lines.push(word);
      else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    }
    return lines.map((line) => (own + line).trimEnd());
  });
}

/** Two texts at both ends of a line; below one another if it is too short. @param paint for the left one */
export function ends(left: string, right: string, columns: number, paint = (text: string) => text): string[] {
  const gap = columns - widthOf(left) - widthOf(right);
  return gap < 2 ? [paint(left), right] : [paint(left) + ' '.repeat(gap) + right];
}
