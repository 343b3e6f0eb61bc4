/** Where in a file the code of one exercise is: found by its text, because the file may not compile. */
import { existsSync, readFileSync } from 'node:fs';
import { ruleAt } from '../grader/line-of.js';
import type { Lesson } from './lessons.js';

/** From `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The learner's file; empty if it is missing. */
export const currentSource = ({ file }: Pick<Lesson, 'file'>): string =>
  existsSync(file) ? readFileSync(file, 'utf8') : '';

type Asked = Pick<Lesson, 'exercise' | 'part'>;

/** The rule of the op, or the functions that are to be written; none that is not there. */
export function spansOf(source: string, { exercise, part }: Asked): readonly Span[] {
  const { kind, ops, functions } = exercise;
  if (kind === 'rules') {
    // Parts that share one rule have names of their own.
    const start = ruleAt(ops.length === 1 ? (ops[0] as string) : part, source);
    return start < 0 ? [] : [spanFrom(source, start)];
  }
  return functions.flatMap((name) => {
    const start = declarationOf(source, '(async\\s+)?(function|const|let)', name);
    if (start === undefined) return [];
    const span = spanFrom(source, start);
    // The rule of a Function is in its class.
    const applied = /\b(\w+)\.apply\(/.exec(source.slice(span.start, span.end))?.[1];
    const ofClass = applied === undefined ? undefined : declarationOf(source, 'class', applied);
    return ofClass === undefined ? [span] : [spanFrom(source, ofClass), span];
  });
}

const declarationOf = (source: string, what: string, name: string): number | undefined =>
  new RegExp(`^(export\\s+)?${what}\\s+${name}\\b`, 'm').exec(source)?.index;

export const textOf = (source: string, lesson: Asked): string =>
  spansOf(source, lesson)
    .map(({ start, end }) => dedented(source.slice(startOfLine(source, start), end)))
    .join('\n\n');

/** The line on which its code begins; 1 if it is not there. */
export function lineOf(source: string, lesson: Asked): number {
  const start = spansOf(source, lesson)[0]?.start ?? 0;
  return source.slice(0, start).split('\n').length;
}

const startOfLine = (source: string, position: number): number => source.lastIndexOf('\n', position - 1) + 1;

/** To the end of the block that begins there, or of the statement if it has none. */
function spanFrom(source: string, start: number): Span {
  let depth = 0;
  let opened = false;
  for (let at = start; at < source.length; at = after(source, at)) {
    const letter = source[at] as string;
    if ('([{'.includes(letter)) depth++;
    if (letter === '{') opened = true;
    if (')]}'.includes(letter)) depth--;
    if (depth < 0) return { start, end: at };
    if (depth === 0 && letter === ';') return { start, end: at + 1 };
    if (depth === 0 && opened && letter === '}' && !/^\s*[=;).,{\]]/.test(source.slice(at + 1)))
      return { start, end: at + 1 };
  }
  return { start, end: source.length };
}

/** The next position that is not in a string or a comment. */
function after(source: string, at: number): number {
  const skipped =
    /^(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`)/.exec(
      source.slice(at + 1, at + 5_000),
    );
  return at + 1 + (skipped?.[0].length ?? 0);
}

/** Moved to the left edge. */
export function dedented(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const least = Math.min(...indents, 80);
  return lines.map((line) => line.slice(least)).join('\n');
}
