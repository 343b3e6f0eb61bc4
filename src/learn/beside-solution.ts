/** The solution next to what the learner wrote. */
import { readFileSync } from 'node:fs';
import { plain } from '../formats/printable.js';
import { type Block, beside } from '../teach/index.js';
import type { Texts } from '../texts/index.js';
import type { Lesson } from './lessons.js';
import { dedented, textOf } from './rule-text.js';

/** Longer functions are not shown. */
const mostLines = 40;

/** @param solution the solution's file. Side by side where there is room, else below one another. */
export function besideSolution(
  lesson: Lesson,
  solution: string,
  columns: number,
  texts: Texts['learn'],
): string[] {
  const yours = bodyOf(textOf(readFileSync(lesson.file, 'utf8'), lesson));
  const ours = bodyOf(textOf(solution, lesson));
  if (yours === '' || ours === '') return [];
  if (normal(yours) === normal(ours)) return [texts.sameAsSolution];
  const blocks = [blockOf(texts.yours, plain(yours)), blockOf(texts.theSolution, ours)];
  return blocks.every(({ lines }) => lines.length <= mostLines)
    ? beside(blocks, columns)
    : [texts.tooLong(count(yours), count(ours))];
}

/** Without the signature of a rule, which is the same in both, and without what the stub said was to be done. */
function bodyOf(text: string): string {
  const lines = text.split('\n').filter((line) => !/^\s*\/\/ TODO\b/.test(line));
  const isRule = /^gradient\b.*\{$/.test(lines[0] ?? '') && lines.at(-1) === '}';
  return isRule ? dedented(lines.slice(1, -1).join('\n')) : lines.join('\n');
}

const count = (text: string): number => text.split('\n').length;

const blockOf = (title: string, text: string): Block => ({ title, lines: text.split('\n') });

const normal = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
    .replace(/\s+/g, '')
    .replace(/,([)\]}])/g, '$1');
