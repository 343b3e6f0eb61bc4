/** The grade as a list of tests, one per exercise or one per part, for formats that have tests. */
import { writable } from '../../formats/escape.js';
import { clippedToCharacters } from '../../formats/printable.js';
import { shellQuoted } from '../../formats/shell-quoted.js';
import type { Tested } from '../../formats/tested.js';
import { en } from '../../texts/index.js';
import type { ExerciseResult, Grade, PartReport, Status } from '../result.js';

export interface Test {
  /** Of the exercise. */
  readonly exercise: string;
  /** As `--only` takes it. */
  readonly id: string;
  readonly name: string;
  readonly hidden: boolean;
  readonly score: number;
  readonly maxScore: number;
  readonly status: Status;
  readonly outcome: 'passed' | 'failed' | 'error';
  /** For the learner, in full. */
  readonly said: string;
  /** Its first paragraph: the law, what was expected and what came. */
  readonly headline: string;
  /** The last text that the learner's code printed in the case that is shown. */
  readonly printed: string;
  /** The command that runs this test. */
  readonly command: string;
}

/** Longer than any message of ours; a submission's output must not overflow an environment variable. */
const mostCharacters = 8_000;

/** One per exercise. */
export const testsOf = (grade: Grade): Test[] =>
  grade.exercises.map((exercise) =>
    testOf(grade, exercise, {
      ...exercise,
      name: `${exercise.id}: ${exercise.title}`,
      said: saidOf(exercise),
      printed: exercise.parts.length === 1 ? (exercise.parts[0]?.printed ?? '') : '',
    }),
  );

/** One per part of an exercise that has several and shows them; its hidden parts are one more. */
export const partTestsOf = (grade: Grade): Test[] =>
  grade.exercises.flatMap((exercise) => {
    const { id, parts, hidden, unseen } = exercise;
    if (hidden || parts.length + (unseen === null ? 0 : 1) < 2)
      return testsOf({ ...grade, exercises: [exercise] });
    return [
      ...parts.map((part) =>
        testOf(grade, exercise, {
          ...part,
          id: `${id}.${part.name}`,
          name: `${id}.${part.name}`,
          said: saidOf(part),
        }),
      ),
      ...(unseen === null ? [] : [unseenOf(grade, exercise, unseen)]),
    ];
  });

/** The same as CTRF and JUnit have it: one suite per assignment. */
export const testedIn = (grade: Grade): Tested[] =>
  partTestsOf(grade).map(({ name, outcome, said, headline }) => ({
    suite: grade.assignment,
    name,
    ...(outcome === 'passed'
      ? { status: 'passed', failure: undefined }
      : { status: 'failed', failure: { message: headline, trace: said } }),
  }));

/** For a table: every exercise, followed by its parts if it has several. */
export const rowsOf = (grade: Grade): Test[] =>
  grade.exercises.flatMap((exercise) => {
    const own = { ...grade, exercises: [exercise] };
    const parts = partTestsOf(own);
    return parts.length > 1 ? [...testsOf(own), ...parts] : parts;
  });

interface Told extends Pick<Test, 'id' | 'name' | 'said' | 'printed' | 'status' | 'score' | 'maxScore'> {}

function testOf(grade: Grade, exercise: ExerciseResult, told: Told): Test {
  const { hidden } = exercise;
  const { id, name, status, score, maxScore } = told;
  const points = `${score} of ${maxScore} points. The tests of this exercise are hidden.${namedIn(exercise)}`;
  const said = clipped(writable(hidden ? points : told.said));
  return {
    exercise: exercise.id,
    id,
    name: writable(name),
    hidden,
    score,
    maxScore,
    status,
    outcome: outcomeOf(status),
    said,
    printed: hidden ? '' : writable(told.printed),
    headline: said.split('\n\n')[0] ?? said,
    command: `${grade.command ?? 'npx backproof grade'} --only ${shellQuoted([id])} --seed ${grade.seed}`,
  };
}

/** The known mistakes in hidden parts, if they are told. */
const namedIn = ({ hiddenMistakes = [] }: ExerciseResult): string =>
  hiddenMistakes.map((name) => ` ${en.failure.looksKnown(name)}`).join('');

function unseenOf(
  grade: Grade,
  exercise: ExerciseResult,
  unseen: NonNullable<ExerciseResult['unseen']>,
): Test {
  const { id } = exercise;
  const { score, maxScore } = unseen;
  const said = `${score} of ${maxScore} points. These cases are hidden.${namedIn(exercise)}`;
  return testOf(grade, exercise, { ...unseen, id, name: `${id}: hidden cases`, said, printed: '' });
}

/** `failed`: it answered, and wrongly. `error`: it did not answer. */
function outcomeOf(status: Status): Test['outcome'] {
  if (status === 'passed') return 'passed';
  return status === 'failed' || status === 'not-implemented' ? 'failed' : 'error';
}

const saidOf = ({ status, message }: ExerciseResult | PartReport): string =>
  status === 'passed' && message === '' ? 'Every law holds.' : message;

function clipped(text: string): string {
  const extra = [...text].length - mostCharacters;
  return extra <= 0
    ? text
    : `${clippedToCharacters(text, mostCharacters)}\n… and ${extra} further characters.`;
}
