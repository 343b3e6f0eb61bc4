/**
 * Wraps the step of a plan: its operands and its result become views, and other steps stand around it. What is right
 * for an op on its own may be wrong for one that reads views, or whose result is read twice.
 */
import fc from 'fast-check';
import { at } from '../case/at.js';
import { shapesOf } from '../case/program.js';
import type { TensorType } from '../case/tensor-data.js';
import type { Id, Operation, OpName, Step } from '../case/vocabulary.js';
import { allBiases, type Bias } from './bias.js';
import { programBiases } from './biases-of.js';
import { stepOn } from './form.js';
import { simplestFirst } from './simplest-first.js';
import { firstAllowed, type Space } from './space.js';
import type { Plan } from './values.js';
import { type View, type ViewChoice, type ViewOp, viewOf, viewOps, viewsTo } from './views.js';

/** The ops that a wrapped case may use besides its own. */
export const wrappingOps: readonly OpName[] = [
  ...viewOps,
  'add',
  'multiply',
  'negate',
  'mul_scalar',
  'detach',
];

/**
 * 'equal-steps': the step stands there twice, and the results are added. 'equal-inputs': likewise, and the second reads
 * inputs of its own, which hold the same numbers. 'constant': an operand is detached; of an op that has only one, the
 * result is multiplied by itself, detached. 'inner-result': the result comes out and is read further. 'inner-input': an
 * input comes out, too. 'fan-out': two steps read the result.
 */
type Wiring =
  | 'alone'
  | 'equal-steps'
  | 'equal-inputs'
  | 'constant'
  | 'inner-result'
  | 'inner-input'
  | 'fan-out';

interface Wrapping {
  /** One list per operand. */
  readonly operands: readonly (readonly ViewChoice[])[];
  readonly wiring: Wiring;
  /** Which operand a wiring is about. */
  readonly turn: number;
  readonly result: readonly ViewChoice[];
}

const wirings = simplestFirst<Wiring>([
  ...Array<Wiring>(8).fill('alone'),
  ...Array<Wiring>(2).fill('equal-steps'),
  ...Array<Wiring>(2).fill('equal-inputs'),
  ...Array<Wiring>(3).fill('constant'),
  'inner-result',
  'inner-input',
  'fan-out',
]);
const repeated = (count: number, kind: ViewOp): ViewOp[] => Array<ViewOp>(count).fill(kind);
const viewOfKind = (kinds: readonly ViewOp[]): fc.Arbitrary<ViewChoice> =>
  fc.tuple(simplestFirst(kinds), fc.nat({ max: 23 }));

/** Arrays of one axis have nothing to permute: their views are flipped instead. */
const choice = viewOfKind([
  ...repeated(2, 'transpose'),
  'permute',
  ...repeated(2, 'flip'),
  ...repeated(3, 'slice'),
  ...repeated(5, 'broadcast_to'),
  'reshape',
]);
/** A cotangent that comes through the others is made anew, in order. */
const ofResult = viewOfKind([
  ...repeated(3, 'transpose'),
  ...repeated(2, 'permute'),
  ...repeated(4, 'flip'),
  'slice',
  'broadcast_to',
  'reshape',
]);
const several = (counts: readonly number[]): fc.Arbitrary<ViewChoice[]> =>
  fc.tuple(simplestFirst(counts), choice, choice).map(([count, ...both]) => both.slice(0, count));
const ofOperand = several([0, 0, 1, 1, 1, 1, 1, 2]);

const wrappings: fc.Arbitrary<Wrapping> = fc
  .tuple(wirings, ofOperand, ofOperand, ofOperand, ofResult, fc.nat({ max: 3 }), fc.nat({ max: 5 }))
  .map(([wiring, first, second, third, result, views, turn]) => ({
    operands: [first, second, third],
    wiring,
    turn,
    // Behind other wirings a view shows less of the op.
    result: views > (wiring === 'alone' ? 0 : 2) ? [result] : [],
  }));

/** The plans, wrapped in ops that the space has for this; they shrink to plain ones first. */
export const wrappedPlans = (plans: fc.Arbitrary<Plan>, space: Space): fc.Arbitrary<Plan> =>
  space.wraps.length === 0
    ? plans
    : fc.tuple(wrappings, plans).map(([wrapping, plan]) => allowedWrap(plan, wrapping, space));

/** As drawn, or with less around the step, if the space leaves something out. */
function allowedWrap(plan: Plan, wrapping: Wrapping, space: Space): Plan {
  const whole = wrapped(plan, wrapping, space);
  if (space.biases.size === allBiases.length) return whole;
  const unwired = wrapped(plan, { ...wrapping, wiring: 'alone' }, space);
  const unviewed = wrapped(plan, { ...wrapping, operands: [], result: [] }, space);
  const shown = ({ program, copies }: Plan): Bias[] => [
    ...programBiases(program),
    ...(copies === undefined ? [] : (['equal-inputs'] as const)),
  ];
  return firstAllowed(space, [whole, unwired, unviewed], shown) ?? plan;
}

function wrapped(plan: Plan, { operands, wiring, turn, result }: Wrapping, { wraps }: Space): Plan {
  const { inputs, steps } = plan.program;
  const step = at(steps, 0);
  const read = [...new Set<Id>(step.args)];
  const views = read.map((id, index) => viewsTo(at(inputs, id).shape, operands[index] ?? [], wraps));
  const given = inputs.map((type, id) => ({
    ...type,
    shape: views[read.indexOf(id)]?.[0]?.from ?? type.shape,
  }));
  const copied = wiring === 'equal-inputs' ? read : [];
  const withCopies = <T>(list: readonly T[]): T[] => [...list, ...copied.map((id) => list[id] as T)];
  const graph = new Graph(withCopies(given), wraps);
  const viewed = (inputOf: (id: Id, index: number) => Id): Id[] => {
    const results = read.map((id, index) => graph.through(at(views, index), inputOf(id, index)));
    return step.args.map((id) => at(results, read.indexOf(id)));
  };
  const outputs = wired[wiring](graph, {
    step,
    args: viewed((id) => id),
    copies: () => viewed((_, index) => inputs.length + index),
    turn,
    input: at(read, turn % read.length),
  });
  const last = graph.viewed(at(outputs, outputs.length - 1), result);
  return {
    ...plan,
    program: { inputs: graph.inputs, steps: graph.steps, outputs: [...outputs.slice(0, -1), last] },
    pools: withCopies(plan.pools),
    fresh: withCopies(plan.fresh),
    ...(copied.length > 0 && { copies: new Map(copied.map((id, index) => [inputs.length + index, id])) }),
  };
}

/** The step that is wrapped, and what it reads. */
interface Core {
  readonly step: Step;
  readonly args: readonly Id[];
  /** Operands like these, of inputs that hold the same numbers. */
  copies(): readonly Id[];
  readonly turn: number;
  /** One of the inputs. */
  readonly input: Id;
}

/** Puts the step into the graph, with others around it, and says what comes out. */
const wired: Readonly<Record<Wiring, (graph: Graph, core: Core) => readonly Id[]>> = {
  alone: (graph, { step, args }) => [graph.put(step, ...args)],
  'equal-steps': (graph, { step, args }) => graph.sum(graph.put(step, ...args), graph.put(step, ...args)),
  'equal-inputs': (graph, { step, args, copies }) =>
    graph.sum(graph.put(step, ...args), graph.put(step, ...copies())),
  constant(graph, { step, args, turn }) {
    if (!graph.has('detach')) return [graph.put(step, ...args)];
    const place = turn % args.length;
    if (args.length > 1) {
      return [graph.put(step, ...args.map((id, index) => (index === place ? graph.put(detach, id) : id)))];
    }
    const result = graph.put(step, ...args);
    const constant = graph.put(detach, result);
    return graph.has('multiply') ? [graph.put({ op: 'multiply' }, constant, result)] : [constant, result];
  },
  'inner-result'(graph, { step, args }) {
    const result = graph.put(step, ...args);
    return [result, ...graph.further(result)];
  },
  'inner-input': (graph, { step, args, input }) => [input, graph.put(step, ...args)],
  'fan-out'(graph, { step, args }) {
    const result = graph.put(step, ...args);
    const [reader = result] = graph.further(result);
    return graph.sum(reader, result);
  },
};

const detach: Operation = { op: 'detach' };

/** A program that grows; the inputs are there from the start. */
class Graph {
  readonly steps: Step[] = [];

  constructor(
    readonly inputs: readonly TensorType[],
    private readonly wraps: readonly OpName[],
  ) {}

  has(op: OpName): boolean {
    return this.wraps.includes(op);
  }

  put(operation: Operation, ...args: readonly Id[]): Id {
    this.steps.push(stepOn(operation, args));
    return this.inputs.length + this.steps.length - 1;
  }

  through(views: readonly View[], id: Id): Id {
    return views.reduce((viewed, { operation }) => this.put(operation, viewed), id);
  }

  /** The chosen view of an id, which is the id itself if there is none. */
  viewed(id: Id, choices: readonly ViewChoice[]): Id {
    return choices.reduce((viewed, choice) => {
      const shapes = shapesOf({ inputs: this.inputs, steps: this.steps, outputs: [] });
      const view = viewOf(at(shapes, viewed), choice, this.wraps);
      return view === undefined ? viewed : this.put(view, viewed);
    }, id);
  }

  /** The sum of two, or both, where there is no add. */
  sum(a: Id, b: Id): Id[] {
    return this.has('add') ? [this.put({ op: 'add' }, a, b)] : [a, b];
  }

  /** A step that reads it; none if there is no op for this. */
  further(id: Id): Id[] {
    if (this.has('negate')) return [this.put({ op: 'negate' }, id)];
    if (this.has('mul_scalar')) return [this.put({ op: 'mul_scalar', scalar: 3 }, id)];
    return this.has('add') ? [this.put({ op: 'add' }, id, id)] : [];
  }
}
