/** Rules that are on no list: each known one, and each right one, changed in a way of its own. */

import type { OpName } from '../../src/case/vocabulary.js';
import { add, type Inputs, mulScalar, type Node, type Op, reshape, Tensor } from '../../src/engine/index.js';
import {
  type Misconception,
  misconceptions,
  type RuleMisconception,
} from '../../src/misconceptions/index.js';

type Rule = (op: Op, outGrad: Tensor, node: Node<Inputs>) => Inputs;

/** What is done to a rule; what it knows of earlier calls is its own. */
type Change = (rule: Rule, right: Rule) => Rule;

const right: Rule = (op, outGrad, node) => (Object.getPrototypeOf(op) as Op).gradient.call(op, outGrad, node);

const each =
  (change: (gradient: Tensor, outGrad: Tensor, node: Node<Inputs>) => Tensor): Change =>
  (rule) =>
  (op, outGrad, node) =>
    changed(rule(op, outGrad, node), (gradient) => change(gradient, outGrad, node));

/** What is no list of tensors stays as it is. */
const changed = (gradients: Inputs, change: (gradient: Tensor) => Tensor): Inputs =>
  Array.isArray(gradients)
    ? gradients.map((gradient) => (gradient instanceof Tensor ? change(gradient) : gradient))
    : gradients;

const rewritten = (
  gradient: Tensor,
  rewrite: (entry: number, at: number, count: number) => number,
): Tensor => {
  const { dtype, shape, data } = gradient.toData();
  return Tensor.fromData({ dtype, shape, data: data.map((entry, at) => rewrite(entry, at, data.length)) });
};

/** The changed rule on some calls, the right one on all others. */
const onlyWhen =
  (condition: (node: Node<Inputs>, call: number) => boolean): Change =>
  (rule) => {
    let calls = 0;
    return (op, outGrad, node) => (condition(node, ++calls) ? rule : right)(op, outGrad, node);
  };

const shapeOf = (node: Node<Inputs>) => node.inputs[0]?.shape ?? [];

/** By what the report calls them. */
const changes: Readonly<Record<string, Change>> = {
  'scaled by 1 + 1e-8': each((gradient) => mulScalar(gradient, 1 + 1e-8)),
  'scaled by 1 + 1e-3': each((gradient) => mulScalar(gradient, 1 + 1e-3)),
  detached: each((gradient) => gradient.detach()),
  'half as large again in one call of 50': (rule) => {
    let calls = 0;
    return (op, outGrad, node) => {
      const wrong = ++calls % 50 === 0;
      return changed(rule(op, outGrad, node), (own) => (wrong ? mulScalar(own, 1.5) : own));
    };
  },
  'in one buffer for all calls': (rule) => {
    const buffers = new Map<string, Tensor>();
    return (op, outGrad, node) =>
      changed(rule(op, outGrad, node), (gradient) => {
        const { dtype, shape, data } = gradient.toData();
        const key = `${dtype} ${shape}`;
        const buffer = buffers.get(key) ?? Tensor.fromData({ dtype, shape, data });
        buffers.set(key, buffer);
        data.forEach((entry, at) => {
          (buffer.cachedData?.data ?? [])[at] = entry;
        });
        return buffer;
      });
  },
  'with outGrad written to': each((gradient, outGrad) => {
    const own = rewritten(gradient, (entry) => entry);
    const { data } = outGrad.cachedData ?? { data: [] };
    if (data.length > 0) data[0] = (data[0] as number) + 1;
    return own;
  }),
  'rounded to float32': each((gradient) => rewritten(gradient, Math.fround)),
  'with an axis of size 1 more': each((gradient) => reshape(gradient, [1, ...gradient.shape])),
  'off in the last entry': each((gradient) =>
    rewritten(gradient, (entry, at, count) => (at === count - 1 ? entry + 0.01 : entry)),
  ),
  'for arrays of two axes and more alone': onlyWhen((node) => shapeOf(node).length > 1),
  'where an axis has size 1 alone': onlyWhen((node) => shapeOf(node).includes(1)),
  'on every other call alone': onlyWhen((_, call) => call % 2 === 0),
};

/** These leave the right rule right. */
const harmless = [
  'for arrays of two axes and more alone',
  'where an axis has size 1 alone',
  'on every other call alone',
];

/** Of two wrong rules: the mean of what they return. */
const meanOf =
  (one: Rule, other: Rule): Rule =>
  (op, outGrad, node) => {
    const others = other(op, outGrad, node);
    return one(op, outGrad, node).map((gradient, index) =>
      mulScalar(add(gradient, others[index] as Tensor), 0.5),
    );
  };

/** Of two wrong rules of several inputs: the first adjoint of the one, the others of the other. */
const halfOf =
  (one: Rule, other: Rule): Rule =>
  (op, outGrad, node) => [one(op, outGrad, node)[0] as Tensor, ...other(op, outGrad, node).slice(1)];

export interface Variation {
  readonly how: string;
  /** A new rule each time, so that no call of an earlier run counts. */
  readonly rule: () => RuleMisconception;
}

export const isRule = (each: Misconception): each is RuleMisconception => each.kind === 'rule';

/** Those that are written out; what is generated is the same for every op. */
const listedOf = (op: OpName): RuleMisconception[] =>
  misconceptions.filter(isRule).filter((each) => each.op === op && each.family === undefined);

const asRule =
  ({ gradient }: RuleMisconception): Rule =>
  (op, outGrad, node) =>
    gradient.call(op, outGrad, node);

export function variationsOf(op: OpName): Variation[] {
  const exercise = misconceptions.filter(isRule).find((each) => each.op === op)?.exercise ?? null;
  const variation = (how: string, make: () => Rule): Variation => ({
    how,
    rule: () => {
      const rule = make();
      return {
        ...{ kind: 'rule', name: 'unlisted', says: '', hint: '', breaks: '', exercise, op },
        gradient(outGrad, node) {
          return rule(this, outGrad, node);
        },
      };
    },
  });
  const listed = listedOf(op);
  const ofListed = listed.flatMap((known, index) => {
    const next = listed[(index + 1) % listed.length] as RuleMisconception;
    const pairs: [string, (one: Rule, other: Rule) => Rule][] = [
      ['the mean with', meanOf],
      ['the first adjoint, the others of', halfOf],
    ];
    return [
      ...Object.entries(changes).map(([how, change]) =>
        variation(`${known.name}, ${how}`, () => change(asRule(known), right)),
      ),
      ...pairs.flatMap(([how, pair]) =>
        next === known
          ? []
          : [variation(`${known.name}, ${how} ${next.name}`, () => pair(asRule(known), asRule(next)))],
      ),
    ];
  });
  const ofRight = Object.entries(changes)
    // A right rule that is detached is on the list.
    .filter(([how]) => how !== 'detached' && !harmless.includes(how))
    .map(([how, change]) => variation(`the right rule, ${how}`, () => change(right, right)));
  return [...ofListed, ...ofRight];
}
