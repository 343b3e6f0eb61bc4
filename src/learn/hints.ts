/** The hints of one exercise as a ladder: a question, the rule, almost the line. */
import type { Broken } from '../grader/check-part.js';
import { textOf as textOfHint } from '../grader/hints/hint.js';
import { hintsIn } from '../grader/hints/in-language.js';
import { hintsOfOp, ladderOf } from '../grader/hints/ladder.js';
import { en, type Texts } from '../texts/index.js';
import type { Lesson } from './lessons.js';
import { textOf } from './rule-text.js';

/**
 * @param broken the failure, if there is one: hints on its kind come first
 * @param solution the solution's file
 */
export function hintsFor(
  lesson: Lesson,
  broken: Broken | undefined,
  solution: string | undefined,
  texts: Texts = en,
): readonly string[] {
  const { exercise, part } = lesson;
  const isWritten = broken !== undefined && broken.verdict.kind !== 'not-implemented';
  const ladder = ladderOf(exercise, part, broken ?? unwritten);
  const [question, ...rules] = hintsOfOp(exercise, part);
  const all = isWritten ? ladder : [...(question === undefined ? [] : [question]), ...ladder, ...rules];
  const last = solution === undefined ? undefined : almost(textOf(solution, lesson));
  return [
    ...new Set(all.map(hintsIn(exercise, texts))),
    ...(last === undefined ? [] : [texts.learn.almost(last)]),
  ];
}

/** What is nearly the derivation: the last hint on the op, else the last of the exercise. Undefined without hints. */
export function whyOf({ exercise, part }: Lesson, texts: Texts = en): string | undefined {
  const own = exercise.hints.filter(
    (hint) => typeof hint !== 'string' && 'ops' in hint && isFor(hint.ops, part),
  );
  const why =
    own.map(textOfHint).at(-1) ?? hintsOfOp(exercise, part).at(-1) ?? exercise.hints.map(textOfHint).at(-1);
  return why === undefined ? undefined : hintsIn(exercise, texts)(why);
}

const isFor = (ops: readonly string[], part: string): boolean => ops.includes(part);

const unwritten: Broken = {
  law: { id: 'runs', sentence: '' },
  verdict: { kind: 'not-implemented', why: '' },
  testCase: {
    program: { inputs: [], steps: [], outputs: [] },
    inputs: [],
    cotangents: [],
    mode: 'eager',
    order: 1,
    directions: [],
  },
};

/**
 * The last line of the solution that returns something, with its operands left out: calls, comparisons and choices stay.
 * Undefined where nothing stays.
 */
export function almost(solution: string): string | undefined {
  // A line that opens a block returns what the block does: the `return` in it is the one that says how.
  const returns = [...solution.matchAll(/^[ \t]*return\b((?:(?!\{\n)[^;])*);/gm)].at(-1)?.[1];
  if (returns === undefined) return undefined;
  const code = returns
    .replace(/\/\/[^\n]*/g, '')
    .replace(/ as \w+(\[\])*/g, '')
    .replace(/\s+/g, ' ');
  const blanked = code
    .replace(/'[^']*'|\b\d[\d.]*\b|(?<![\w.])[A-Za-z_]\w*(?:\.\w+|\[[^\]]*\])*(?![\w(.[])/g, '…')
    .replace(/…(?: [-+*/%] …)+/g, '…')
    .replace(/(?<=[ (])\(…\)(?! =>)/g, '…')
    .replace(/…(?: [-+*/%] …)+/g, '…')
    .replace(/(?<=[[(]) | (?=[\])])/g, '')
    .replace(/,(?=[\])])/g, '');
  return blanked.trim() === '…' ? undefined : `return${blanked};`;
}
