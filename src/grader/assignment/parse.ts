/** From the JSON of an assignment to an Assignment, or to all its problems, each with its path. */
import type { Parsed, Problem } from '../../program/parse.js';
import { type Exercise, exerciseIds, findExercise } from '../exercises.js';
import { lawsOf, probesOf } from '../laws.js';
import { type AssignedExercise, type Assignment, type Credit, partNames } from './assignment.js';

type Fields = Readonly<Record<string, unknown>>;

export function parseAssignment(json: unknown): Parsed<Assignment> {
  const parser = new Parser();
  const value = parser.assignment(json);
  return parser.problems.length === 0 ? { ok: true, value } : { ok: false, problems: parser.problems };
}

/** Reads on after a problem, so that one pass reports all of them; values are used only when there are none. */
class Parser {
  readonly problems: Problem[] = [];

  assignment(json: unknown): Assignment {
    const fields = this.fields(json, '$', ['version', 'name', 'title', 'exercises']);
    if (fields.version !== 1) this.expected('$.version', '1, the version of this format', fields.version);
    const name = this.text(fields.name, '$.name');
    if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) {
      this.expected('$.name', 'lower-case letters, digits and hyphens', fields.name);
    }
    const exercises = this.list(fields.exercises, '$.exercises', 'exercises').flatMap(
      (each, index) => this.exercise(each, `$.exercises[${index}]`) ?? [],
    );
    this.repeated(
      exercises.map(({ id }) => id),
      '$.exercises',
    );
    if (exercises.length > 0 && exercises.every(({ points }) => points === 0)) {
      this.problem(
        '$.exercises',
        'all exercises together are worth no points; a grade of 0 of 0 says nothing',
      );
    }
    return { name, title: this.text(fields.title, '$.title'), exercises };
  }

  private exercise(json: unknown, path: string): AssignedExercise | undefined {
    const fields = this.fields(json, path, ['id', 'points', 'title', 'ops', 'hidden', 'credit']);
    const known = findExercise(String(fields.id));
    if (known === undefined) {
      this.expected(`${path}.id`, `one of ${exerciseIds.join(', ')}`, fields.id);
      return undefined;
    }
    const title = fields.title === undefined ? known.title : this.text(fields.title, `${path}.title`);
    const points = this.points(fields.points, `${path}.points`);
    const exercise = { ...known, title, points, ops: this.ops(fields.ops, known, `${path}.ops`) };
    return {
      ...exercise,
      hidden: this.hidden(fields.hidden, exercise, `${path}.hidden`),
      credit: this.credit(fields.credit, exercise, `${path}.credit`),
    };
  }

  private ops(json: unknown, exercise: Exercise, path: string): Exercise['ops'] {
    if (json === undefined) return exercise.ops;
    if (exercise.kind !== 'rules') {
      this.problem(path, `${exercise.id} is graded as a whole and has no choice of ops; leave this out`);
      return exercise.ops;
    }
    const asked = this.namesAmong(json, exercise.ops, path, 'ops');
    return exercise.ops.filter((op) => asked.includes(op));
  }

  private hidden(json: unknown, exercise: Exercise, path: string): true | readonly string[] {
    if (json === undefined) return [];
    if (json === true) return true;
    if (!Array.isArray(json)) {
      this.expected(path, 'true, or a list of parts', json);
      return [];
    }
    const parts = partNames(exercise);
    const hidden = this.namesAmong(json, parts, path, 'parts');
    return parts.every((part) => hidden.includes(part)) ? true : hidden;
  }

  private credit(json: unknown, exercise: Exercise, path: string): Credit {
    if (json === undefined) return 'parts';
    if (json === 'all' || json === 'parts') return json;
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      this.expected(path, '"all", "parts", or the points of each law, such as {"vjp": 5}', json);
      return 'parts';
    }
    const laws = creditableLaws(exercise);
    const credit = Object.fromEntries(
      Object.entries(json).map(([law, points]) => [law, this.points(points, `${path}.${law}`)]),
    );
    for (const law of Object.keys(credit)) {
      if (!laws.includes(law)) {
        this.problem(
          `${path}.${law}`,
          `${exercise.id} is not graded by this law; it is by ${laws.join(', ')}`,
        );
      }
    }
    const sum = Object.values(credit).reduce((total, points) => total + points, 0);
    if (Math.abs(sum - exercise.points) > 1e-9) {
      this.problem(
        path,
        `the laws are worth ${sum} points together, but the exercise is worth ${exercise.points}`,
      );
    }
    return credit;
  }

  private namesAmong(json: unknown, known: readonly string[], path: string, what: string): readonly string[] {
    const names = this.list(json, path, what).map(String);
    for (const [index, name] of names.entries()) {
      if (!known.includes(name)) this.expected(`${path}[${index}]`, `one of ${known.join(', ')}`, name);
    }
    this.repeated(names, path);
    return names;
  }

  private repeated(names: readonly string[], path: string): void {
    const index = names.findIndex((name, at) => names.indexOf(name) !== at);
    if (index !== -1) this.problem(`${path}[${index}]`, `"${names[index]}" is there twice`);
  }

  private points(json: unknown, path: string): number {
    if (typeof json === 'number' && Number.isFinite(json) && json >= 0) return json;
    this.expected(path, 'points, a number from 0 up', json);
    return 0;
  }

  private text(json: unknown, path: string): string {
    if (typeof json === 'string' && json !== '') return json;
    this.expected(path, 'a text', json);
    return '';
  }

  private list(json: unknown, path: string, what: string): readonly unknown[] {
    if (Array.isArray(json) && json.length > 0) return json;
    this.expected(path, `a list of ${what}, at least one`, json);
    return [];
  }

  private fields(json: unknown, path: string, known: readonly string[]): Fields {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      this.expected(path, `an object with ${known.join(', ')}`, json);
      return {};
    }
    for (const key of Object.keys(json)) {
      if (!known.includes(key)) {
        this.problem(`${path}.${key}`, `there is no such field; the fields are ${known.join(', ')}`);
      }
    }
    return json as Fields;
  }

  private expected(path: string, what: string, got: unknown): void {
    this.problem(path, `expected ${what}, got ${got === undefined ? 'nothing' : JSON.stringify(got)}`);
  }

  private problem(path: string, message: string): void {
    this.problems.push({ path, message });
  }
}

/** A probe counts with the law that it is named after. */
const creditableLaws = (exercise: Exercise): readonly string[] => [
  ...new Set([...lawsOf(exercise), ...probesOf(exercise)].map(({ id }) => id)),
];
