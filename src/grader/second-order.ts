/**
 * Evaluates a trace at other inputs, and differentiates it. The child has no rules but the learner's, so a trace is
 * differentiated here, where every rule is available and out of a submission's reach. If it holds ops of the
 * learner's own, their values and adjoints come from the child, and are judged like everything else it says.
 */

import type { Case } from '../case/case.js';
import { excessOf } from '../case/cost.js';
import type { Done, Outcome } from '../case/implementation.js';
import { outputTypes, type Program } from '../case/program.js';
import { sameShape } from '../case/shape.js';
import { type TensorData, type TensorType, tensorData } from '../case/tensor-data.js';
import type { ForeignQuestion } from './messages.js';
import type { Trace } from './reply.js';
import { computed } from './right-ops.js';

/** Asks the child about an op outside the vocabulary. */
export type AskForeign = (question: ForeignQuestion, trace: Trace) => Promise<Outcome>;

/** Ends the work on a trace: the outcome instead of numbers. */
class NoNumbers extends Error {
  constructor(readonly outcome: Outcome) {
    super('a trace gives no numbers');
  }
}

/** The largest graph of a gradient that is evaluated here: hundreds of times what any solution needs. */
const limits = { steps: 2_000, entries: 2 ** 20, allEntries: 2 ** 22, operations: 2 ** 26 };
/** For each of them the graph is differentiated once more. */
const mostForeign = 100;

/** ∂⟨VJP(x, Δ), u⟩/∂x and ∂/∂Δ for each cotangent; or why there are none. */
export async function withSeconds(
  done: Done,
  { inputs, cotangents, directions, mode }: Case,
  traces: readonly Trace[],
  ask: AskForeign,
): Promise<Outcome> {
  const seconds: TensorData[][] = [];
  const jvps: TensorData[][] = [];
  try {
    for (const [index, trace] of traces.entries()) {
      const outGrads = cotangents[index] ?? [];
      const worked = new Worked(trace, index, mode, ask);
      const gradients = await worked.pullBack([...inputs, ...outGrads], directions[index] ?? []);
      seconds.push(gradients.slice(0, inputs.length));
      jvps.push(gradients.slice(inputs.length, inputs.length + outGrads.length));
    }
  } catch (error) {
    if (error instanceof NoNumbers) return error.outcome;
    throw error;
  }
  return { ...done, seconds, jvps };
}

/** What a trace (default: the first) gives for other inputs and another cotangent. */
export async function evaluatedAt(
  trace: Trace,
  leaves: readonly TensorData[],
  ask: AskForeign,
  index = 0,
): Promise<Outcome> {
  try {
    return await new Worked(trace, index, 'eager', ask).evaluate(leaves);
  } catch (error) {
    if (error instanceof NoNumbers) return error.outcome;
    throw error;
  }
}

/** One trace at work. */
class Worked {
  private readonly program: Program;
  /** Where the foreign nodes begin among the program's inputs. */
  private readonly firstForeign: number;

  /** @throws {NoNumbers} for a trace that is too large */
  constructor(
    private readonly trace: Trace,
    private readonly index: number,
    private readonly mode: string,
    private readonly ask: AskForeign,
  ) {
    this.program = trace.program;
    this.firstForeign = trace.program.inputs.length - trace.foreign.length;
    const excess = excessOf(trace.program, limits);
    if (excess !== undefined) throw tooLarge(`it ${excess}`);
    if (trace.foreign.length > mostForeign)
      throw tooLarge(
        `it calls ops of its own ${trace.foreign.length} times; at most ${mostForeign} are allowed`,
      );
  }

  /** Reverse mode over the leaves, from the last node: each foreign node passes on the sum of what its uses sent it. */
  async pullBack(leaves: readonly TensorData[], direction: readonly TensorData[]): Promise<TensorData[]> {
    const inputs = [...leaves, ...this.trace.constants];
    const adjoints = this.run(this.program, inputs, direction).vjps[0] as TensorData[];
    for (let node = this.trace.foreign.length - 1; node >= 0; node--) {
      const args = this.trace.foreign[node] as readonly number[];
      const outGrad = adjoints[this.firstForeign + node] as TensorData;
      const given = await this.askAbout(node, 'adjoints', [outGrad]);
      const further = this.run({ ...this.program, outputs: args }, inputs, given);
      further.vjps[0]?.forEach((part, input) => {
        adjoints[input] = sum(adjoints[input] as TensorData, part);
      });
    }
    return adjoints;
  }

  async evaluate(leaves: readonly TensorData[]): Promise<Done> {
    const inputs = [...leaves, ...this.trace.constants];
    for (const [node, args] of this.trace.foreign.entries()) {
      const { values } = this.run({ ...this.program, outputs: args }, inputs);
      const [value] = await this.askAbout(node, 'value', values);
      inputs[this.firstForeign + node] = value as TensorData;
    }
    return this.run(this.program, inputs);
  }

  private async askAbout(
    node: number,
    what: ForeignQuestion['what'],
    given: readonly TensorData[],
  ): Promise<readonly TensorData[]> {
    const { trace, index } = this;
    const outcome = await this.ask({ trace: index, node, what, given }, trace);
    if (outcome.kind !== 'done') throw new NoNumbers(outcome);
    const types = this.typesOf(node, what);
    const fits = types.every((type, at) => isOf(type, outcome.values[at]));
    if (fits && types.length === outcome.values.length) return outcome.values;
    throw new NoNumbers({
      kind: 'malformed',
      problem: 'an op of its own has another shape when it is asked again',
    });
  }

  private typesOf(node: number, what: ForeignQuestion['what']): readonly TensorType[] {
    if (what === 'value') return [this.program.inputs[this.firstForeign + node] as TensorType];
    return outputTypes({ ...this.program, outputs: this.trace.foreign[node] as readonly number[] });
  }

  private run(
    program: Program,
    inputs: readonly TensorData[],
    ...cotangents: readonly (readonly TensorData[])[]
  ): Done {
    if (inputs.length !== program.inputs.length) throw new NoNumbers(unfit);
    const outcome = computed(program, inputs, cotangents, this.mode);
    if (outcome.kind === 'done') return outcome;
    throw new NoNumbers(outcome);
  }
}

const unfit: Outcome = { kind: 'malformed', problem: 'the graph of the gradient is none of the inputs' };

const isOf = ({ dtype, shape }: TensorType, got: TensorData | undefined): boolean =>
  got !== undefined && got.dtype === dtype && sameShape(got.shape, shape);

const sum = (a: TensorData, b: TensorData): TensorData =>
  tensorData(
    a.dtype,
    a.shape,
    a.data.map((entry, at) => entry + (b.data[at] as number)),
  );

const tooLarge = (why: string) =>
  new NoNumbers({
    kind: 'crashed',
    error: {
      type: 'Exit',
      message: `The gradient is too large to be differentiated: ${why}.`,
      traceback: '',
    },
  });
