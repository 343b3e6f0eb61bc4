import { plain } from '../../formats/printable.js';
import { exerciseToBeginWith } from '../headline.js';
import { type ExerciseResult, type Grade, roundPoints } from '../result.js';

type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** A table of points, then what is wrong, exercise by exercise. */
export function terminalReport(
  grade: Grade,
  paint: (colour: Colour, text: string) => string = (_, text) => text,
): string {
  const wide = Math.max(...grade.exercises.map(({ id }) => id.length), 'exercise'.length);
  const row = (name: string, points: string, status: string) =>
    `${name.padEnd(wide)}  ${points.padStart(11)}  ${status}`;
  const of = (score: number, most: number) => `${roundPoints(score)} / ${most}`;
  const rows = grade.exercises.map((exercise) =>
    row(exercise.id, of(exercise.score, exercise.maxScore), paint(colourOf(exercise), statusOf(exercise))),
  );
  const header = paint('bold', row('exercise', 'points', 'status'));
  const total = paint('bold', row('total', of(grade.score, grade.maxScore), `seed ${grade.seed}`));
  const details = grade.exercises
    .filter(({ message }) => message !== '')
    .map(
      ({ id, message }) =>
        `\n${paint('bold', `── ${id} ${'─'.repeat(Math.max(0, 60 - id.length))}`)}\n${plain(message)}`,
    );
  return [header, ...rows, total, ...beginning(grade), ...details].join('\n');
}

/** Where several exercises failed: with which to begin. */
function beginning({ exercises }: Grade): string[] {
  const first = exerciseToBeginWith(exercises);
  const failed = exercises.filter(({ status, message }) => status !== 'passed' && message !== '');
  if (first === undefined || failed.length < 2) return [];
  return [`\nBegin with ${first.id}: its failure is the simplest.`];
}

const statusOf = ({ status }: ExerciseResult): string => (status === 'passed' ? '✓ passed' : `✗ ${status}`);

function colourOf({ status }: ExerciseResult): Colour {
  if (status === 'passed') return 'green';
  return status === 'not-implemented' ? 'yellow' : 'red';
}
