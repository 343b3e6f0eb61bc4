/**
 * Entries that tie, such as two that are both the largest. Each may have any slope between its two, but moved together they tie
 * still, and the function has one slope: that is what their gradients add up to.
 */
import { at } from '../../case/at.js';
import type { TensorData } from '../../case/tensor-data.js';
import type { Verdict } from '../../verify/index.js';
import type { Asked } from '../asked.js';
import { compare } from '../compare.js';
import { alongLine, onLine, start } from '../line.js';
import { type Coordinate, coordinatesOf, flat, moved, roundingOf } from '../points.js';
import type { Slope } from '../slopes.js';
import type { Gradients } from '../subject.js';
import { expectedOf, Truth } from '../truth.js';
import { nearby, otherSteps, shorter } from './vjp.js';

/** How many ties are looked at. */
const most = 4;

/** @returns what breaks the law; undefined if nothing does, or if nothing ties */
export async function ties(asked: Asked): Promise<Verdict | undefined> {
  const doubted = await kinked(asked, asked.doubted);
  for (const x of [...new Set(doubted.map((each) => each.x))].slice(0, most)) {
    const tied = await kinked(
      asked,
      asked.looked.chosen.filter((each) => each.x === x),
    );
    const said = tied.length > 1 && (await tieStill(asked, tied)) ? await summed(asked, tied) : undefined;
    if (said?.kind === 'disagree') return said;
  }
  return undefined;
}

const isKink = (slopes: readonly Slope[]): boolean => slopes.some(({ spread }) => spread > 0);

async function kinked({ looked }: Asked, some: readonly Coordinate[]): Promise<Coordinate[]> {
  const slopes = await looked.truth.slopes(some);
  return some.filter((_, n) => isKink(at(slopes, n)));
}

/** All move as the one with the shortest steps does. */
const rateOf = (tied: readonly Coordinate[]): number => Math.min(...tied.map(({ scale }) => scale));

/** Whether they have the same kinks where all have moved. Entries that are all zero may have one each, and no tie. */
async function tieStill({ subject, question, looked }: Asked, tied: readonly Coordinate[]): Promise<boolean> {
  const here = await looked.truth.slopes(tied);
  const places = [1, -1].map((side) => {
    const by = side * nearby * rateOf(tied);
    const inputs = moved(
      question.inputs,
      tied.map((each) => ({ at: each, by })),
    );
    return { ...question, inputs };
  });
  const outputs = await subject.values(places.map(({ inputs }) => inputs));
  for (const [n, place] of places.entries()) {
    const there = coordinatesOf(place).filter((each) =>
      tied.some(({ input, entry }) => input === each.input && entry === each.entry),
    );
    if (there.length !== tied.length) return false;
    const found = await new Truth(subject, place, at(outputs, n)).slopes(there, shorter);
    if (!found.every((slopes, which) => isAlike(at(here, which), slopes))) return false;
  }
  return true;
}

/** Kinks as wide as the others, and as many. */
const isAlike = (here: readonly Slope[], there: readonly Slope[]): boolean =>
  here.every(({ spread }, k) => Math.abs(at(there, k).spread - spread) <= spread / 4);

async function summed(asked: Asked, tied: readonly Coordinate[]): Promise<Verdict | undefined> {
  const { question, gradients } = asked;
  const [{ input, x }, rate] = [at(tied, 0), rateOf(tied)];
  const lines = await slopesTogether(asked, tied);
  const { dtype } = at(question.inputs, input);
  for (const [cotangent, list] of gradients.entries()) {
    const own = entriesOf(list, tied);
    const [got, size] = [rate * sum(own), rate * sum(own.map(Math.abs))];
    const sizes = { largest: size, usual: rate * asked.usualTerms(cotangent) };
    const expected = lines.map((slopes) => expectedOf(slopes, flat(at(question.cotangents, cotangent))));
    const said = expected.map((each) =>
      compare({ ...each, terms: Math.max(each.terms, size) }, got, sizes, dtype),
    );
    const [first, { value }] = [at(said, 0), at(expected, 0)];
    if (first.kind !== 'wrong' || said.some(({ kind }) => kind !== 'wrong')) continue;
    const off = Math.abs(got - value) / rate;
    if (expected.some(({ spread }) => spread > 0) || !(await isSteady(asked, tied, cotangent, off))) continue;
    return {
      kind: 'disagree',
      where: {
        what: `gradients of the entries that tie at ${x}, added up, for cotangent ${cotangent}`,
        index: [],
      },
      expected: value / rate,
      spread: 0,
      got: got / rate,
      tolerance: first.tolerance / rate,
    };
  }
  return undefined;
}

/** By entry of the outputs, where all that tie move at once; a second time with other steps. */
async function slopesTogether({ subject, question, looked }: Asked, tied: readonly Coordinate[]) {
  const rates = tied.map(() => rateOf(tied));
  const truth = new Truth(alongLine(question.inputs, tied, rates, subject), onLine, looked.outputs);
  const [slopes = [], again = []] = [
    await truth.slopes([start]),
    await truth.slopes([start], otherSteps),
  ].flat();
  return [slopes, again];
}

/** Whether their gradients add up to the same where they tie at numbers nearby: what rounding makes is noise. */
async function isSteady(
  asked: Asked,
  tied: readonly Coordinate[],
  cotangent: number,
  off: number,
): Promise<boolean> {
  const { inputs, cotangents } = asked.question;
  const rounding = Math.max(...tied.map((each) => roundingOf(inputs, each)));
  const shifts = [
    ...[1, -1, 2, -2, 3, -3].map((n) => 8 * n * rounding),
    nearby * rateOf(tied),
    -nearby * rateOf(tied),
  ];
  const sumIn = (gradients: readonly Gradients[]) => sum(entriesOf(at(gradients, cotangent), tied));
  const here = sumIn(asked.gradients);
  for (const by of shifts) {
    const there = moved(
      inputs,
      tied.map((each) => ({ at: each, by })),
    );
    if (!(Math.abs(sumIn(await asked.vjps(there, cotangents)) - here) < off / 16)) return false;
  }
  return true;
}

const entriesOf = (gradients: Gradients, tied: readonly Coordinate[]): number[] =>
  tied.map(({ input, entry }) => at((at(gradients, input) as TensorData).data, entry));

const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0);
