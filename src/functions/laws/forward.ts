/** Forward mode, along a line through the point: against differences, and against the vjp. */
import { at } from '../../case/at.js';
import { formatShape, indexOf, sameShape, sizeOf } from '../../case/shape.js';
import { type DType, formatTensor, type TensorData, unitRoundoff } from '../../case/tensor-data.js';
import type { Verdict } from '../../verify/index.js';
import type { Asked } from '../asked.js';
import { compare, distance } from '../compare.js';
import { alongLine, onLine, ratesOf, start } from '../line.js';
import { coordinatesOf, flat } from '../points.js';
import type { Slope } from '../slopes.js';
import type { Gradients, Subject, Tensors } from '../subject.js';
import { type Expectation, expectedOf, Truth } from '../truth.js';
import { isLarge, otherSteps, unsettled } from './vjp.js';

/** A tangent, and what the function's forward mode makes of it. */
export class Forward {
  private readonly rates: readonly number[];
  readonly tangent: Tensors;
  private readonly truth: Truth;

  constructor(
    private readonly asked: Asked,
    private readonly push: NonNullable<Subject['jvp']>,
  ) {
    const { question, subject, looked } = asked;
    const all = coordinatesOf(question);
    this.rates = ratesOf(all);
    const moves = question.inputs.map(({ data }) => data.map(() => 0));
    for (const [k, { input, entry }] of all.entries()) at(moves, input)[entry] = at(this.rates, k);
    this.tangent = question.inputs.map((each, input) => ({ ...each, data: at(moves, input) }));
    this.truth = new Truth(alongLine(question.inputs, all, this.rates, subject), onLine, looked.outputs);
  }

  /** Jv at these inputs. */
  at(inputs: Tensors): Promise<Tensors> {
    return this.push(inputs, this.tangent);
  }

  /** The slopes along the line, by entry of the outputs. @param stretch what the steps are multiplied by */
  async slopes(stretch = 1): Promise<readonly Slope[]> {
    return at(await this.truth.slopes([start], stretch), 0);
  }

  /** Whether an entry of the outputs moves along the line in stairs. */
  isStairs(k: number): Promise<boolean> {
    return this.truth.isStairs(start, [k]);
  }

  /** What a glance along every entry says of the slopes along the line. */
  glance(): Expectation[] | undefined {
    const { glance, chosen, outputs } = this.asked.looked;
    if (glance === undefined || chosen.length < this.rates.length) return undefined;
    return flat(outputs).map((_, k) =>
      expectedOf(
        glance.map((list) => at(list, k)),
        this.rates,
      ),
    );
  }
}

/** The problem with the form of Jv, in a sentence. */
function formProblem(tangents: Tensors, outputs: Tensors): string | undefined {
  if (tangents.length !== outputs.length)
    return `expected ${outputs.length} tangents, one per output, got ${tangents.length}`;
  for (const [n, { shape, dtype }] of outputs.entries()) {
    const got = at(tangents, n);
    const which = outputs.length === 1 ? 'Jv' : `Jv of output ${n}`;
    if (!sameShape(got.shape, shape) || got.data.length !== sizeOf(shape))
      return `${which} has the shape ${formatShape(got.shape)}; expected ${formatShape(shape)}, the shape of the output`;
    if (got.dtype !== dtype) return `${which} is ${got.dtype}; expected ${dtype}, the dtype of the output`;
  }
  return undefined;
}

/** Jv, entry by entry. @param tangents what the function's forward mode returned */
export async function jvp(asked: Asked, forward: Forward, tangents: Tensors): Promise<Verdict> {
  const { outputs } = asked.looked;
  const problem = formProblem(tangents, outputs);
  if (problem !== undefined) return { kind: 'malformed', problem };
  const dtype = coarsest([...asked.question.inputs, ...outputs]);
  const seen = forward.glance();
  const largest = (seen ?? []).reduce((most, { terms }) => Math.max(most, terms || 0), 0);
  const sizes = { largest, usual: asked.usualTermsOf(forward.tangent) };
  const got = flat(tangents);
  const open = [...got.keys()].filter(
    (k) => seen === undefined || distance(at(seen, k), at(got, k), sizes, dtype) > 1,
  );
  if (open.length === 0) return { kind: 'agree' };
  const judged = (slopes: readonly Slope[], k: number) => {
    const { value, spread, error } = at(slopes, k);
    const terms = Math.max(seen?.[k]?.terms || 0, Math.abs(value) + spread);
    return compare({ value, spread, error, terms }, at(got, k), sizes, dtype);
  };
  const slopes = await forward.slopes();
  let doubt: Verdict | undefined;
  for (const k of open) {
    const said = judged(slopes, k);
    if (said.kind === 'right') continue;
    const where = placeIn(outputs, k);
    const { value, spread, stairs } = at(slopes, k);
    const isSure =
      said.kind === 'wrong' &&
      !(stairs && (await forward.isStairs(k))) &&
      judged(await forward.slopes(otherSteps), k).kind === 'wrong';
    if (!isSure || said.kind !== 'wrong') {
      doubt ??= unsettled(where);
      continue;
    }
    const { tolerance } = said;
    const why = `Here v = ${shown(forward.tangent)}.`;
    const verdict = {
      kind: 'disagree',
      where,
      expected: value,
      spread,
      got: at(got, k),
      tolerance,
      why,
    } as const;
    const final = isLarge(verdict)
      ? verdict
      : await asked.unlessNoisy(verdict, async (inputs) => flat(await forward.at(inputs)));
    if (final.kind === 'disagree') return final;
    doubt ??= final;
  }
  return doubt ?? { kind: 'agree' };
}

/** ⟨Δ, Jv⟩ = ⟨JᵀΔ, v⟩: no differences are needed for one of both to be wrong. Undefined at a kink, where both may differ. */
export async function transposed(
  asked: Asked,
  forward: Forward,
  tangents: Tensors,
): Promise<Verdict | undefined> {
  const { question, gradients, looked } = asked;
  if (formProblem(tangents, looked.outputs) !== undefined) return undefined;
  const unit = unitRoundoff[coarsest([...question.inputs, ...looked.outputs])];
  for (const [cotangent, list] of gradients.entries()) {
    const delta = at(question.cotangents, cotangent);
    const [ahead, back] = [productOf(delta, tangents), productOf(forward.tangent, list)];
    const usual = largestRate(forward.tangent) * asked.usualTerms(cotangent);
    const tolerance = (rounding: number) =>
      Math.max(256 * unit, 16 * rounding) * (ahead.size + back.size + 4 * usual);
    const off = Math.abs(ahead.value - back.value);
    if (off <= tolerance(0)) continue;
    const allowed = tolerance(await looked.truth.rounding());
    if (off <= allowed) continue;
    const along = expectedOf(await forward.slopes(), flat(delta));
    if (along.spread > 0 || !Number.isFinite(along.error)) return undefined;
    const verdict: Verdict = {
      kind: 'disagree',
      where: { what: `⟨Δ, jvp(v)⟩, for cotangent ${cotangent}`, index: [] },
      expected: back.value,
      spread: 0,
      got: ahead.value,
      tolerance: allowed,
      why: `That is, it is not ⟨vjp(Δ), v⟩, with v = ${shown(forward.tangent)}.`,
    };
    return asked.unlessNoisy(verdict, async (inputs) => {
      const [pulled = []] = await asked.vjps(inputs, [delta]);
      return [productOf(delta, await forward.at(inputs)).value, productOf(forward.tangent, pulled).value];
    });
  }
  return { kind: 'agree' };
}

/** A product of two lists of tensors, and the size of what was added up. */
function productOf(one: Tensors, other: Gradients): { readonly value: number; readonly size: number } {
  let [value, size] = [0, 0];
  one.forEach(({ data }, n) => {
    data.forEach((x, k) => {
      const term = x * (other[n]?.data[k] ?? 0);
      value += term;
      size += Math.abs(term);
    });
  });
  return { value, size };
}

const largestRate = (tangent: Tensors): number =>
  flat(tangent).reduce((most, rate) => Math.max(most, Math.abs(rate)), 0);

const coarsest = (tensors: Tensors): DType =>
  tensors.reduce<DType>(
    (worst, { dtype }) => (unitRoundoff[dtype] > unitRoundoff[worst] ? dtype : worst),
    'float64',
  );

const placeIn = (outputs: Tensors, k: number) => {
  let entry = k;
  const output = outputs.findIndex(({ data }) => {
    if (entry < data.length) return true;
    entry -= data.length;
    return false;
  });
  const what = outputs.length === 1 ? 'Jv' : `Jv of output ${output}`;
  return { what, index: indexOf(entry, (outputs[output] as TensorData).shape) };
};

export const shown = (tensors: Tensors): string => tensors.map(formatTensor).join(', ');
