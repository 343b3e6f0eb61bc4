/** Laws that compare answers of the function's gradient with each other. */
import { at } from '../../case/at.js';
import { indexOf } from '../../case/shape.js';
import { type DType, smallestNormal, unitRoundoff } from '../../case/tensor-data.js';
import type { Verdict } from '../../verify/index.js';
import { type Asked, numbersOf } from '../asked.js';
import type { Gradients, Question, Tensors } from '../subject.js';

/** 2Δ₀ + 3Δ₁, if there are two. */
export function mixedOf([one, other]: Question['cotangents']): Tensors[] {
  if (one === undefined || other === undefined) return [];
  const mixed = one.map((tensor, output) => ({
    ...tensor,
    data: tensor.data.map((entry, k) => 2 * entry + 3 * at(at(other, output).data, k)),
  }));
  return [mixed];
}

/** VJP(2Δ₀ + 3Δ₁) = 2 VJP(Δ₀) + 3 VJP(Δ₁). @param whole of the mixed cotangent, if there is one */
export async function linear(asked: Asked, whole: Gradients | undefined): Promise<Verdict | undefined> {
  if (whole === undefined) return undefined;
  const parts = asked.gradients.slice(0, 2).map(numbersOf);
  const expected = (k: number) => 2 * at(at(parts, 0), k) + 3 * at(at(parts, 1), k);
  const why = 'That is, the vjp of 2Δ₀ + 3Δ₁ is not 2 times that of Δ₀ plus 3 times that of Δ₁.';
  return likeParts(asked, whole, parts, expected, why);
}

/** The first cotangent, of one output after the other, if there are several. */
export function singlesOf([delta]: Question['cotangents']): Tensors[] {
  if (delta === undefined || delta.length < 2) return [];
  return delta.map((_, output) =>
    delta.map((tensor, other) => (other === output ? tensor : { ...tensor, data: tensor.data.map(() => 0) })),
  );
}

/** What several outputs send back adds up. @param singles of one output after the other */
export async function accumulate(asked: Asked, singles: readonly Gradients[]): Promise<Verdict | undefined> {
  if (singles.length === 0) return undefined;
  const parts = singles.map(numbersOf);
  const expected = (k: number) => parts.reduce((sum, part) => sum + at(part, k), 0);
  const why = 'That is, the vjp of all outputs is not the sum of those of one output after the other.';
  return likeParts(asked, at(asked.gradients, 0), parts, expected, why);
}

/** Whether an answer is what others add up to, up to rounding: its dtype's, or that of the digits in which it computes. */
export async function likeParts(
  asked: Asked,
  whole: Gradients,
  parts: readonly (readonly number[])[],
  expectedAt: (k: number) => number,
  why: string,
): Promise<Verdict> {
  const said = twoAnswers(asked, whole, parts, expectedAt, why, 0);
  if (said.kind === 'agree') return said;
  const rounding = await asked.looked.truth.rounding();
  return asked.unlessNoisy(twoAnswers(asked, whole, parts, expectedAt, why, rounding));
}

/**
 * What rounding may take of such terms. In float64 there is room for what a function multiplies them with on the way, and takes
 * away again: no mistake is as small.
 */
const lost = (dtype: DType): number => Math.max(2 ** -40, 256 * unitRoundoff[dtype]);

/**
 * What is left where a function has flattened out, as softmax far from a tie: rounding of terms that nobody sees any more, and of
 * numbers below the normal ones.
 */
const least = (dtype: DType): number =>
  Math.max(2 ** -160, 2 ** 9 * unitRoundoff[dtype] * smallestNormal[dtype]);

function twoAnswers(
  asked: Asked,
  whole: Gradients,
  parts: readonly (readonly number[])[],
  expectedAt: (k: number) => number,
  why: string,
  rounding: number,
): Verdict {
  const { inputs, differentiable } = asked.question;
  const places = inputs.flatMap(({ data }, input) =>
    differentiable[input] ? data.map((_, entry) => ({ input, entry })) : [],
  );
  for (const [k, value] of numbersOf(whole).entries()) {
    const { input, entry } = at(places, k);
    const { shape, dtype } = at(inputs, input);
    const size = parts.reduce((sum, part) => sum + 3 * Math.abs(at(part, k)), Math.abs(value));
    const usual = 20 * asked.usualTermsBy(input);
    const tolerance =
      least(dtype) + Math.max(lost(dtype), 16 * rounding) * (size + asked.largestTerms + usual);
    const expected = expectedAt(k);
    if (Math.abs(value - expected) <= tolerance) continue;
    const where = { what: `gradient of input ${asked.nameOf(input)}`, index: indexOf(entry, shape) };
    return { kind: 'disagree', where, expected, spread: 0, got: value, tolerance, why };
  }
  return { kind: 'agree' };
}
