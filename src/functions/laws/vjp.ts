/** Entry by entry, against differences of the function. */

import { at } from '../../case/at.js';
import { scatter } from '../../case/scatter.js';
import { indexOf } from '../../case/shape.js';
import { type TensorData, unitRoundoff } from '../../case/tensor-data.js';
import type { Verdict } from '../../verify/index.js';
import type { Asked } from '../asked.js';
import { compare } from '../compare.js';
import { type Coordinate, coordinatesOf, largestOf, moved } from '../points.js';
import { type Expectation, Truth } from '../truth.js';

/** More slopes than this are not found one by one: directions tell of all together, and a sample of entries. */
export const mostCoordinates = 96;

/** How many single entries are looked at where there are too many for all. */
const sampled = 24;

/** How many entries that seem wrong are looked at again. */
const mostDoubted = 4;

/** Steps that share no point with the first ones. */
const otherSteps = 0.7;

interface Wrong {
  readonly coordinate: Coordinate;
  readonly cotangent: number;
  readonly expected: Expectation;
  readonly got: number;
  readonly tolerance: number;
  readonly ratio: number;
}

export async function vjp(asked: Asked): Promise<Verdict> {
  const { subject, question, outputs, gradients } = asked;
  const all = coordinatesOf(question);
  const chosen = all.length <= mostCoordinates ? all : spread(all, sampled);
  const truth = await Truth.at(subject, question, outputs, chosen);
  const wrong: Wrong[] = [];
  let undecided: Verdict | undefined;
  for (const cotangent of gradients.keys()) {
    const expectations = chosen.map((_, which) => truth.expected(which, cotangent));
    const largest = expectations.reduce((size, { terms }) => Math.max(size, terms || 0), 0);
    asked.largestTerms = Math.max(asked.largestTerms, largest);
    for (const [which, expected] of expectations.entries()) {
      const coordinate = at(chosen, which);
      const said = judged(asked, coordinate, cotangent, expected, largest);
      if (said.kind === 'undecided') undecided ??= unsettled(placeOf(asked, coordinate, cotangent));
      if (said.kind === 'wrong') wrong.push({ coordinate, cotangent, expected, ...said });
    }
  }
  if (wrong.length === 0) return undecided ?? { kind: 'agree' };
  return confirmed(asked, wrong);
}

function judged(
  asked: Asked,
  { input, entry }: Coordinate,
  cotangent: number,
  expected: Expectation,
  largest: number,
) {
  const { data, dtype } = at(at(asked.gradients, cotangent), input) as TensorData;
  const got = at(data, entry);
  return { ...compare(expected, got, { largest, usual: asked.usualTerms(cotangent) }, dtype), got };
}

/** The worst entry that other steps find wrong, too, and that is not noise: an estimate may be an accident. */
async function confirmed(asked: Asked, wrong: readonly Wrong[]): Promise<Verdict> {
  let doubt: Verdict | undefined;
  for (const each of [...wrong].sort((a, b) => b.ratio - a.ratio).slice(0, mostDoubted)) {
    const { coordinate, cotangent, expected, got, tolerance } = each;
    const place = placeOf(asked, coordinate, cotangent);
    if (await isLimit(asked, each)) continue;
    if (isHidden(asked, each) || !(await isWrongAgain(asked, each))) {
      doubt ??= unsettled(place);
      continue;
    }
    const { value, spread: half } = expected;
    const verdict = {
      kind: 'disagree',
      where: place,
      expected: value,
      spread: half,
      got,
      tolerance,
    } as const;
    const isLarge = !(Math.abs(got - value) - half < 1e-3 * Math.max(Math.abs(got), Math.abs(value)));
    const final = isLarge ? verdict : await asked.unlessNoisy(verdict);
    if (final.kind === 'disagree') return final;
    doubt ??= final;
  }
  return doubt ?? { kind: 'agree' };
}

/** A difference that no step would show if values on the way are rounded at the size of the inputs. */
function isHidden({ question }: Asked, { coordinate, cotangent, expected, got }: Wrong): boolean {
  const { dtype } = at(question.inputs, coordinate.input);
  const off = Math.abs(got - expected.value) - expected.spread;
  const seen = (off * coordinate.scale) / 16;
  return (
    seen <
    4 * unitRoundoff[dtype] * largestOf(question.inputs) * largestOf(at(question.cotangents, cotangent))
  );
}

/** How many points around a kink are looked at. */
const around = 20;
/** How far away they are, as a fraction of an entry's scale. */
const nearby = 2 ** -6;
/** The steps there are so much shorter that they do not reach the kink. */
const shorter = 2 ** -5;

/**
 * At a kink of several entries, such as three that tie in a sort, slopes along the entry's own axis are not all: every slope
 * between those at points around it is right (Clarke, 1983).
 */
async function isLimit(
  asked: Asked,
  { coordinate, cotangent, expected, got, tolerance }: Wrong,
): Promise<boolean> {
  if (expected.spread === 0) return false;
  const { subject, question } = asked;
  const line = coordinatesOf(question);
  let [low, high] = [expected.value - expected.spread, expected.value + expected.spread];
  for (let n = 0; n < around; n++) {
    const moves = line.map((each, k) => ({ at: each, by: nearby * each.scale * unevenly(k, n) }));
    const near = { ...question, inputs: moved(question.inputs, moves) };
    const there = coordinatesOf(near).find(
      ({ input, entry }) => input === coordinate.input && entry === coordinate.entry,
    );
    if (there === undefined) continue;
    const outputs = at(await subject.values([near.inputs]), 0);
    const {
      value,
      spread: half,
      error,
    } = (await Truth.at(subject, near, outputs, [there], shorter)).expected(0, cotangent);
    if (!Number.isFinite(error)) continue;
    [low, high] = [Math.min(low, value - half - error), Math.max(high, value + half + error)];
  }
  return got >= low - tolerance && got <= high + tolerance;
}

/** Between -1 and 1, without a pattern. */
function unevenly(k: number, n: number): number {
  const hash = scatter(k, n);
  return (hash ^ (hash >>> 13)) / 2 ** 31;
}

async function isWrongAgain(
  asked: Asked,
  { coordinate, cotangent, expected, tolerance }: Wrong,
): Promise<boolean> {
  const { subject, question, outputs } = asked;
  const truth = await Truth.at(subject, question, outputs, [coordinate], otherSteps);
  const again = truth.expected(0, cotangent);
  const apart = Math.abs(again.value - expected.value);
  const alike = apart <= again.error + again.spread + expected.error + expected.spread + tolerance;
  return alike && judged(asked, coordinate, cotangent, again, asked.largestTerms).kind === 'wrong';
}

interface Place {
  readonly what: string;
  readonly index: readonly number[];
}

function placeOf(asked: Asked, { input, entry }: Coordinate, cotangent: number): Place {
  const { shape } = at(asked.question.inputs, input);
  const what = `gradient of input ${asked.nameOf(input)}, for cotangent ${cotangent}`;
  return { what, index: indexOf(entry, shape) };
}

export const unsettled = ({ what, index }: Place): Verdict => ({
  kind: 'inconclusive',
  why: `${what}${index.length === 0 ? '' : `, entry [${index.join(', ')}]`}: differences of the function do not settle there`,
});

/** So many of a list, evenly spread, the first and the last among them. */
const spread = <T>(list: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, n) => at(list, Math.round((n * (list.length - 1)) / (count - 1))));
