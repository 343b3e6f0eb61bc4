/** Second order: of the vjp as a function, or, where nobody gave its vjp, of its differences alone. */
import { at } from '../../case/at.js';
import { type TensorData, unitRoundoff } from '../../case/tensor-data.js';
import { fails, type Verdict } from '../../verify/index.js';
import type { Asked } from '../asked.js';
import { cotangentsFor } from '../draw.js';
import { alongLine, onLine, ratesOf, start } from '../line.js';
import { coordinatesOf } from '../points.js';
import type { Slope } from '../slopes.js';
import type { Gradients, Place, Question, Subject, Tensors } from '../subject.js';
import { Truth } from '../truth.js';
import { shown } from './forward.js';
import type { FunctionLaw } from './index.js';
import { otherSteps, unsettled } from './vjp.js';

/** What the two directions are made of. */
const directions = [
  [1, -0.5, 0.75, 2, -1.25, 0.375],
  [0.75, 2, -1, 0.5, 1.25, -0.375],
];

type Judge = (
  subject: Subject,
  asking: Place & { readonly cotangents: (outputs: Tensors) => Question['cotangents'] },
  options: { readonly names: readonly string[] },
) => Promise<{
  readonly verdicts: readonly { readonly law: FunctionLaw; readonly verdict: Verdict }[];
  readonly question: Question;
}>;

/** The vjp is itself a function with a gradient, and all laws hold of it. @param judge asks all laws of a function */
export async function second(asked: Asked, judge: Judge): Promise<Verdict | undefined> {
  const { inputs, differentiable, bounds = [], cotangents } = asked.question;
  const known = asked.subject.second;
  if (known === undefined) return undefined;
  const deltas = known.takesCotangent ? at(cotangents, 0) : [];
  const names = deltas.map((_, n) => (deltas.length === 1 ? 'Δ0' : `Δ0.${n}`));
  const { verdicts, question } = await judge(
    known.subject,
    {
      inputs: [...inputs, ...deltas],
      differentiable: [...differentiable, ...deltas.map(() => true)],
      bounds: [...inputs.map((_, n) => bounds[n]), ...deltas.map(() => undefined)],
      cotangents: (outputs) => cotangentsFor(outputs, directions),
    },
    { names: [...asked.names, ...names] },
  );
  const failing = verdicts.find(({ verdict }) => fails(verdict));
  if (failing !== undefined) return ofSecond(failing.verdict, failing.law.sentence, question);
  const open = verdicts.find(({ verdict }) => verdict.kind === 'inconclusive');
  if (open === undefined) return { kind: 'agree' };
  return (await asked.isAtKink()) ? undefined : open.verdict;
}

/** The same in words that say what the function is: the vjp. */
function ofSecond(verdict: Verdict, law: string, { cotangents }: Question): Verdict {
  if (verdict.kind === 'malformed') return { ...verdict, problem: `second order: ${verdict.problem}` };
  if (verdict.kind !== 'disagree') return verdict;
  const { where, why } = verdict;
  const what = `second order, ${where.what.replace('for cotangent', 'for direction')}`;
  const given = cotangents.map((u, n) => `u${n} = ${shown(u)}`).join(', ');
  const own = `Of the vjp as a function this law is broken: ${law}, with directions ${given} for Δ.`;
  return { ...verdict, where: { ...where, what }, why: why === undefined ? own : `${own} ${why}` };
}

/**
 * ⟨Hu, v⟩ = ⟨Hv, u⟩ for H the Hessian of ⟨Δ, f⟩, by differences of the claimed vjp along u and along v. Undefined where there is
 * a single entry, or at a kink of the function, where it has no Hessian.
 */
export async function symmetric(asked: Asked): Promise<Verdict | undefined> {
  const { question, subject } = asked;
  const all = coordinatesOf(question);
  if (all.length < 2) return undefined;
  const [u, v] = [ratesOf(all), ratesOf(all, 1)];
  const delta = at(question.cotangents, 0);
  const along = (way: readonly number[], weights: readonly number[]) => {
    const ofGradient: Subject = {
      name: subject.name,
      values: (points) =>
        Promise.all(
          points.map(async (inputs) => {
            const [gradients = []] = await asked.vjps(inputs, [delta]);
            return [numberOf(sumOf(all, gradients, weights))];
          }),
        ),
      vjps: subject.vjps,
    };
    const here = [numberOf(sumOf(all, at(asked.gradients, 0), weights))];
    return new Truth(alongLine(question.inputs, all, way, ofGradient), onLine, here);
  };
  const ways = [along(u, v), along(v, u)] as const;
  const slopes = (stretch: number) =>
    Promise.all(ways.map(async (way) => at(at(await way.slopes([start], stretch), 0), 0)));
  const [one, other] = (await slopes(1)) as [Slope, Slope];
  const unit = Math.max(...question.inputs.map(({ dtype }) => unitRoundoff[dtype]));
  const allowed = (a: Slope, b: Slope) =>
    4 * (a.error + b.error) + a.spread + b.spread + 2 ** 10 * unit * (Math.abs(a.value) + Math.abs(b.value));
  const where = { what: '⟨Hu, v⟩, for cotangent 0', index: [] };
  if (!Number.isFinite(allowed(one, other))) return (await asked.isAtKink()) ? undefined : unsettled(where);
  const tolerance = allowed(one, other);
  if (Math.abs(one.value - other.value) <= tolerance) return { kind: 'agree' };
  const [again, otherAgain] = (await slopes(otherSteps)) as [Slope, Slope];
  const isSure = Math.abs(again.value - otherAgain.value) > allowed(again, otherAgain);
  const isOnStairs = (way: Truth, slope: Slope) => slope.stairs === true && way.isStairs(start, [0]);
  if (!isSure || (await isOnStairs(ways[0], one)) || (await isOnStairs(ways[1], other)))
    return unsettled(where);
  if (await asked.isAtKink()) return undefined;
  const why = `That is, the vjp's slopes along u = ${u.join(', ')} and v = ${v.join(', ')} are not those of a gradient: ⟨Hv, u⟩ is the other number.`;
  return { kind: 'disagree', where, expected: other.value, spread: 0, got: one.value, tolerance, why };
}

/** ⟨g, w⟩ */
const sumOf = (
  all: readonly { readonly input: number; readonly entry: number }[],
  gradients: Gradients,
  weights: readonly number[],
): number =>
  all.reduce((sum, { input, entry }, k) => sum + at(weights, k) * (gradients[input]?.data[entry] ?? 0), 0);

const numberOf = (value: number): TensorData => ({ dtype: 'float64', shape: [], data: [value] });
