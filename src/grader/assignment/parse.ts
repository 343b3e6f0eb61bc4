/** From the JSON of an assignment to an Assignment, or to all its problems, each with its path. */
import { resolve } from 'node:path';
import { oneOf } from '../../case/json-kinds.js';
import { type Parsed, parseWith } from '../../case/parse.js';
import { Reader } from '../../case/reader.js';
import { courseOf } from '../course.js';
import { chapterOf, type Exercise, findExercise } from '../exercises.js';
import { lawsOf, probesOf } from '../laws.js';
import { loadFolder } from '../own/load.js';
import { SetupError } from '../setup-error.js';
import { sharesOf } from '../shares.js';
import { type AssignedExercise, type Assignment, partNames } from './assignment.js';
import * as format from './format.js';

/** @param folder from which the folders of an instructor's own exercises are named */
export const parseAssignment = (json: unknown, folder = '.'): Parsed<Assignment> =>
  parseWith(new Reader(), (reader) => assignment(reader, json, folder));

function assignment(reader: Reader, json: unknown, folder: string): Assignment {
  const { version: _, over, exercises: given, ...rest } = format.file.read(reader, json, '$');
  const exercises = given.flatMap((each, index) =>
    exercise(reader, each, `$.exercises[${index}]`, { over, folder }),
  );
  const ids = exercises.map(({ id }) => id);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice !== -1) reader.problem(`$.exercises[${twice}]`, `"${ids[twice]}" is listed twice`);
  if (reader.problems.length === 0 && exercises.every(({ points }) => points === 0)) {
    const problem = 'all exercises together are worth no points; a grade of 0 of 0 means nothing';
    reader.problem('$.exercises', problem);
  }
  return { ...rest, exercises };
}

/** None where its fields alone are wrong; what they mean together is then not asked. */
function exercise(
  reader: Reader,
  json: unknown,
  path: string,
  from: { readonly over: 'adapter' | undefined; readonly folder: string },
): readonly AssignedExercise[] {
  const before = reader.problems.length;
  const found = foundBy(reader, json, path, from);
  if (reader.problems.length > before) return [];
  return found.flatMap((each) => assigned(reader, each, path));
}

function assigned(reader: Reader, { exercise, hidden, credit }: Found, path: string): AssignedExercise {
  const before = reader.problems.length;
  // Students are tested with all of an exercise whose parts are not its ops, or with none.
  const parts = sharesOf(exercise) ? [exercise.id] : partNames(exercise);
  const hiddenParts =
    hidden === undefined ? [] : format.hiddenAmong(oneOf(parts)).read(reader, hidden, `${path}.hidden`);
  const asked = {
    ...exercise,
    hidden: hiddenParts !== true && parts.every((part) => hiddenParts.includes(part)) ? true : hiddenParts,
    credit:
      credit === undefined
        ? 'parts'
        : format.creditBy(creditableLaws(exercise), exercise.id).read(reader, credit, `${path}.credit`),
  } as const;
  if (reader.problems.length === before) checkPoints(reader, asked, path);
  return asked;
}

interface Found {
  readonly exercise: Exercise;
  readonly hidden?: unknown;
  readonly credit?: unknown;
}

function foundBy(
  reader: Reader,
  json: unknown,
  path: string,
  { over, folder }: { readonly over: 'adapter' | undefined; readonly folder: string },
): readonly Found[] {
  if (over !== undefined) return [ofAdapter(reader, json, path)];
  const isOwn = typeof json === 'object' && json !== null && 'folder' in json;
  if (isOwn) return inFolder(reader, json, path, folder);
  return isInChapter(json) ? inChapter(reader, json, path) : ofThisPackage(reader, json, path);
}

const isInChapter = (json: unknown): boolean => {
  const id: unknown = Object(json).id;
  return typeof id === 'string' && format.chapterIds.includes(chapterOf({ id }));
};

function inChapter(reader: Reader, json: unknown, path: string): readonly Found[] {
  const before = reader.problems.length;
  const { id, title, points, ...rest } = format.exerciseInChapter.read(reader, json, path);
  if (reader.problems.length > before) return [];
  const chapter = chapterOf({ id });
  const all = courseOf([chapter]).exercises;
  const found = id === chapter ? all : all.filter((each) => each.id === id);
  const names = all.map((each) => each.id).join(', ');
  if (found.length === 0) reader.problem(`${path}.id`, `there is no ${id}; there are ${names}`);
  if (id === chapter && points !== undefined)
    reader.problem(
      `${path}.points`,
      `${id} is a chapter, whose exercises have points of their own: leave points out, or name one of ${names}`,
    );
  return found.map((known) => ({
    exercise: { ...known, title: title ?? known.title, points: points ?? known.points },
    ...rest,
  }));
}

function inFolder(reader: Reader, json: unknown, path: string, from: string): readonly Found[] {
  const before = reader.problems.length;
  const { folder, exercise, title, points, ...rest } = format.exerciseInFolder.read(reader, json, path);
  if (reader.problems.length > before) return [];
  const named = (known: Exercise) => ({
    exercise: { ...known, title: title ?? known.title, points: points ?? known.points },
    ...rest,
  });
  try {
    const all = loadFolder(resolve(from, folder));
    const [only] = all;
    const isChapter = only?.own?.entry !== undefined;
    if (isChapter && exercise === undefined && points === undefined) return all.map(named);
    if (!isChapter && exercise === undefined && points !== undefined) return all.map(named);
    const known = all.find(({ own }) => isChapter && own?.entry === exercise);
    if (known !== undefined) return [named(known)];
    reader.problem(path, whatToName(all, folder, isChapter, exercise));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    reader.problem(`${path}.folder`, error.message);
  }
  return [];
}

function whatToName(
  all: readonly Exercise[],
  folder: string,
  isChapter: boolean,
  exercise: string | undefined,
): string {
  if (!isChapter) return `${folder} is one exercise: give its points, and no \`exercise\``;
  const names = all.map(({ own }) => own?.entry).join(', ');
  return exercise === undefined
    ? `${folder} is a chapter, whose exercises have points of their own: leave points out, or name one with \`exercise\`, of ${names}`
    : `${folder} has no exercise "${exercise}"; it has ${names}`;
}

function ofThisPackage(reader: Reader, json: unknown, path: string): readonly Found[] {
  const { id, title, points, ops, ...rest } = format.exercise.read(reader, json, path);
  const known = findExercise(id);
  if (known === undefined) return [];
  if (ops !== undefined && known.kind !== 'rules') {
    reader.problem(`${path}.ops`, `${id} is graded as a whole, so its ops cannot be chosen; leave this out`);
    return [];
  }
  const asked =
    ops === undefined ? known.ops : format.some('ops', known.ops).read(reader, ops, `${path}.ops`);
  const exercise = {
    ...known,
    title: title ?? known.title,
    points,
    ops: known.ops.filter((op) => asked.includes(op)),
  };
  return [{ exercise, ...rest }];
}

function ofAdapter(reader: Reader, json: unknown, path: string): Found {
  const { hidden, credit, optional, ...fields } = format.exerciseOverAdapter.read(reader, json, path);
  const { ops, programs = false } = fields;
  const exercise: Exercise = {
    kind: 'adapter',
    sources: [],
    functions: [],
    order: 2,
    without: [],
    emptyAxes: false,
    hints: [],
    ...fields,
    programs,
    optional:
      optional === undefined ? [] : format.some('ops', ops).read(reader, optional, `${path}.optional`),
  };
  checkOptional(reader, exercise, `${path}.optional`);
  return { exercise, hidden, credit };
}

/** An exercise of which nothing is asked for certain would be worth points that nobody can earn. */
function checkOptional(reader: Reader, { ops, optional = [], programs }: Exercise, path: string): void {
  if (optional.length === 0) return;
  if (programs) reader.problem(path, 'programs are made of the ops that the submission has; leave this out');
  else if (ops.every((op) => optional.includes(op)))
    reader.problem(path, 'at least one op must be asked of everybody');
}

function checkPoints(reader: Reader, exercise: AssignedExercise, path: string): void {
  const { points, credit } = exercise;
  if (typeof credit !== 'string') {
    const sum = Object.values(credit).reduce((total, worth) => total + worth, 0);
    const problem = `the laws are worth ${sum} points together, but the exercise is worth ${points}`;
    if (Math.abs(sum - points) > 1e-9) reader.problem(`${path}.credit`, problem);
  }
  // What is lost with a part has to show: else full marks are displayed although the part is not passed.
  const parts = credit === 'parts' ? partNames(exercise).length : 1;
  if (points === 0 || points / parts >= format.leastPoints) return;
  const share = parts === 1 ? 'it is' : `each of its ${parts} parts is`;
  const least = `${format.leastPoints} points, the least that is displayed; give it more, or 0`;
  reader.problem(`${path}.points`, `${share} worth less than ${least}`);
}

/** A probe counts with the law that it is named after. */
const creditableLaws = (exercise: Exercise): readonly string[] => [
  ...new Set([...lawsOf(exercise), ...probesOf(exercise)].map(({ id }) => id)),
];
