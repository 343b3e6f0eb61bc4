/** Replies come from someone else's program: nothing in them is taken on trust. */
import type { Parsed } from '../case/parse.js';

/** A line that breaks the protocol: a sentence that says where and how. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

export type Fields = Readonly<Record<string, unknown>>;

/** Deeper than any reply, and far from what recursion can follow. */
const deepest = 32;

/** What a line of JSON holds, or undefined when it is none. @throws {ProtocolError} when it is nested too deeply */
export function parseLine(line: string): unknown {
  if (isNestedDeeper(line, deepest)) throw new ProtocolError(`it is nested more than ${deepest} deep`);
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Of brackets outside strings. Long lists of numbers, and long strings, are skipped: a line may have millions of characters. */
function isNestedDeeper(line: string, most: number): boolean {
  const mark = /["[\]{}]/g;
  let depth = 0;
  while (depth <= most && mark.test(line)) {
    const character = line[mark.lastIndex - 1];
    if (character === '"') mark.lastIndex = endOfString(line, mark.lastIndex);
    else depth += character === '[' || character === '{' ? 1 : -1;
  }
  return depth > most;
}

/** Behind the quote that ends a string, whose first character is at `start`. */
function endOfString(line: string, start: number): number {
  for (let end = line.indexOf('"', start); end !== -1; end = line.indexOf('"', end + 1)) {
    let escapes = 0;
    while (line[end - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return end + 1;
  }
  return line.length;
}

/** @throws {ProtocolError} that tells the first problem. */
export function sound<T>(parsed: Parsed<T>, at = '$'): T {
  if (parsed.ok) return parsed.value;
  const [problem] = parsed.problems;
  throw new ProtocolError(problem ? `${at}${problem.path.slice(1)}: ${problem.message}` : at);
}
