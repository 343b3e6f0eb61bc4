/** What a report is made from: saved counterexamples, grades as JSON, and folders of these. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Case } from '../../case/case.js';
import { parseCase } from '../../case/parse.js';
import { nameOf } from '../../case/print.js';
import { opNames } from '../../case/vocabulary.js';
import { findInCourse } from '../course.js';
import type { Exercise } from '../exercises.js';
import { namingOf } from '../own/names.js';
import { parseReplay } from '../replay-file.js';
import { SetupError } from '../setup-error.js';
import type { Asked } from './failure.js';

/** Where a submission is, for grades, which do not say; and instructors' own exercises. */
export interface Context {
  readonly submission: string | undefined;
  readonly own: readonly Exercise[];
}

/** @throws {SetupError} when a file that is named is neither */
export function askedIn(paths: readonly string[], context: Context): readonly Asked[] {
  return paths.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return read(path, context);
    const files = readdirSync(path).filter((name) => name.endsWith('.json'));
    // Other records are kept in the same folder.
    return files
      .sort(byName)
      .flatMap((name) => (isOfCase(join(path, name)) ? read(join(path, name), context) : []));
  });
}

/** `backward` before `backward.diamond`, as the first is what is read first. */
const byName = (a: string, b: string): number => (a.replace(/json$/, '') < b.replace(/json$/, '') ? -1 : 1);

function isOfCase(file: string): boolean {
  try {
    const json = Object(JSON.parse(readFileSync(file, 'utf8')));
    return 'case' in json || Array.isArray(json.exercises);
  } catch {
    return false;
  }
}

function read(file: string, context: Context): readonly Asked[] {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new SetupError(`There is no file "${file}".`);
  const text = readFileSync(file, 'utf8');
  const graded = gradeIn(text);
  if (graded !== undefined) return graded.flatMap((each) => askedOf(each, context));
  const replay = parseReplay(text, file, context.own);
  if (typeof replay === 'string')
    throw new SetupError(`${file} is neither a counterexample nor a grade:\n${replay}`);
  const name = basename(file, '.json');
  const { testCase, exercise } = replay;
  const id = name.startsWith(exercise.id) ? name : exercise.id;
  const op = opOf(id, exercise.kind, testCase);
  return [{ name: id, testCase, naming: namingOf(exercise), op, replay, said: '' }];
}

interface GradedCase {
  readonly exercise: string;
  readonly name: string;
  readonly testCase: Case;
  readonly message: string;
}

/** The counterexamples of a grade; undefined if the text is no grade. */
function gradeIn(text: string): readonly GradedCase[] | undefined {
  let json: { readonly exercises?: unknown };
  try {
    json = Object(JSON.parse(text));
  } catch {
    return undefined;
  }
  if (!Array.isArray(json.exercises)) return undefined;
  return json.exercises.flatMap((exercise) => {
    const { id, parts } = Object(exercise);
    const list: readonly unknown[] = Array.isArray(parts) ? parts : [];
    return list.flatMap((part) => {
      const { name, counterexample, message } = Object(part);
      const parsed = parseCase(counterexample);
      return parsed.ok
        ? [{ exercise: String(id), name: String(name), testCase: parsed.value, message: String(message) }]
        : [];
    });
  });
}

function askedOf({ exercise: id, name: part, testCase, message }: GradedCase, context: Context): Asked[] {
  const exercise = context.own.find((each) => each.id === id) ?? findInCourse(id);
  const name = part === id ? id : `${id}.${part}`;
  const replay =
    exercise === undefined || context.submission === undefined
      ? undefined
      : { exercise, submission: context.submission, testCase };
  const naming = exercise === undefined ? nameOf : namingOf(exercise);
  return [{ name, testCase, naming, op: opOf(name, exercise?.kind, testCase), replay, said: message }];
}

/** The op that a part is about: it has its name, or the program has no other. */
export function opOf(
  name: string,
  kind: Exercise['kind'] | undefined,
  { program }: Case,
): string | undefined {
  if (kind !== 'rules' && kind !== 'adapter') return undefined;
  const part = name.slice(name.indexOf('.') + 1);
  const ops = [...new Set(program.steps.map(({ op }) => op))];
  return opNames.find((op) => op === part) ?? (ops.length === 1 ? ops[0] : undefined);
}
