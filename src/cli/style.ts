/** Colours for a terminal: none for a pipe, a file, or under NO_COLOR. */
import type { WriteStream } from 'node:tty';

// Not util.styleText: it asks the stream and NO_COLOR again, and ends each colour with a code of its own.
const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

export type Paint = (colour: keyof typeof codes, text: string) => string;

/** Whether a stream is a terminal that may show colours. https://no-color.org: any non-empty value switches them off. */
export const showsColour = (stream: Pick<WriteStream, 'isTTY'>, environment = process.env): boolean =>
  stream.isTTY === true && !environment.NO_COLOR;

export const painter =
  (coloured: boolean): Paint =>
  (colour, text) =>
    coloured ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;
