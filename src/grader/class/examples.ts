/** The known mistakes of a class, each worked by hand: planted in our engine, on a case on which a submission showed it. */
import type { Case } from '../../case/case.js';
import { parseCase } from '../../case/parse.js';
import { printProgram } from '../../case/print.js';
import { type Misconception, misconceptions, plant } from '../../misconceptions/index.js';
import { workedExample } from '../../teach/index.js';
import { explainCase } from '../../verify/index.js';
import { findInCourse } from '../course.js';
import { misconceptionsOf } from '../own/misconceptions.js';
import { namingOf } from '../own/names.js';
import type { ClassExercise, ClassResult } from './result-file.js';

export interface Example {
  /** What the mistake is, in a sentence. */
  readonly says: string;
  /** The case and what came of it, in at most 80 columns. */
  readonly worked: string;
}

/** By the name of the mistake; none of a mistake that no stored case shows. */
export async function examplesOf(results: readonly ClassResult[]): Promise<ReadonlyMap<string, Example>> {
  const examples = new Map<string, Example>();
  for (const { id, name, testCase } of results.flatMap(({ exercises }) => exercises.flatMap(shownIn))) {
    if (examples.has(name)) continue;
    const mistake = mistakeOf(id, name);
    if (mistake === undefined) continue;
    examples.set(name, { says: mistake.says, worked: await exampleOf(id, mistake, testCase) });
  }
  return examples;
}

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly testCase: Case;
}

/** The exercise repeats one of its parts. */
const shownIn = (exercise: ClassExercise): readonly Shown[] =>
  [...exercise.parts, exercise].flatMap(({ misconception, counterexample }) => {
    if (misconception === null || !counterexample) return [];
    const parsed = parseCase(counterexample);
    return parsed.ok ? [{ id: exercise.id, name: misconception, testCase: parsed.value }] : [];
  });

function mistakeOf(id: string, name: string): Misconception | undefined {
  const isNamed = (each: Misconception) => each.name === name;
  const exercise = findInCourse(id);
  return misconceptions.find(isNamed) ?? (exercise?.own && misconceptionsOf(exercise).find(isNamed));
}

async function exampleOf(id: string, mistake: Misconception, testCase: Case): Promise<string> {
  const { own } = findInCourse(id) ?? {};
  const naming = namingOf({ ...(own && { own }) });
  const outcome = await plant(mistake).run(testCase);
  const worked = outcome.kind === 'done' ? workedExample(testCase, outcome, { naming, asked: own?.by }) : [];
  return worked.length === 0
    ? explainCase(testCase, naming)
    : [printProgram(testCase.program, naming), '', ...worked].join('\n');
}
