/**
 * Holds an instructor's exercise, or a chapter of them, to what it promises: the stub is still to be written, the
 * solution passes, and each misconception is caught and named. All of them are graded as a student's files are.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../../case/at.js';
import { removeTemporary, temporaryFolder } from '../../wire/leftovers.js';
import type { Assignment } from '../assignment/assignment.js';
import { Bundler } from '../bundler/bundler.js';
import { chapterOf, type Exercise } from '../exercises.js';
import { grade } from '../grade.js';
import type { ExerciseResult } from '../result.js';
import { pageName } from './load.js';
import { notFinite } from './numbers.js';
import { pageProblems } from './pages.js';
import { definitionOf } from './program.js';
import { fileOf, project } from './project.js';
import { camelCase } from './words.js';

export interface Finding {
  /** What was looked at: `the stub`, or a misconception's name. */
  readonly what: string;
  /** What is right, or what is wrong and what to do. */
  readonly says: string;
  readonly holds: boolean;
}

export interface CheckOptions {
  readonly seed?: number;
  readonly runs?: number;
  /** Called before each thing is looked at. */
  readonly onStep?: (what: string, done: number, total: number) => void;
}

export interface Checked {
  readonly exercise: Exercise;
  readonly findings: readonly Finding[];
}

/**
 * @param exercises of one folder, as `loadFolder` gives them
 * @throws {SetupError} when the folder holds nothing that could be checked
 */
export async function checkExercises(
  exercises: readonly Exercise[],
  { onStep, ...draw }: CheckOptions = {},
): Promise<readonly Checked[]> {
  const [first] = exercises;
  if (first === undefined) return [];
  const { stub, solution } = project(first);
  const wrong = exercises.flatMap(wrongOnesOf);
  const folder = temporaryFolder();
  const bundler = new Bundler();
  let done = 0;
  // Wrong rules are functions of tensors, and start no process each to prove it.
  const graded = async (what: string, asked: readonly Exercise[], files: Files, keepsNothing = false) => {
    onStep?.(what, done++, 3);
    if (asked.length === 0) return [];
    const submission = join(folder, what);
    write(join(submission, chapterOf(first)), files);
    const assignment = assignmentOf(asked);
    return (await grade({ submission, assignment, bundler, saveNothing: true, keepsNothing, ...draw }))
      .exercises;
  };
  try {
    const stubs = await graded('stub', exercises, { [fileOf(first)]: stub });
    const solutions = await graded('solution', exercises, { [fileOf(first)]: solution });
    const caught = await graded(
      'misconceptions',
      wrong.map(({ variant }) => variant),
      wrongFiles(first, wrong),
      true,
    );
    return exercises.map((exercise, index) => ({
      exercise,
      findings: [
        ...(index === 0 ? ofPages(first.own?.folder ?? '', exercises) : []),
        ofHints(exercise),
        ofNumbers(exercise),
        ofStub(at(stubs, index)),
        ofSolution(at(solutions, index)),
        ...ofMisconceptions(
          wrong.flatMap(({ of, name }, place) =>
            of === exercise ? { name, result: at(caught, place) } : [],
          ),
        ),
      ],
    }));
  } finally {
    bundler.stop();
    removeTemporary(folder);
  }
}

type Files = Readonly<Record<string, string>>;

/** A misconception as a student would hand it in: an exercise that asks for another function of the file. */
interface WrongOne {
  readonly of: Exercise;
  readonly name: string;
  readonly variant: Exercise;
}

/** In the language that wrong rules are written in. */
const wrongOnesOf = (exercise: Exercise): readonly WrongOne[] =>
  Object.keys(definitionOf(exercise).misconceptions).map((name, index) => {
    const { programs: _, ...asked } = exercise;
    const functions = [`${camelCase(exercise.own?.entry ?? exercise.id)}${index}`];
    return { of: exercise, name, variant: { ...asked, kind: 'function', functions } };
  });

const assignmentOf = (exercises: readonly Exercise[]): Assignment => ({
  name: 'check',
  title: 'check',
  exercises: exercises.map((exercise) => ({ ...exercise, hidden: [], credit: 'parts' })),
});

function write(folder: string, files: Files): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

const wrongFiles = (first: Exercise, wrong: readonly WrongOne[]): Files => ({
  [`${chapterOf(first)}.ts`]: `
import { Function, interpret } from 'backproof/engine';
import folder from './definition.js';
const withRule = (definition, gradient) => {
  class Wrong extends Function {
    static forward(ctx, ...inputs) {
      const output = definition(...inputs);
      ctx.saveForBackward(...inputs, output);
      return output;
    }
    static backward(ctx, outGrad) {
      const saved = ctx.savedTensors;
      return gradient({ outGrad, output: saved.at(-1) }, ...saved.slice(0, -1));
    }
  }
  return (...inputs) => Wrong.apply(...inputs);
};
const computing = (expression) => (...inputs) => interpret(expression, inputs)[0];
${wrong.map(wrongFunction).join('\n')}
`,
  'definition.js': first.own?.code ?? '',
});

function wrongFunction({ of, name, variant }: WrongOne): string {
  const { answer, expression } = definitionOf(of);
  const entry = of.own?.entry;
  const written = entry === undefined ? 'folder' : `folder.exercises[${JSON.stringify(entry)}]`;
  const definition =
    expression === undefined ? `${written}.definition` : `computing(${JSON.stringify(expression)})`;
  const wrong = `${written}.misconceptions[${JSON.stringify(name)}]`;
  const functions = {
    gradient: `withRule(${definition}, ${wrong}.gradient)`,
    vjp: `(outGrad, ...inputs) => ${wrong}.gradient({ outGrad, output: ${definition}(...inputs) }, ...inputs)`,
    values: `${wrong}.returns`,
    jacobian: `${wrong}.returns`,
  } as const;
  return `export const ${variant.functions[0]} = ${functions[answer]};`;
}

const right = (what: string, says: string): Finding => ({ what, says, holds: true });
const wrong = (what: string, says: string): Finding => ({ what, says, holds: false });

const none = wrong(
  'misconceptions',
  'there are none: write at least one wrong rule that students really write',
);

/** Nothing is said of an English page on which nothing is wrong. */
const ofPages = (folder: string, exercises: readonly Exercise[]): readonly Finding[] =>
  pageProblems(folder, exercises).flatMap(({ page, problems }) =>
    problems.length === 0 && page !== pageName('en')
      ? [right(page, 'it has the code and the hints of README.md')]
      : problems.map((problem) => wrong(page, problem)),
  );

function ofHints({ hints, own }: Exercise): Finding {
  const entry = own?.entry;
  const where = entry === undefined ? 'README.md' : `README.md, below ### ${entry},`;
  if (hints.length > 0)
    return right('hints', `${entry === undefined ? 'README.md has' : 'there are'} ${hints.length}`);
  const format = '<details><summary>Hint 1</summary> … </details>';
  return wrong('hints', `${where} has none: write each as ${format}, from a nudge to nearly the answer`);
}

function ofNumbers(exercise: Exercise): Finding {
  const { odd, of } = notFinite(exercise);
  if (odd === 0) return right('numbers', `the function is finite on all of ${of} drawn cases`);
  return wrong(
    'numbers',
    `the function is not finite on ${odd} of ${of} drawn cases, which then decide nothing: give its inputs other numbers, such as 'positive', 'nonzero' or [0, 1]`,
  );
}

function ofStub({ status, score, maxScore, message }: ExerciseResult): Finding {
  if (status === 'not-implemented') return right('stub', 'it fails as not implemented');
  if (score > 0)
    return wrong(
      'stub',
      `it earns ${score} of ${maxScore} points as it is handed out: put the solution between the lines BEGIN SOLUTION and END SOLUTION`,
    );
  return wrong('stub', `it should fail as not implemented, and it is ${status}:\n${message}`);
}

function ofSolution({ status, score, maxScore, message }: ExerciseResult): Finding {
  if (status === 'passed') return right('solution', `it earns all ${maxScore} points`);
  return wrong('solution', `it earns ${score} of ${maxScore} points:\n${message}`);
}

const ofMisconceptions = (
  caught: readonly { readonly name: string; readonly result: ExerciseResult }[],
): readonly Finding[] =>
  caught.length === 0 ? [none] : caught.map(({ name, result }) => ofMisconception(name, result));

function ofMisconception(name: string, { status, misconception, message }: ExerciseResult): Finding {
  if (misconception === name) return right(name, 'it is caught and named');
  if (status === 'passed')
    return wrong(
      name,
      'it is not caught: a submission with this rule earns full marks. Either the rule is right, or no case shows what is wrong: look at the shapes and numbers of the inputs',
    );
  if (misconception !== null)
    return wrong(name, `it is taken for ${misconception}: both give the same answers. Keep one of the two`);
  return wrong(
    name,
    `it is caught, but not by its name, because its answers are not always the same:\n${message}`,
  );
}
