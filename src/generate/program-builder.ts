/** Grows a program step by step; every step fits, stays in its domain, and shows no bias that is left out. */
import { at } from '../case/at.js';
import type { Program } from '../case/program.js';
import type { Shape } from '../case/shape.js';
import type { DType } from '../case/tensor-data.js';
import { type Id, inferShape, type Operation, type Step } from '../case/vocabulary.js';
import { allBiases, type Bias } from './bias.js';
import { stepBiases } from './biases-of.js';
import { accepts, type Form, firstOperandOf, stepOn } from './form.js';
import { allWiringBiases, wiringBiases } from './graph-biases.js';
import { kinkOf } from './kinks.js';
import { entryOf } from './ops/index.js';
import type { Pool } from './pools.js';
import { type Range, rangeOfValues } from './ranges.js';
import { safeRange } from './safe-range.js';
import { shapeBiases } from './shape-biases.js';
import { isSmall, type ShapeMaker } from './shapes.js';
import type { Space } from './space.js';
import { allViewBiases, viewBiases } from './view-biases.js';

interface Input {
  readonly kind: 'input';
  readonly shape: Shape;
  readonly range: Range;
  readonly pool: Pool;
}

/** A step, and what is known of its output. Arguments count nodes, in the order they were made. */
interface Computed {
  readonly kind: 'step';
  readonly shape: Shape;
  readonly range: Range;
  readonly step: Step;
}

export type Node = Input | Computed;

/** A form, and which operands it would like: 0 the newest node, then older ones, then a fresh input. */
export interface StepChoice {
  readonly form: Form;
  readonly first: number;
  readonly second: number;
}

/** Operands: those to be made are not among the nodes yet. */
type Operand = { readonly id: Id; readonly node: Node; readonly fresh: boolean };

export class ProgramBuilder {
  readonly nodes: Node[] = [];
  private readonly fresh: readonly Pick<Input, 'pool' | 'range'>[];

  constructor(
    private readonly space: Space,
    pools: readonly Pool[],
    private readonly shape: ShapeMaker,
  ) {
    this.fresh = pools.map((pool) => ({ pool, range: rangeOfValues(pool) }));
  }

  /** Adds the step with the first operands, from the wished ones on, that it can have; or nothing. */
  addStep({ form, first, second }: StepChoice): void {
    for (const a of this.firstOperands(form, first)) {
      const operation = form.operation(a.node.shape);
      if (operation === undefined) continue;
      for (const operands of this.operandsAfter(form, operation, [a], second)) {
        const shapes = operands.map(({ node }) => node.shape);
        if (this.place(form.complete?.(...shapes) ?? operation, operands)) return;
      }
    }
  }

  /** All operands: every choice of the second one, and for each the first that fits after it. */
  private *operandsAfter(
    form: Form,
    operation: Operation,
    chosen: readonly [Operand, ...Operand[]],
    wish: number,
  ): Generator<readonly Operand[]> {
    if (chosen.length === form.count) return yield chosen;
    for (const next of this.furtherOperands(form, operation, chosen, wish)) {
      yield* this.operandsAfter(form, operation, [...chosen, next], wish + 1);
      if (chosen.length > 1) return;
    }
  }

  private *firstOperands(form: Form, wish: number): Generator<Operand> {
    for (const id of this.order(wish)) {
      const node = this.nodes[id];
      if (node === undefined) yield* this.inputs(id, firstOperandOf(form, this.shape).shape);
      else if (takesRank(form, node.shape.length)) yield { id, node, fresh: false };
    }
  }

  private *furtherOperands(
    form: Form,
    operation: Operation,
    chosen: readonly [Operand, ...Operand[]],
    wish: number,
  ): Generator<Operand> {
    const [{ node: first }] = chosen;
    const between = chosen.slice(1).map(({ node }) => node.shape);
    const partner = form.partner?.(first.shape, between);
    const free = this.nodes.length + chosen.filter(({ fresh }) => fresh).length;
    for (const id of this.order(wish)) {
      const node = this.nodes[id];
      if (node !== undefined) {
        if (this.fits(operation, first.shape, node.shape, between)) yield { id, node, fresh: false };
      } else if (partner !== undefined) yield* this.inputs(free, partner);
    }
  }

  private fits(operation: Operation, first: Shape, further: Shape, between: readonly Shape[]): boolean {
    const fits = entryOf(operation.op).fits?.(first, further, this.space, between);
    return fits ?? accepts(operation, [first, further]);
  }

  /** The ids from the newest to the oldest, then the next free one, starting where the wish says. */
  private order(wish: number): Id[] {
    const count = this.nodes.length;
    const ids = [...this.nodes.keys()].reverse().concat(count);
    const start = wish % ids.length;
    return [...ids.slice(start), ...ids.slice(0, start)];
  }

  private *inputs(id: Id, shape: Shape): Generator<Operand> {
    for (const { pool, range } of this.fresh)
      yield { id, node: { kind: 'input', shape, range, pool }, fresh: true };
  }

  private place(operation: Operation, operands: readonly Operand[]): boolean {
    const step = stepOn(
      operation,
      operands.map(({ id }) => id),
    );
    const shapes = operands.map(({ node }) => node.shape);
    const shape = inferShape(step, shapes);
    const range = safeRange(
      step,
      operands.map(({ node }) => node.range),
      shapes,
      this.space.dtype,
    );
    if (range === undefined || !isSmall(shape)) return false;
    const made = operands.filter(({ fresh }) => fresh).map(({ node }) => node);
    const added: readonly Node[] = [...made, { kind: 'step', step, shape, range }];
    if (!this.allows(step, shapes, operands, added)) return false;
    this.nodes.push(...added);
    return true;
  }

  /** Of the step alone, as those before it were allowed; and of how they are wired. */
  private allows(
    step: Step,
    shapes: readonly Shape[],
    operands: readonly Operand[],
    added: readonly Node[],
  ): boolean {
    const { biases, dtype } = this.space;
    if (biases.size === allBiases.length) return true;
    const pools = operands.map(({ node }) => (node.kind === 'input' ? node.pool : []));
    if (!biases.has('kink') && kinkOf(step).mayMeet(step, pools)) return false;
    const allowed = (found: readonly Bias[]) => found.every((bias) => biases.has(bias));
    const fresh = operands.filter((operand) => operand.fresh);
    if (!fresh.every(({ node }) => allowed(shapeBiases(node.shape)))) return false;
    if (!allowed(stepBiases(step, shapes))) return false;
    if (allowed([...allWiringBiases, ...allViewBiases])) return true;
    const program = programOf([...this.nodes, ...added], dtype);
    return allowed([...wiringBiases(program), ...viewBiases(program)]);
  }
}

const takesRank = ({ ranks }: Form, rank: number): boolean => rank >= ranks.least && rank <= ranks.most;

/** The nodes as a program without outputs: inputs come first, whenever they were made. */
export function programOf(nodes: readonly Node[], dtype: DType): Program {
  const ids = idsOf(nodes);
  return {
    inputs: nodes.flatMap((node) => (node.kind === 'input' ? [{ dtype, shape: node.shape }] : [])),
    steps: nodes.flatMap((node) => {
      if (node.kind === 'input') return [];
      return [
        stepOn(
          node.step,
          node.step.args.map((id) => at(ids, id)),
        ),
      ];
    }),
    outputs: [],
  };
}

/** The id of each node in the program. */
export function idsOf(nodes: readonly Node[]): Id[] {
  const ids = new Array<Id>(nodes.length);
  let next = 0;
  for (const kind of ['input', 'step'] as const) {
    nodes.forEach((node, index) => {
      if (node.kind === kind) ids[index] = next++;
    });
  }
  return ids;
}
