import { plain, plainLine } from '../../formats/printable.js';
import { en, type Texts } from '../../texts/index.js';
import { chapterOf } from '../exercises.js';
import { exerciseToBeginWith } from '../headline.js';
import { type ExerciseResult, type Grade, type PartReport, roundPoints } from '../result.js';

type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/**
 * A table of points, then what is wrong, exercise by exercise.
 * @param worked an entry that is worked by hand, by the exercise; that with which to begin shows its own
 */
export function terminalReport(
  grade: Grade,
  paint: (colour: Colour, text: string) => string = (_, text) => text,
  texts: Texts = en,
  worked: ReadonlyMap<string, string> = new Map(),
): string {
  const words = texts.grade;
  const wide = Math.max(...grade.exercises.map(({ id }) => id.length), texts.widthOf(words.exercise));
  const row = (name: string, points: string, status: string) =>
    `${name}${gap(wide - texts.widthOf(name))}  ${gap(11 - texts.widthOf(points))}${points}  ${status}`;
  const of = (score: number, most: number) => `${roundPoints(score)} / ${most}`;
  const rows = grade.exercises.map((exercise) =>
    row(
      exercise.id,
      of(exercise.score, exercise.maxScore),
      paint(colourOf(exercise), statusOf(exercise, words)),
    ),
  );
  const header = paint('bold', row(words.exercise, words.points, words.status));
  const total = paint('bold', row(words.total, of(grade.score, grade.maxScore), words.seed(grade.seed)));
  const first = exerciseToBeginWith(grade.exercises)?.id;
  const details = toldInFull(grade).map(
    (exercise) =>
      `\n${paint('bold', `── ${exercise.id} ${'─'.repeat(Math.max(0, 60 - exercise.id.length))}`)}\n${[
        ...wrongParts(exercise, texts),
        plain(exercise.message),
        ...(exercise.id === first ? byHand(worked.get(exercise.id)) : []),
      ].join('\n')}`,
  );
  return [header, ...rows, total, ...beginning(grade, words), ...details].join('\n');
}

const byHand = (text: string | undefined): string[] => (text === undefined ? [] : ['', text]);

/** Of what is still to be written in chapters, the first: the table names the others. */
function toldInFull({ exercises }: Grade): readonly ExerciseResult[] {
  const open = exercises.filter((each) => each.status === 'not-implemented' && each.id !== chapterOf(each));
  return exercises.filter((each) => each.message !== '' && !open.slice(1).includes(each));
}

/** The parts that were written and are wrong, each with its points and its line. */
function wrongParts({ parts }: ExerciseResult, { widthOf, grade }: Texts): string[] {
  const wrong = parts.filter(
    // If a file could not even be loaded, every part is lost: the message says why.
    ({ status, place, laws }) => !unwritten.includes(status) && (place !== null || laws.length > 0),
  );
  const wide = (of: (part: PartReport) => string) => Math.max(...wrong.map((part) => widthOf(of(part))));
  const wordOf = ({ status }: PartReport) => grade.statuses[status];
  const points = ({ score, maxScore }: PartReport) => `${roundPoints(score)} / ${roundPoints(maxScore)}`;
  const [names, numbers, statuses] = [wide(({ name }) => name), wide(points), wide(wordOf)];
  const rows = wrong.map((part) =>
    [
      `  ${part.name.padEnd(names)}`,
      points(part).padStart(numbers),
      `✗ ${wordOf(part)}${gap(statuses - widthOf(wordOf(part)))}`,
      plainLine(part.place ?? ''),
    ]
      .join('  ')
      .trimEnd(),
  );
  return rows.length === 0 ? [] : [...rows, ''];
}

const unwritten: readonly string[] = ['passed', 'not-implemented', 'missing'];

/** If several exercises failed: which one to begin with. */
function beginning({ exercises }: Grade, { beginWith }: Texts['grade']): string[] {
  const first = exerciseToBeginWith(exercises);
  const failed = exercises.filter(({ status, message }) => status !== 'passed' && message !== '');
  if (first === undefined || failed.length < 2) return [];
  return [`\n${beginWith(first.id)}`];
}

const gap = (columns: number): string => ' '.repeat(Math.max(0, columns));

const statusOf = ({ status }: ExerciseResult, { statuses }: Texts['grade']): string =>
  `${status === 'passed' ? '✓' : '✗'} ${statuses[status]}`;

function colourOf({ status }: ExerciseResult): Colour {
  if (status === 'passed') return 'green';
  return status === 'not-implemented' ? 'yellow' : 'red';
}
