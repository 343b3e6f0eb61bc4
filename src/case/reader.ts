/** Reads the parts that every kind of JSON is made of, and notes what is wrong with them. */
import { at } from './at.js';
import { decodeNumber } from './json.js';
import type { Shape } from './shape.js';

/** What is wrong with JSON from outside, and where. */
export interface Problem {
  /** Where, as in `$.program.steps[2].args[0]`. */
  readonly path: string;
  readonly message: string;
}

/** Nobody reads more of them, and hostile JSON has one for each of its entries. */
const mostProblems = 100;

export class TooManyProblems extends Error {}

/** NumPy's limit. Without one, a few steps on an array of many axes fill the memory with shapes. */
export const mostAxes = 64;

export type Fields = Readonly<Record<string, unknown>>;

export const describe = (json: unknown): string => {
  if (json === undefined) return 'nothing';
  if (Array.isArray(json) && json.length > 40) return `an array of ${json.length} entries`;
  const text = jsonText(typeof json === 'string' ? json.slice(0, 80) : json);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};

/** JSON.parse reads what is nested more deeply than JSON.stringify can write. */
function jsonText(json: unknown): string {
  try {
    return JSON.stringify(json) ?? String(json);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return 'something nested too deeply to be shown';
  }
}

/** Reads on after a problem, so that one pass reports many of them; values are used only when there are none. */
export class Reader {
  readonly problems: Problem[] = [];

  problem(path: string, message: string): void {
    this.problems.push({ path, message });
    if (this.problems.length >= mostProblems) throw new TooManyProblems();
  }

  /** A value that is wrong from the start. */
  expected(what: string, json: unknown, path: string): void {
    this.problem(path, `expected ${what}, got ${describe(json)}`);
  }

  fields(json: unknown, path: string, what: string, known: readonly string[]): Fields {
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      this.expected(`${what} (an object)`, json, path);
      return {};
    }
    for (const key of Object.keys(json)) {
      if (!known.includes(key)) {
        this.problem(`${path}.${key}`, `unknown field; ${what} has the fields ${known.join(', ')}`);
      }
    }
    return json as Fields;
  }

  list<T>(json: unknown, path: string, what: string, item: (json: unknown, path: string) => T): T[] {
    if (Array.isArray(json)) return json.map((entry, index) => item(entry, `${path}[${index}]`));
    this.expected(`${what} (an array)`, json, path);
    return [];
  }

  numbers(json: unknown, path: string, what: string): readonly number[] {
    // Thousands of entries need no paths of their own as long as nothing is wrong with them.
    if (Array.isArray(json) && json.every((entry) => typeof entry === 'number')) return json;
    return this.list(json, path, what, (entry, at) => this.number(entry, at));
  }

  number(json: unknown, path: string): number {
    const value = decodeNumber(json);
    if (value === undefined) {
      this.expected('a number, or "NaN", "Infinity", "-Infinity" or "-0"', json, path);
    }
    return value ?? 0;
  }

  integer(json: unknown, path: string, what = 'an integer', least = Number.NEGATIVE_INFINITY): number {
    if (typeof json === 'number' && Number.isInteger(json) && json >= least) return json;
    this.expected(what, json, path);
    return 0;
  }

  integers(json: unknown, path: string, what: string, each = 'an integer'): number[] {
    return this.list(json, path, what, (entry, at) => this.integer(entry, at, each));
  }

  oneOf<T extends string>(json: unknown, path: string, options: readonly T[]): T {
    if (options.includes(json as T)) return json as T;
    this.expected(options.map((option) => `"${option}"`).join(' or '), json, path);
    return at(options, 0);
  }

  shape(json: unknown, path: string): Shape {
    if (Array.isArray(json) && json.length > mostAxes) {
      this.problem(path, `expected ${mostAxes} axes at most, got ${json.length}`);
      return [];
    }
    return this.list(json, path, 'a shape', (size, at) =>
      this.integer(size, at, 'a size (an integer ≥ 0)', 0),
    );
  }
}
