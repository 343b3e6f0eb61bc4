/** Entry by entry, against differences of the function. */

import { at } from '../../case/at.js';
import { scatter } from '../../case/scatter.js';
import { indexOf } from '../../case/shape.js';
import { type TensorData, unitRoundoff } from '../../case/tensor-data.js';
import type { Verdict } from '../../verify/index.js';
import type { Asked } from '../asked.js';
import { compare, distance } from '../compare.js';
import { type Coordinate, coordinatesOf, flat, largestOf, moved } from '../points.js';
import type { Place } from '../subject.js';
import { type Expectation, expectedOf, Truth } from '../truth.js';

/** How many entries that seem wrong are looked at again. */
const mostDoubted = 4;

/** Steps that share no point with the first ones. */
export const otherSteps = 0.7;

interface Wrong {
  readonly coordinate: Coordinate;
  readonly cotangent: number;
  readonly expected: Expectation;
  readonly got: number;
  readonly tolerance: number;
  readonly ratio: number;
}

export async function vjp(asked: Asked): Promise<Verdict> {
  const known = seenAtOnce(asked);
  asked.largestTerms = Math.max(...known.largest, 0);
  asked.doubted = known.open;
  let doubt: Verdict | undefined;
  // Where the worst are wrong, the others need no look.
  for (const some of [known.open.slice(0, mostDoubted), known.open.slice(mostDoubted)]) {
    const said = some.length === 0 ? undefined : await lookedAt(asked, some, known.largest);
    if (said?.kind === 'disagree') return said;
    doubt ??= said;
  }
  return doubt ?? { kind: 'agree' };
}

interface Seen {
  /** The coordinates of which a glance does not say that they are right, the worst first. */
  readonly open: readonly Coordinate[];
  /** By cotangent, the terms of the largest entry that is right. */
  readonly largest: readonly number[];
}

function seenAtOnce({ looked, gradients, question, usualTerms }: Asked): Seen {
  const { chosen, glance } = looked;
  if (glance === undefined) return { open: chosen, largest: gradients.map(() => 0) };
  const deltas = question.cotangents.map(flat);
  const expectations = gradients.map((_, cotangent) =>
    glance.map((slopes) => expectedOf(slopes, at(deltas, cotangent))),
  );
  const largestAt = (which: readonly number[]) =>
    expectations.map((list) => which.reduce((most, n) => Math.max(most, at(list, n).terms || 0), 0));
  const sizes = largestAt([...chosen.keys()]);
  const distances = chosen.map(({ input, entry }, which) =>
    gradients.reduce((most, list, cotangent) => {
      const { data, dtype } = at(list, input) as TensorData;
      const all = { largest: at(sizes, cotangent), usual: usualTerms(cotangent) };
      return Math.max(most, distance(at(at(expectations, cotangent), which), at(data, entry), all, dtype));
    }, 0),
  );
  const places = [...chosen.keys()];
  const open = places.filter((n) => at(distances, n) > 1).sort((a, b) => at(distances, b) - at(distances, a));
  return {
    open: open.map((n) => at(chosen, n)),
    largest: largestAt(places.filter((n) => at(distances, n) <= 1)),
  };
}

/** What differences of many steps say of some entries; undefined if they are right. */
async function lookedAt(
  asked: Asked,
  some: readonly Coordinate[],
  seen: readonly number[],
): Promise<Verdict | undefined> {
  const slopes = await asked.looked.truth.slopes(some);
  const wrong: Wrong[] = [];
  let undecided: Verdict | undefined;
  for (const cotangent of asked.gradients.keys()) {
    const delta = flat(at(asked.question.cotangents, cotangent));
    const expectations = slopes.map((each) => expectedOf(each, delta));
    const largest = expectations.reduce((size, { terms }) => Math.max(size, terms || 0), at(seen, cotangent));
    asked.largestTerms = Math.max(asked.largestTerms, largest);
    for (const [which, expected] of expectations.entries()) {
      const coordinate = at(some, which);
      const said = judged(asked, coordinate, cotangent, expected, largest);
      if (said.kind === 'undecided') undecided ??= unsettled(placeOf(asked, coordinate, cotangent));
      if (said.kind === 'wrong') wrong.push({ coordinate, cotangent, expected, ...said });
    }
  }
  return wrong.length === 0 ? undecided : confirmed(asked, wrong);
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
async function confirmed(asked: Asked, wrong: readonly Wrong[]): Promise<Verdict | undefined> {
  let doubt: Verdict | undefined;
  for (const each of [...wrong].sort((a, b) => b.ratio - a.ratio).slice(0, mostDoubted)) {
    const { coordinate, cotangent, expected, got, tolerance } = each;
    const place = placeOf(asked, coordinate, cotangent);
    if (await isLimit(asked, each)) continue;
    const closeBy = await isSlopeCloseBy(asked, each);
    if (closeBy === 'yes') continue;
    if (
      closeBy === 'perhaps' ||
      isHidden(asked, each) ||
      (await isOnStairs(asked, each)) ||
      !(await isWrongAgain(asked, each))
    ) {
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
    const final = isLarge(verdict) ? verdict : await asked.unlessNoisy(verdict);
    if (final.kind === 'disagree') return final;
    doubt ??= final;
  }
  return doubt;
}

/** More than the noise of any gradient that is worth having. */
export const isLarge = ({ expected, spread, got }: Record<'expected' | 'spread' | 'got', number>): boolean =>
  !(Math.abs(got - expected) - spread < 1e-3 * Math.max(Math.abs(got), Math.abs(expected)));

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

/** Of a function that moves in stairs, steps of one length say one slope, and those of another length another one. */
async function isOnStairs({ looked, question }: Asked, { coordinate, cotangent }: Wrong): Promise<boolean> {
  const [slopes = []] = await looked.truth.slopes([coordinate]);
  const delta = flat(at(question.cotangents, cotangent));
  const doubted = [...slopes.keys()].filter((k) => at(delta, k) !== 0 && at(slopes, k).stairs === true);
  return doubted.length > 0 && looked.truth.isStairs(coordinate, doubted);
}

/** How many points around a kink are looked at. */
const around = 20;
/** How far away they are, as a fraction of an entry's scale. */
export const nearby = 2 ** -6;
/** The steps there are so much shorter that they do not reach the kink. */
export const shorter = 2 ** -5;

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
  const places = Array.from({ length: around }, (_, n): Place => {
    const moves = line.map((each, k) => ({ at: each, by: nearby * each.scale * unevenly(k, n) }));
    return { ...question, inputs: moved(question.inputs, moves) };
  });
  const outputs = await subject.values(places.map(({ inputs }) => inputs));
  const delta = flat(at(question.cotangents, cotangent));
  const slopesAt = async (place: Place, n: number): Promise<Expectation | undefined> => {
    const there = coordinatesOf(place).find(
      ({ input, entry }) => input === coordinate.input && entry === coordinate.entry,
    );
    if (there === undefined) return undefined;
    const [slopes] = await new Truth(subject, place, at(outputs, n)).slopes([there], shorter);
    return slopes && expectedOf(slopes, delta);
  };
  let [low, high] = [expected.value - expected.spread, expected.value + expected.spread];
  for (const found of await Promise.all(places.map(slopesAt))) {
    if (found === undefined || !Number.isFinite(found.error)) continue;
    const { value, spread: half, error } = found;
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
  const [slopes = []] = await asked.looked.truth.slopes([coordinate], otherSteps);
  const again = expectedOf(slopes, flat(at(asked.question.cotangents, cotangent)));
  const apart = Math.abs(again.value - expected.value);
  const alike = apart <= again.error + again.spread + expected.error + expected.spread + tolerance;
  return alike && judged(asked, coordinate, cotangent, again, asked.largestTerms).kind === 'wrong';
}

/** How much nearer to the gradient than to what longer steps say the shortest ones must come. */
const nearer = 2 ** -4;

/**
 * Where a kink is so near that all longer steps reach it, the shortest ones see the slope at the point itself. `perhaps`: they see
 * none, as they also do on a step of a staircase.
 */
async function isSlopeCloseBy(
  { looked, question }: Asked,
  { coordinate, cotangent, expected, got }: Wrong,
): Promise<'yes' | 'perhaps' | 'no'> {
  if (expected.spread > 0) return 'no';
  const delta = flat(at(question.cotangents, cotangent));
  const off = Math.abs(got - expected.value);
  const seen = (await looked.truth.quotientsCloseBy(coordinate)).map((slopes) => expectedOf(slopes, delta));
  const alike = seen.filter(({ value, error }) => Math.abs(value - got) + error <= nearer * off);
  if (alike.length === 0) return 'no';
  return alike.some(({ value }) => value !== 0) ? 'yes' : 'perhaps';
}

interface Where {
  readonly what: string;
  readonly index: readonly number[];
}

function placeOf(asked: Asked, { input, entry }: Coordinate, cotangent: number): Where {
  const { shape } = at(asked.question.inputs, input);
  const what = `gradient of input ${asked.nameOf(input)}, for cotangent ${cotangent}`;
  return { what, index: indexOf(entry, shape) };
}

export const unsettled = ({ what, index }: Where): Verdict => ({
  kind: 'inconclusive',
  why: `${what}${index.length === 0 ? '' : `, entry [${index.join(', ')}]`}: differences of the function do not settle there`,
});
