/** Functions of tensors that are traced once and then replayed. */
import { formatShape } from '../../case/shape.js';
import { lazily } from '../autograd/modes.js';
import { realize } from '../autograd/realize.js';
import { describe, isTensor } from '../tensor/describe.js';
import type { NDArray } from '../tensor/ndarray.js';
import { Tensor } from '../tensor/tensor.js';
import { explained } from './explain.js';
import { Plan } from './plan.js';

/** What `compile` returns: call it as the function it was made of. */
export interface Compiled {
  (...inputs: Tensor[]): Tensor[];
  /** What the traces so far became: which steps run as one loop, and what memory they take. */
  explain(): string;
}

interface Trace {
  readonly plan: Plan;
  readonly placeholders: readonly Tensor[];
  /** Leaves that the plan took for constants, and how often they had been written to. */
  readonly constants: ReadonlyMap<Tensor, number>;
}

/**
 * A function that gives what `f` gives. `f` runs once for each list of shapes and dtypes, in lazy mode, to be traced; it may
 * differentiate with `grad`, but reads no values and makes no random choices anew. Leaves that it did not get as inputs are
 * read in every run if they require grad; others are constants until `assign` writes to one. The results are leaves.
 * @param f returns a list of tensors
 * @throws {AutogradError} from `f`, when it reads a value
 */
export function compile(f: (...inputs: Tensor[]) => readonly Tensor[]): Compiled {
  const traces = new Map<string, Trace>();
  const compiled = (...inputs: Tensor[]): Tensor[] => {
    const key = inputs.map(typeOf).join(', ');
    const known = traces.get(key);
    const trace = known !== undefined && isCurrent(known) ? known : traceOf(f, inputs);
    traces.set(key, trace);
    const given = new Map<Tensor, NDArray>();
    trace.placeholders.forEach((placeholder, index) => {
      given.set(placeholder, realize(inputs[index] as Tensor));
    });
    return trace.plan.run(given).map((array) => Tensor.of(array));
  };
  const explain = () => [...traces].map(([types, { plan }]) => explained(types, plan)).join('\n');
  return Object.assign(compiled, { explain });
}

function typeOf(input: unknown, index: number): string {
  if (!isTensor(input)) {
    throw new TypeError(`compile: the function takes tensors, got ${describe(input)} for input ${index}`);
  }
  return `${input.dtype} ${formatShape(input.shape)}${input.requiresGrad ? ' requires grad' : ''}`;
}

const isCurrent = ({ constants }: Trace): boolean =>
  [...constants].every(([{ writes }, before]) => writes === before);

function traceOf(f: (...inputs: Tensor[]) => readonly Tensor[], inputs: readonly Tensor[]): Trace {
  const placeholders = inputs.map(
    ({ shape, dtype, requiresGrad }) => new Tensor(shape, dtype, null, [], undefined, requiresGrad),
  );
  const outputs: unknown = lazily(() => f(...placeholders));
  if (!Array.isArray(outputs) || !outputs.every(isTensor)) {
    throw new TypeError(
      `compile: the function must return an array of tensors, but returned ${describe(outputs)}`,
    );
  }
  const constants = new Map<Tensor, number>();
  const plan = new Plan(outputs, (leaf) => {
    if (leaf.requiresGrad) return false;
    constants.set(leaf, leaf.writes);
    return true;
  });
  return { plan, placeholders, constants };
}
