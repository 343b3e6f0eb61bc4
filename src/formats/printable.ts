/** Makes texts by others safe to print where a terminal, or the log of a workflow, would obey them. */

/** The colours of our own reports: nothing else that begins with an escape is let through. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it begins with one
const colour = /^\u001b\[(?:0|1|2|31|32|33)m$/;

/**
 * Escape sequences, all other control characters but tab and line feed, C1 codes, line separators, and marks that
 * change the direction of text.
 */
const obeyed =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /\u001b\[[0-9;]*m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\u061c\ufeff]/g;

/** GitHub runs commands at the start of a log line, and GitHub and Azure run some anywhere in one. */
const commands = /^([^\S\n]*)(?=::)|(?<=##(?:vso)?)(?=\[)/gim;

/** A zero-width character that is not a space: text with it inside is no longer a command. */
const mark = '\u2060';

const disarmed = (text: string): string => text.replace(commands, `$1${mark}`);

/** Text that is safe to print: characters that would be obeyed become \ufffd, and workflow commands are disarmed. */
export const printable = (text: string): string =>
  disarmed(text.replace(obeyed, (found) => (colour.test(found) ? found : '\ufffd')));

/** Text of others that is safe to print: they may not even use our colours. */
export const plain = (text: string): string => disarmed(text.replace(obeyed, '\ufffd'));

/** The same in one line, which no name can break. */
export const plainLine = (text: string): string => plain(text).replace(/\s+/g, ' ');

/** A piece of a stream, which may continue a command that the piece before began. */
export const plainPiece = (text: string): string => plain(text).replace(/^(?=[:#]|(?:v?s?o)?\[)/i, mark);

/** The text's first characters, never cutting one in half. */
export const clippedToCharacters = (text: string, most: number): string =>
  text.length <= most ? text : [...text].slice(0, most).join('');

/** The beginning of the text, in at most this many bytes of UTF-8. */
export function clippedToBytes(text: string, most: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  const ending = '\n… and more that is not shown here.';
  let end = Math.max(0, most - Buffer.byteLength(ending));
  // A byte 10xxxxxx continues a character that began before.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return `${bytes.subarray(0, end).toString('utf8')}${ending}`;
}
