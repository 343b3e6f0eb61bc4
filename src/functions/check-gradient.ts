/** A function and a gradient written by hand: are they right? */
import { at } from '../case/at.js';
import { nameOf } from '../case/print.js';
import type { TensorData } from '../case/tensor-data.js';
import { checkAt, checkDefined, checkDefinedAt, checkDescribed, defaultFunctionOptions } from './check.js';
import { type Definition, definitionOf } from './defined.js';
import { type Description, givenOf } from './describe.js';
import { type Conversion, dataOf, type Nested, nested, subjectOf } from './plain.js';
import { type GradientReport, reportOf } from './report.js';

/** A value that is passed on as it is, and has no gradient: an axis, a mask, a rate. */
interface Fixed {
  readonly fixed: unknown;
}

export type Input = Nested | TensorData | Description | Fixed;

/** How `checkGradient` checks: what is drawn, at which order, and in which modes. */
export interface CheckGradientOptions<T> {
  /** What the function is called in the report. Default: its own name, else `f`. */
  readonly name?: string;
  /** How many inputs are drawn from descriptions. Default 100. A sample is one case, with four cotangents. */
  readonly runs?: number;
  /** The same seed draws the same. Default 1. */
  readonly seed?: number;
  /** Replays one failure: the path that a report printed beside its seed. */
  readonly path?: string;
  /** How many outputs the function returns, in a list if more than one. Default 1. */
  readonly outputs?: number;
  /** How tensors are made of data, and what they hold. Default: numbers and nested arrays. */
  readonly conversion?: Conversion<T>;
  /**
   * The same function as tensor code of the engine, or entry by entry as an expression of the inputs' names, such as
   * `x * sigmoid(x)`. The truth is then the reference's, with kinks and 40 digits, instead of differences of the function's own
   * values.
   */
  readonly definition?: Definition | string;
  /**
   * 2 also checks second order: by `second`, if it is given; else the Hessian of ⟨Δ, f⟩, by differences of the gradient, must be
   * symmetric. Default: 2 if there is `second`, else 1.
   */
  readonly order?: 1 | 2;
  /** Forward mode: takes the inputs, then one tangent per input that is not fixed; returns what f does: Jv. */
  readonly jvp?: (...inputsAndTangents: T[]) => unknown;
  /** The vjp of a batch: takes the inputs, then the cotangents of each output with an axis in front; so its gradients have. */
  readonly vmap?: (...inputsAndCotangents: never[]) => unknown;
  /**
   * The vjp of the gradient: takes what the gradient takes, then one direction u per input that is not fixed; returns the
   * gradients of ⟨gradient, u⟩ by all that the gradient takes and that is not fixed, the cotangents last.
   */
  readonly second?: (...inputsCotangentsAndDirections: T[]) => unknown;
}

/** What else to ask for of a function whose parameters differ in type. */
export interface MixedOptions extends Omit<CheckGradientOptions<Nested>, 'jvp' | 'second'> {
  readonly jvp?: (...inputsAndTangents: never[]) => unknown;
  readonly second?: (...inputsCotangentsAndDirections: never[]) => unknown;
}

/**
 * Checks a gradient written by hand.
 * @param f a function of numbers, nested arrays or anybody's tensors
 * @param gradient its vjp: takes the inputs, then one cotangent per output; returns the gradient of its only input, or a
 *   list with one per input that is not fixed. One that takes the inputs alone is the gradient of a number.
 * @param inputs one per parameter: a sample, a description (`{ shape: ['n', 3], domain: 'positive' }`) or a fixed value.
 *   If there are descriptions, samples count as fixed.
 * @returns a report, also if the function throws; `report.ok`, and `report.text` for people
 * @throws {TypeError} for inputs that are none of these
 * @throws {SyntaxError} when the definition is an expression that cannot be read
 */
export function checkGradient<T = Nested>(
  f: (...inputs: T[]) => unknown,
  gradient: (...inputsAndCotangents: T[]) => unknown,
  inputs: readonly Input[],
  options?: CheckGradientOptions<T>,
): Promise<GradientReport>;
/** The same for a function whose parameters differ in type, such as a list of numbers and a number. */
export function checkGradient(
  f: (...inputs: never[]) => unknown,
  gradient: (...inputsAndCotangents: never[]) => unknown,
  inputs: readonly Input[],
  options?: MixedOptions,
): Promise<GradientReport>;
export async function checkGradient<T = Nested>(
  f: (...inputs: T[]) => unknown,
  gradient: (...inputsAndCotangents: T[]) => unknown,
  inputs: readonly Input[],
  options: CheckGradientOptions<T> = {},
): Promise<GradientReport> {
  const { seed = 1, outputs = 1 } = options;
  const replayed = options.path === undefined ? {} : { path: options.path };
  const conversion = options.conversion ?? (nested as unknown as Conversion<T>);
  checkInputs(inputs);
  const described = inputs.some(isDescription);
  const varied = [...inputs.keys()].filter((place) =>
    described ? isDescription(at(inputs, place)) : !isFixed(at(inputs, place)),
  );
  const whole = (values: readonly T[]): T[] => filledIn(inputs, varied, values);
  const count = varied.length;
  // `(...all) => …` has a length of 0, and takes what it is given.
  const takesCotangent = gradient.length === 0 || gradient.length > inputs.length;
  const filled =
    (own: (...given: T[]) => unknown) =>
    (...given: T[]) =>
      own(...whole(given.slice(0, count)), ...given.slice(count));
  const { jvp, vmap, second, order = second === undefined ? 1 : 2 } = options;
  const subject = subjectOf<T>({
    name: options.name ?? (f.name || 'f'),
    f: filled(f),
    gradient: filled(gradient),
    jvp: jvp && filled(jvp),
    // Of nested arrays, what has one axis more is of another type.
    vmap: vmap && filled(vmap as (...inputsAndCotangents: unknown[]) => unknown),
    second: second && filled(second),
    takesCotangent,
    inputs: count,
    outputs,
    conversion,
  });
  if (!described) {
    const samples = varied.map((place) => sampleOf(at(inputs, place)));
    const names = varied.map((place) => nameOf(place));
    const differentiable = samples.map(() => true);
    const asked = { seed, order, ...replayed, names, differentiable };
    const definition = defined(options.definition, names);
    return reportOf(
      definition === undefined
        ? await checkAt(subject, samples, asked)
        : await checkDefinedAt(subject, samples, definition, asked),
    );
  }
  const descriptions = inputs.filter(isDescription);
  const asked = {
    ...defaultFunctionOptions,
    runs: options.runs ?? defaultFunctionOptions.runs,
    seed,
    order,
    ...replayed,
  };
  const definition = defined(options.definition, givenOf(descriptions).names);
  return reportOf(
    definition === undefined
      ? await checkDescribed(subject, descriptions, asked)
      : await checkDefined(subject, descriptions, definition, asked),
  );
}

const defined = (definition: Definition | string | undefined, names: readonly string[]) =>
  typeof definition === 'string' ? definitionOf(definition, names) : definition;

const isDescription = (input: Input): input is Description =>
  isRecord(input) && 'shape' in input && !('data' in input);
const isFixed = (input: Input): input is Fixed => isRecord(input) && 'fixed' in input;
const isTensorData = (input: Input): input is TensorData =>
  isRecord(input) && 'shape' in input && 'data' in input;
const isRecord = (input: Input): input is Exclude<Input, number | ArrayLike<number> | readonly Nested[]> =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

const sampleOf = (input: Input): TensorData => (isTensorData(input) ? input : dataOf(input));

/** @throws {TypeError} for what is no list of inputs */
function checkInputs(inputs: unknown): void {
  if (!Array.isArray(inputs)) {
    throw new TypeError(
      "checkGradient takes a list of inputs, one per parameter, such as [2] or [{ shape: ['n'] }]; got something else",
    );
  }
  inputs.forEach((input: unknown, index) => {
    const isNested =
      typeof input === 'number' || (typeof input === 'object' && input !== null && 'length' in input);
    const isOther =
      typeof input === 'object' && input !== null && ['shape', 'fixed'].some((field) => field in input);
    if (isNested || isOther) return;
    throw new TypeError(
      `checkGradient: input ${index} is ${JSON.stringify(input)}; expected a sample, such as 2 or [1, 2], a description, such as ` +
        "{ shape: ['n', 3], domain: 'positive' } (shape [] for a number), or { fixed: … }",
    );
  });
}

/** All parameters: the values in their places, and what is fixed in the others. */
function filledIn<T>(inputs: readonly Input[], varied: readonly number[], values: readonly T[]): T[] {
  return inputs.map((input, place) => {
    const index = varied.indexOf(place);
    if (index !== -1) return at(values, index);
    return (isFixed(input) ? input.fixed : input) as T;
  });
}
