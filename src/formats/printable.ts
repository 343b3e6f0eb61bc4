/** Texts made by others, printed where a terminal, or the log of a workflow, would obey them. */

/** The colours of our own reports: nothing else that begins with an escape is let through. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it begins with one
const colour = /^\u001b\[(?:0|1|2|31|32|33)m$/;

/**
 * Escape sequences, all other control characters but tab and line feed, C1 codes, line separators, and marks that turn
 * the direction of text.
 */
const obeyed =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /\u001b\[[0-9;]*m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\u061c\ufeff]/g;

/** GitHub runs what a line of a log begins with so, and GitHub and Azure what stands anywhere in one. */
const commands = /^([^\S\n]*)(?=::)|(?<=##(?:vso)?)(?=\[)/gim;

/** Of no width, and no space: what it stands in is no longer a command. */
const mark = '\u2060';

const disarmed = (text: string): string => text.replace(commands, `$1${mark}`);

/** Text as it may be printed: what would be obeyed is shown as \ufffd, and a workflow's command is no command. */
export const printable = (text: string): string =>
  disarmed(text.replace(obeyed, (found) => (colour.test(found) ? found : '\ufffd')));

/** Words of others as they may be printed: not even our colours are theirs to use. */
export const plain = (text: string): string => disarmed(text.replace(obeyed, '\ufffd'));

/** The same in one line, which no name breaks. */
export const plainLine = (text: string): string => plain(text).replace(/\s+/g, ' ');

/** A piece of a stream: it may go on with a command that the piece before began. */
export const plainPiece = (text: string): string => plain(text).replace(/^(?=[:#]|(?:v?s?o)?\[)/i, mark);

/** The text's first characters, of which each is whole. */
export const clippedToCharacters = (text: string, most: number): string =>
  text.length <= most ? text : [...text].slice(0, most).join('');

/** The beginning of the text, in at most this many bytes of UTF-8. */
export function clippedToBytes(text: string, most: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  const ending = '\n… and more that is not shown here.';
  let end = Math.max(0, most - Buffer.byteLength(ending));
  // A byte 10xxxxxx goes on with a character that begins before.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return `${bytes.subarray(0, end).toString('utf8')}${ending}`;
}
