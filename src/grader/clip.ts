/**
 * How much of a submission's text is shown. An error can carry whatever its author wants to read later, above all the
 * cases that were shown. What is needed to understand a mistake is short.
 */

export interface Room {
  readonly characters: number;
  readonly lines: number;
}

/** An error's message, or what was printed last. */
const messageRoom: Room = { characters: 500, lines: 20 };

/** The name of an error's class, or of a function in a traceback. */
export const nameRoom: Room = { characters: 80, lines: 1 };

/** The beginning of a text, and how much is left out. */
export function clipped(text: string, { characters, lines }: Room = messageRoom): string {
  const some = text
    .split('\n', lines)
    .join('\n')
    .slice(0, characters)
    .replace(/[\ud800-\udbff]$/, '');
  const left = text.length - some.length;
  return left === 0 ? text : `${some}… (${left} more characters)`;
}
