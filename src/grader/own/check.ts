/**
 * Holds an instructor's exercise to what it promises: the stub is still to be written, the solution passes, and each
 * misconception is caught and named. All of them are graded as a student's files are.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../../case/program.js';
import { removeTemporary, temporaryFolder } from '../../wire/leftovers.js';
import type { Assignment } from '../assignment/assignment.js';
import { Bundler } from '../bundler/bundler.js';
import type { Exercise } from '../exercises.js';
import { grade } from '../grade.js';
import type { ExerciseResult } from '../result.js';
import { camelCase } from './load.js';
import { notFinite } from './numbers.js';
import { definitionOf } from './program.js';
import { fileOf, project } from './project.js';

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

/** @throws {SetupError} when the folder holds nothing that could be checked */
export async function checkExercise(
  exercise: Exercise,
  { onStep, ...draw }: CheckOptions = {},
): Promise<Finding[]> {
  const { stub, solution, readme } = project(exercise);
  const { misconceptions, expression } = definitionOf(exercise);
  const names = Object.keys(misconceptions);
  const folder = temporaryFolder();
  const bundler = new Bundler();
  const steps = names.length + 2;
  let done = 0;
  const graded = async (what: string, files: Readonly<Record<string, string>>, asked = exercise) => {
    onStep?.(what, done++, steps);
    const submission = join(folder, what);
    write(join(submission, exercise.id), files);
    const assignment = assignmentOf(asked);
    const result = await grade({ submission, assignment, bundler, saveNothing: true, ...draw });
    return result.exercises[0] as ExerciseResult;
  };
  const file = fileOf(exercise);
  const inTypeScript = writtenInTypeScript(exercise);
  try {
    const findings = [...ofReadme(exercise, readme), ofNumbers(exercise)];
    findings.push(ofStub(await graded('stub', { [file]: stub })));
    const ofRight = ofSolution(await graded('solution', { [file]: solution }));
    findings.push(ofRight);
    if (names.length === 0) findings.push(none);
    for (const name of names) {
      const files = {
        [fileOf(inTypeScript)]: wrongFile(inTypeScript, name, expression),
        'definition.js': exercise.own?.code ?? '',
      };
      findings.push(ofMisconception(name, await graded(name, files, inTypeScript)));
    }
    return findings;
  } finally {
    bundler.stop();
    removeTemporary(folder);
  }
}

/** The same exercise in the language that its wrong rules are written in. */
const writtenInTypeScript = ({ programs: _, ...exercise }: Exercise): Exercise => ({
  ...exercise,
  kind: 'function',
  functions: [camelCase(exercise.id)],
});

const assignmentOf = (exercise: Exercise): Assignment => ({
  name: exercise.id,
  title: exercise.title,
  exercises: [{ ...exercise, hidden: [], credit: 'parts' }],
});

function write(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** What a student with this misconception would hand in. @param expression the definition, if it is no code */
const wrongFile = (
  { functions: [name] }: Exercise,
  misconception: string,
  expression: Program | undefined,
): string => `
import { Function, interpret } from 'backproof/engine';
import written from './definition.js';
const { gradient } = written.misconceptions[${JSON.stringify(misconception)}];
const expression = ${JSON.stringify(expression ?? null)};
const definition = expression === null ? written.definition : (...inputs) => interpret(expression, inputs)[0];
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
export const ${name} = (...inputs) => Wrong.apply(...inputs);
`;

const right = (what: string, says: string): Finding => ({ what, says, holds: true });
const wrong = (what: string, says: string): Finding => ({ what, says, holds: false });

const none = wrong(
  'misconceptions',
  'there are none: write at least one wrong rule that students really write',
);

function ofReadme({ hints }: Exercise, readme: string): Finding[] {
  const title = /^# \S/m.test(readme)
    ? []
    : [wrong('README.md', 'it has no title: begin it with a line such as # Swish')];
  if (hints.length > 0) return [...title, right('hints', `README.md has ${hints.length}`)];
  const format = '<details><summary>Hint 1</summary> … </details>';
  return [
    ...title,
    wrong('hints', `README.md has none: write each as ${format}, from a nudge to nearly the answer`),
  ];
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
