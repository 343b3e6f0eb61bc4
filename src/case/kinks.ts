/**
 * A declared convention for kinks. At a kink any slope between the two one-sided slopes is right; a course or an
 * engine that promises one of them can ask for only that one.
 */
import type { CaseEntry, Kink } from './ops/entry.js';
import { type OpName, opNames, vocabulary } from './vocabulary.js';

/** Ops for which a slope may be declared. */
export type KinkedOp = {
  [Op in OpName]: (typeof vocabulary)[Op] extends Required<Pick<CaseEntry, 'declarable'>> ? Op : never;
}[OpName];

type Ranges = Readonly<Record<KinkedOp, readonly [least: number, most: number]>>;

const rangesAt = (kink: Kink) =>
  opNames.flatMap((op) => {
    const facts: CaseEntry = vocabulary[op];
    return facts.kink === kink && facts.declarable !== undefined ? [[op, facts.declarable]] : [];
  });

/**
 * What may be declared: the slope where the argument is 0; the first operand's share where two tie; the slope where the
 * argument meets a bound. Where entries of one argument tie, each has a share of its own: that is not one number.
 */
export const kinkRanges = Object.fromEntries([
  ...rangesAt('zero'),
  ...rangesAt('tie'),
  ...rangesAt('bounds'),
]) as Ranges;

/** By op; an op that is not named keeps its interval. */
export type Kinks = Readonly<Partial<Record<KinkedOp, number>>>;

/** What is wrong with one entry of a convention, in a sentence; undefined if nothing is. */
export function kinkProblem(op: string, slope: unknown): string | undefined {
  if (!Object.hasOwn(kinkRanges, op)) {
    return `no kink of "${op}" can be declared; the ops are ${Object.keys(kinkRanges).join(', ')}`;
  }
  const [least, most] = kinkRanges[op as KinkedOp];
  if (typeof slope === 'number' && slope >= least && slope <= most) return undefined;
  return `the slope declared for ${op} lies between ${least} and ${most}, got ${String(slope)}`;
}

/** Reads `relu=0,maximum=0.5`. Returns a sentence if that is not a convention. */
export function parseKinks(text: string): Kinks | string {
  const kinks: Record<string, number> = {};
  for (const part of text.split(',')) {
    const [op, slope, more] = part.split('=');
    if (op === undefined || slope === undefined || slope.trim() === '' || more !== undefined) {
      return `expected op=slope, such as relu=0, got "${part}"`;
    }
    const problem = kinkProblem(op, Number(slope));
    if (problem !== undefined) return problem;
    kinks[op] = Number(slope);
  }
  return kinks;
}

export const formatKinks = (kinks: Kinks): string =>
  Object.entries(kinks)
    .map(([op, slope]) => `${op}=${slope}`)
    .join(',');
