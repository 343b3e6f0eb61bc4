/** The grade as a list of tests, one per exercise, for the formats that know tests. */
import { writable } from '../../formats/escape.js';
import { clippedToCharacters } from '../../formats/printable.js';
import { shellQuoted } from '../../formats/shell-quoted.js';
import type { ExerciseResult, Grade, Status } from '../result.js';

export interface Test {
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
  /** The command that runs this test. */
  readonly command: string;
}

/** Longer than any message of ours: what a submission printed must not burst an environment variable. */
const mostCharacters = 8_000;

export const testsOf = ({ exercises, seed }: Grade): Test[] =>
  exercises.map((exercise) => {
    const { id, title, hidden, score, maxScore, status } = exercise;
    const said = clipped(writable(saidOf(exercise)));
    return {
      id,
      name: writable(`${id}: ${title}`),
      hidden,
      score,
      maxScore,
      status,
      outcome: outcomeOf(status),
      said,
      headline: said.split('\n\n')[0] ?? said,
      command: `npx backproof grade --only ${shellQuoted([id])} --seed ${seed}`,
    };
  });

/** `failed`: it answered, and wrongly. `error`: it did not answer. */
function outcomeOf(status: Status): Test['outcome'] {
  if (status === 'passed') return 'passed';
  return status === 'failed' || status === 'not-implemented' ? 'failed' : 'error';
}

function saidOf({ hidden, status, score, maxScore, message }: ExerciseResult): string {
  if (hidden) return `${score} of ${maxScore} points. What this exercise is tested with is not shown.`;
  return status === 'passed' ? 'Every law holds.' : message;
}

function clipped(text: string): string {
  const extra = [...text].length - mostCharacters;
  return extra <= 0
    ? text
    : `${clippedToCharacters(text, mostCharacters)}\n… and ${extra} further characters.`;
}
