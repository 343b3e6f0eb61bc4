/** Along a direction that moves every entry: where there are too many entries to look at each. */
import { at } from '../../case/at.js';
import type { TensorData } from '../../case/tensor-data.js';
import type { Verdict } from '../../verify/index.js';
import type { Asked } from '../asked.js';
import { compare } from '../compare.js';
import { mostCoordinates } from '../looked.js';
import { type Coordinate, coordinatesOf, flat, moved } from '../points.js';
import type { Place, Subject } from '../subject.js';
import { expectedOf, Truth } from '../truth.js';
import { unsettled } from './vjp.js';

export async function dot(asked: Asked): Promise<Verdict | undefined> {
  const { question, gradients } = asked;
  const all = coordinatesOf(question);
  if (all.length <= mostCoordinates) return undefined;
  const rates = all.map(({ scale }, k) => scale * (decimals[hash(k) & 7] as number));
  const truth = new Truth(alongLine(asked, all, rates), onLine, asked.looked.outputs);
  const [slopes = []] = await truth.slopes([start]);
  const { dtype } = at(question.inputs, at(all, 0).input);
  for (const [cotangent, list] of gradients.entries()) {
    const expected = expectedOf(slopes, flat(at(question.cotangents, cotangent)));
    const terms = all.map(
      ({ input, entry }, k) => at(rates, k) * at((at(list, input) as TensorData).data, entry),
    );
    const got = terms.reduce((sum, term) => sum + term, 0);
    const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
    const sizes = { largest: size, usual: asked.usualTerms(cotangent) };
    const said = compare({ ...expected, terms: Math.max(expected.terms, size) }, got, sizes, dtype);
    if (said.kind === 'right') continue;
    const where = { what: `⟨VJP(Δ), v⟩, for cotangent ${cotangent}`, index: [] };
    if (said.kind === 'undecided') return unsettled(where);
    const { value, spread } = expected;
    return { kind: 'disagree', where, expected: value, spread, got, tolerance: said.tolerance };
  }
  return { kind: 'agree' };
}

const start: Coordinate = { input: 0, entry: 0, x: 0, scale: 1 };

/** The point of the line where the function is asked. */
const onLine: Place = {
  inputs: [{ dtype: 'float64', shape: [], data: [0] }],
  differentiable: [true],
};

/** The function as one of a single number: how far to go along the line. */
function alongLine(
  { subject, question }: Asked,
  all: readonly Coordinate[],
  rates: readonly number[],
): Subject {
  const pointAt = (t: number) =>
    moved(
      question.inputs,
      all.map((each, k) => ({ at: each, by: t * at(rates, k) })),
    );
  return {
    name: subject.name,
    values: (points) => subject.values(points.map(([t]) => pointAt(at((t as TensorData).data, 0)))),
    vjps: () => Promise.reject(new Error('along a line only values are asked')),
  };
}

const decimals = [1, -0.5, 0.75, -1.25, 0.5, -0.75, 1.25, -1];

/** Bits without a period. */
function hash(k: number): number {
  const mixed = Math.imul((k + 1) ^ ((k + 1) >>> 15), 0x9e3779b1);
  return (mixed ^ (mixed >>> 13)) >>> 3;
}
