/** How many columns a terminal gives a text: two for a Chinese character, none for a bar over a letter. */
import { eastAsianWidth } from 'get-east-asian-width';

export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text.replace(/\p{M}/gu, '')) width += eastAsianWidth(letter.codePointAt(0) ?? 0);
  return width;
}

/** The beginning of a line that is too long, with a mark. */
export function clippedToWidth(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  const letters = [...line];
  while (widthOf(letters.join('')) > columns - 1) letters.pop();
  return `${letters.join('')}…`;
}
