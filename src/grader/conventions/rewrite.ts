/** A trace without its conventions: the graph that it stands for. */
import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import { type DType, type TensorData, tensorData, unitRoundoff } from '../../case/tensor-data.js';
import type { Id, Step, StepOf } from '../../case/vocabulary.js';
import type { Trace } from '../reply.js';
import type { Convention } from './conventions.js';
import { guardsOf, shiftOf } from './guards.js';
import { meansOf, type Whole } from './means.js';

export interface Rewritten {
  readonly trace: Trace;
  readonly met: ReadonlySet<Convention>;
}

/** Undefined if there is nothing to rewrite. */
export function rewritten(
  trace: Trace,
  testCase: Case,
  allowed: readonly Convention[],
): Rewritten | undefined {
  const rewriter = new Rewriter(trace, testCase, allowed);
  return rewriter.met.size === 0 ? undefined : { trace: rewriter.result(), met: rewriter.met };
}

class Rewriter {
  readonly met = new Set<Convention>();
  private readonly steps: Step[] = [];
  /** The id in the rewritten trace, by the id in the original. */
  private readonly now: Id[];
  private readonly zeros: TensorData | undefined;
  /** Where these zeros go among the inputs: results of the learner's own ops come last. */
  private readonly place: number;
  private readonly firstStep: number;

  constructor(
    private readonly trace: Trace,
    private readonly testCase: Case,
    private readonly allowed: readonly Convention[],
  ) {
    const { inputs, steps } = trace.program;
    this.zeros = allowed.includes('zero-exponent') ? zerosToZero(testCase) : undefined;
    const shift = this.zeros === undefined ? 0 : 1;
    this.firstStep = inputs.length + shift;
    this.place = inputs.length - trace.foreign.length;
    this.now = inputs.map((_, id) => (id < this.place ? id : id + shift));
    const guards = allowed.includes('epsilon') ? guardsOf(trace, testCase) : new Map<Id, Id>();
    const means = allowed.includes('mean-times-count') ? meansOf(trace) : new Map<Id, Whole>();
    for (const step of steps) {
      const [guarded, whole] = [guards.get(this.now.length), means.get(this.now.length)];
      if (guarded !== undefined) this.met.add('epsilon');
      if (guarded !== undefined) this.now.push(at(this.now, guarded));
      else this.now.push(whole === undefined ? this.translated(step) : this.summed(whole));
    }
  }

  result(): Trace {
    const { program, constants, foreign } = this.trace;
    const own = constants.length - foreign.length;
    const more = this.zeros === undefined ? [] : [this.zeros];
    const types = more.map(({ dtype, shape }) => ({ dtype, shape }));
    return {
      program: {
        inputs: [...program.inputs.slice(0, this.place), ...types, ...program.inputs.slice(this.place)],
        steps: this.steps,
        outputs: program.outputs.map((id) => at(this.now, id)),
      },
      constants: [...constants.slice(0, own), ...more, ...constants.slice(own)],
      foreign: foreign.map((args) => args.map((id) => at(this.now, id))),
    };
  }

  private translated(step: Step): Id {
    const moved = { ...step, args: step.args.map((id) => at(this.now, id)) } as unknown as Step;
    if (moved.op === 'sin' || moved.op === 'cos') return this.turned(step, moved);
    if (moved.op === 'power_scalar') return this.push(this.ofZeroExponent(moved));
    const [base] = this.testCase.program.steps[0]?.args ?? [];
    if (moved.op === 'power' && this.zeros !== undefined && moved.args[0] === base) {
      this.met.add('zero-exponent');
      const exponent = this.push({ op: 'add', args: [moved.args[1], this.place] });
      return this.push({ op: 'power', args: [base, exponent] });
    }
    return this.push(moved);
  }

  private summed({ id, steps }: Whole): Id {
    this.met.add('mean-times-count');
    return steps.reduce((last, step) => this.push({ ...step, args: [last] } as Step), at(this.now, id));
  }

  /** sin(x + π/2) as cos x, and so on for all multiples. */
  private turned(step: Step, moved: StepOf<'sin'> | StepOf<'cos'>): Id {
    const inner = this.trace.program.steps[step.args[0] - this.trace.program.inputs.length];
    const shift = inner && shiftOf(this.trace, inner);
    const quarters = shift && quartersOf(shift.by, this.testCase.inputs[0]?.dtype ?? 'float64');
    if (shift === undefined || quarters === undefined || !this.allowed.includes('shifted-angle'))
      return this.push(moved);
    this.met.add('shifted-angle');
    const turns = (quarters + (moved.op === 'cos' ? 1 : 0)) & 3;
    const turned = this.push({ op: turns % 2 === 0 ? 'sin' : 'cos', args: [at(this.now, shift.id)] });
    return turns < 2 ? turned : this.push({ op: 'negate', args: [turned] });
  }

  /** Rewrites x⁻¹ in the rule of x⁰ as x⁰: the factor n = 0 makes either 0, and x⁻¹ is infinite at 0. */
  private ofZeroExponent(moved: StepOf<'power_scalar'>): Step {
    const { steps } = this.testCase.program;
    // The op may be taken more than once, and need not read the first input.
    const isAll = steps.every((own) => own.op === 'power_scalar' && own.scalar === 0);
    const isBase = steps.some(({ args: [base] }) => base === moved.args[0]);
    const applies = isAll && isBase && moved.args[0] < this.testCase.inputs.length;
    if (!applies || moved.scalar !== -1 || !this.allowed.includes('zero-exponent')) return moved;
    this.met.add('zero-exponent');
    return { ...moved, scalar: 0 };
  }

  private push(step: Step): Id {
    return this.firstStep + this.steps.push(step) - 1;
  }
}

/** How many times π/2 a number is, to the precision of its dtype. */
function quartersOf(by: number, dtype: DType): number | undefined {
  const quarters = Math.round(by / (Math.PI / 2));
  const lost = Math.abs(by - quarters * (Math.PI / 2));
  const isIt = quarters !== 0 && Math.abs(quarters) <= 4 && lost <= 2 * unitRoundoff[dtype] * Math.abs(by);
  return isIt ? quarters : undefined;
}

/** 1 where a power of two tensors is 0⁰, 0 elsewhere; undefined if it is 0⁰ nowhere. */
function zerosToZero({ program, inputs }: Case): TensorData | undefined {
  const [step] = program.steps;
  if (program.steps.length !== 1 || step?.op !== 'power') return undefined;
  const [a, b] = step.args.map((id) => inputs[id]);
  if (a === undefined || b === undefined || a.data.length !== b.data.length) return undefined;
  const data = a.data.map((entry, at) => Number(entry === 0 && b.data[at] === 0));
  return data.includes(1) ? tensorData(a.dtype, a.shape, data) : undefined;
}
