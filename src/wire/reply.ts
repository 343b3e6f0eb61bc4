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

/** Of brackets outside strings. */
function isNestedDeeper(line: string, most: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < line.length && depth <= most; at++) {
    const character = line[at] as string;
    if (character === '"') quoted = !quoted;
    else if (quoted) at += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
  }
  return depth > most;
}

/** @throws {ProtocolError} that tells the first problem. */
export function sound<T>(parsed: Parsed<T>, at = '$'): T {
  if (parsed.ok) return parsed.value;
  const [problem] = parsed.problems;
  throw new ProtocolError(problem ? `${at}${problem.path.slice(1)}: ${problem.message}` : at);
}
