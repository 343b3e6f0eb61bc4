/** What bench/corpus/judge.py writes: read, not trusted. */

export type Said = 'right' | 'wrong' | 'undecided' | 'not asked';
export type Where = 'usual' | 'case';

interface Verdict {
  readonly bug: string;
  readonly kind: 'right' | 'wrong';
  readonly where: Where;
  readonly said: Said;
}

export interface About {
  readonly bug: string;
  readonly system: string;
  readonly issue: string;
  readonly says: string;
  readonly way: string;
}

export interface Judged {
  readonly version: string;
  readonly found: readonly Verdict[];
  readonly bugs: readonly About[];
}

/** @throws {TypeError} for what is no answer */
export function parseJudged(value: unknown): Judged | { readonly skipped: string } {
  const answer = record(value);
  if (typeof answer.skipped === 'string') return { skipped: answer.skipped };
  return {
    version: text(answer.version),
    found: list(answer.found).map(verdict),
    bugs: list(answer.bugs).map(about),
  };
}

function verdict(value: unknown): Verdict {
  const { bug, kind, where, said } = record(value);
  const [found = ''] = text(said).split(':');
  return {
    bug: text(bug),
    kind: oneOf(['right', 'wrong'], kind),
    where: oneOf(['usual', 'case'], where),
    said: oneOf(['right', 'wrong', 'undecided', 'not asked'], found),
  };
}

function about(value: unknown): About {
  const { bug, system, issue, says, way } = record(value);
  return { bug: text(bug), system: text(system), issue: text(issue), says: text(says), way: text(way) };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`judge.py: expected an object, got ${value}`);
  return { ...value };
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`judge.py: expected a list, got ${value}`);
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`judge.py: expected a string, got ${value}`);
  return value;
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T {
  const found = known.find((each) => each === value);
  if (found === undefined) throw new TypeError(`judge.py: expected one of ${known.join(', ')}, got ${value}`);
  return found;
}
