/** From the JSON of an assignment to an Assignment, or to all its problems, each with its path. */

import type { Parsed, Problem } from '../../case/parse.js';
import { type OpName, opNames } from '../../case/vocabulary.js';
import { allBiases, type Bias } from '../../generate/index.js';
import { type Convention, conventionNames } from '../conventions/conventions.js';
import { type Exercise, exerciseIds, findExercise } from '../exercises.js';
import { lawsOf, probesOf } from '../laws.js';
import { sharesOf } from '../shares.js';
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
    const fields = this.fields(json, '$', [
      'version',
      'name',
      'title',
      'over',
      'hiddenSecret',
      'conventions',
      'exercises',
    ]);
    const over = this.over(fields.over);
    if (fields.version !== 1) this.expected('$.version', '1, the version of this format', fields.version);
    const name = this.name(fields.name, '$.name');
    const exercises = this.list(fields.exercises, '$.exercises', 'exercises').flatMap(
      (each, index) => this.exercise(each, `$.exercises[${index}]`, over) ?? [],
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
    const { hiddenSecret, conventions } = fields;
    return {
      name,
      title: this.text(fields.title, '$.title'),
      ...(hiddenSecret !== undefined && { hiddenSecret: this.secret(hiddenSecret, '$.hiddenSecret') }),
      ...(conventions !== undefined && { conventions: this.conventions(conventions) }),
      exercises,
    };
  }

  /** An empty list refuses all of them. */
  private conventions(json: unknown): readonly Convention[] {
    const path = '$.conventions';
    if (Array.isArray(json) && json.length === 0) return [];
    return this.namesAmong(json, conventionNames, path, 'conventions') as readonly Convention[];
  }

  /** A problem with it does not print it: what it says may stand in a log. */
  private secret(json: unknown, path: string): string {
    if (typeof json === 'string' && /^[0-9a-f]{32}$/.test(json)) return json;
    this.problem(path, 'expected 32 hexadecimal digits in lower case, such as `openssl rand -hex 16` prints');
    return '';
  }

  /** Whether submissions are run by an adapter; then exercises are the teacher's own. */
  private over(json: unknown): 'adapter' | undefined {
    if (json !== undefined && json !== 'adapter') this.expected('$.over', '"adapter", or nothing', json);
    return json === 'adapter' ? json : undefined;
  }

  private exercise(json: unknown, path: string, over: 'adapter' | undefined): AssignedExercise | undefined {
    const own = over === undefined ? [] : ['programs', 'optional', 'order', 'without', 'emptyAxes', 'hints'];
    const fields = this.fields(json, path, ['id', 'points', 'title', 'ops', 'hidden', 'credit', ...own]);
    const known = over === undefined ? this.ofThisPackage(fields, path) : this.ofAdapter(fields, path);
    if (known === undefined) return undefined;
    const title = fields.title === undefined ? known.title : this.text(fields.title, `${path}.title`);
    const points = this.points(fields.points, `${path}.points`);
    const exercise = { ...known, title, points, ops: this.ops(fields.ops, known, `${path}.ops`) };
    this.visible(exercise, fields.credit, path);
    return {
      ...exercise,
      hidden: this.hidden(fields.hidden, exercise, `${path}.hidden`),
      credit: this.credit(fields.credit, exercise, `${path}.credit`),
    };
  }

  /** What is lost with a part has to show: else full marks are displayed although the part is not passed. */
  private visible(exercise: Exercise, credit: unknown, path: string): void {
    const { points } = exercise;
    if (points === 0) return;
    const parts = credit === undefined || credit === 'parts' ? partNames(exercise).length : 1;
    if (points / parts >= leastPoints) return;
    const share = parts === 1 ? 'it is' : `each of its ${parts} parts is`;
    this.problem(
      `${path}.points`,
      `${share} worth less than ${leastPoints} points, the least that is displayed; give it more, or 0`,
    );
  }

  private ofThisPackage({ id }: Fields, path: string): Exercise | undefined {
    const known = findExercise(String(id));
    if (known === undefined) this.expected(`${path}.id`, `one of ${exerciseIds.join(', ')}`, id);
    return known;
  }

  private ofAdapter(fields: Fields, path: string): Exercise {
    const { id, title, programs, order, without, emptyAxes, hints = [] } = fields;
    if (programs !== undefined && programs !== true)
      this.expected(`${path}.programs`, 'true, or nothing', programs);
    if (emptyAxes !== undefined && emptyAxes !== true)
      this.expected(`${path}.emptyAxes`, 'true, or nothing', emptyAxes);
    if (order !== undefined && order !== 1 && order !== 2) this.expected(`${path}.order`, '1 or 2', order);
    if (!Array.isArray(hints)) this.expected(`${path}.hints`, 'a list of texts', hints);
    const ops = this.namesAmong(fields.ops, opNames, `${path}.ops`, 'ops') as readonly OpName[];
    return {
      id: this.name(id, `${path}.id`),
      title: this.text(title, `${path}.title`),
      kind: 'adapter',
      sources: [],
      functions: [],
      ops,
      points: 0,
      programs: programs === true,
      optional: this.optional(fields.optional, ops, programs === true, `${path}.optional`),
      order: order === 1 ? 1 : 2,
      without:
        without === undefined
          ? []
          : (this.namesAmong(without, allBiases, `${path}.without`, 'biases') as readonly Bias[]),
      emptyAxes: emptyAxes === true,
      hints: Array.isArray(hints) ? hints.map(String) : [],
    };
  }

  /** An exercise of which nothing is asked for certain would be worth points that nobody can earn. */
  private optional(
    json: unknown,
    ops: readonly OpName[],
    programs: boolean,
    path: string,
  ): readonly OpName[] {
    if (json === undefined) return [];
    const optional = this.namesAmong(json, ops, path, 'ops') as readonly OpName[];
    if (programs) this.problem(path, 'programs are made of the ops that are there; leave this out');
    else if (ops.every((op) => optional.includes(op)))
      this.problem(path, 'at least one op must be asked of everybody');
    return optional;
  }

  private ops(json: unknown, exercise: Exercise, path: string): Exercise['ops'] {
    if (json === undefined || exercise.kind === 'adapter') return exercise.ops;
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
    // Students are tested with all of an exercise whose parts are not its ops, or with none.
    const parts = sharesOf(exercise) ? [exercise.id] : partNames(exercise);
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
      Object.entries(json).map(([law, points]) => [law, this.pointsOfLaw(points, `${path}.${law}`)]),
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
    if (typeof json === 'number' && json >= 0 && json <= mostPoints) return json;
    const what = typeof json === 'number' && json > mostPoints ? `0 to ${mostPoints}` : '0 up';
    this.expected(path, `points, a number from ${what}`, json);
    return 0;
  }

  private pointsOfLaw(json: unknown, path: string): number {
    const points = this.points(json, path);
    if (points > 0 && points < leastPoints) {
      this.expected(path, `0, or at least ${leastPoints} points, the least that is displayed`, json);
    }
    return points;
  }

  private name(json: unknown, path: string): string {
    if (typeof json === 'string' && /^[a-z0-9][a-z0-9-]*$/.test(json)) return json;
    this.expected(path, 'lower-case letters, digits and hyphens', json);
    return '';
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

/** Points are displayed in hundredths, and exactly as long as there are not too many. */
const leastPoints = 0.01;
const mostPoints = 1_000_000;

/** A probe counts with the law that it is named after. */
const creditableLaws = (exercise: Exercise): readonly string[] => [
  ...new Set([...lawsOf(exercise), ...probesOf(exercise)].map(({ id }) => id)),
];
