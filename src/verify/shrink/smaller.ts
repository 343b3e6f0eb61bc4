/** The same steps with less to read: fewer outputs, smaller axes, shorter numbers. Each form is kept if it still fails. */
import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import { outputTypes, type Program, shapesOf } from '../../case/program.js';
import { type Shape, ShapeError, sizeOf, stridesOf } from '../../case/shape.js';
import { roundTo, type TensorData } from '../../case/tensor-data.js';
import type { Step } from '../../case/vocabulary.js';

interface Shown {
  readonly testCase: Case;
}
type TryOut<S extends Shown> = (testCase: Case) => Promise<S | undefined>;

/** One output, if one is enough. */
export async function withFewerOutputs<S extends Shown>(shown: S, tryOut: TryOut<S>): Promise<S> {
  const { program, cotangents } = shown.testCase;
  if (program.outputs.length < 2) return shown;
  for (const [place, id] of program.outputs.entries()) {
    const found = await tryOut({
      ...shown.testCase,
      program: { ...program, outputs: [id] },
      cotangents: cotangents.map((list) => [at(list, place)]),
    });
    if (found !== undefined) return found;
  }
  return shown;
}

/** Sizes that are tried, the best to read first: along an axis of one entry, a mistake is seen but not understood. */
const small = [2, 1, 3];

/** Every axis of one size becomes smaller at once, so that axes that must be equal stay so. */
export async function withSmallerAxes<S extends Shown>(shown: S, tryOut: TryOut<S>): Promise<S> {
  let smallest = shown;
  const sizes = new Set(shapesOf(shown.testCase.program).flat());
  for (const size of [...sizes].sort((a, b) => a - b)) {
    for (const to of small.filter((each) => each < size)) {
      const testCase = withAxes(smallest.testCase, size, to);
      const found = testCase && (await tryOut(testCase));
      if (found === undefined) continue;
      smallest = found;
      break;
    }
  }
  return smallest;
}

/** The first entries along every such axis; undefined if the steps do not allow it. */
function withAxes(testCase: Case, size: number, to: number): Case | undefined {
  const resized = (shape: Shape): Shape => shape.map((each) => (each === size ? to : each));
  const { program } = testCase;
  const before = shapesOf(program);
  const inputs = program.inputs.map(({ dtype, shape }) => ({ dtype, shape: resized(shape) }));
  try {
    const steps = program.steps.map((step, index) =>
      resizedStep(step, at(before, program.inputs.length + index), resized),
    );
    const smaller: Program = { inputs, steps, outputs: program.outputs };
    const cropped = (tensors: readonly TensorData[], shapes: readonly Shape[]) =>
      tensors.map((tensor, place) => crop(tensor, at(shapes, place)));
    const outputs = outputTypes(smaller).map(({ shape }) => shape);
    return {
      ...testCase,
      program: smaller,
      inputs: cropped(
        testCase.inputs,
        inputs.map(({ shape }) => shape),
      ),
      cotangents: testCase.cotangents.map((list) => cropped(list, outputs)),
    };
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

/** Attributes that say a shape, and those that hold a number for each entry of one. */
function resizedStep(step: Step, out: Shape, resized: (shape: Shape) => Shape): Step {
  const given: ReadonlyMap<string, unknown> = new Map(Object.entries(step));
  const listed = (name: string): readonly number[] | undefined => {
    const value = given.get(name);
    return Array.isArray(value) ? value : undefined;
  };
  const shape = (name: string) => [name, listed(name) && resized(listed(name) ?? [])] as const;
  const first = (name: string, from: Shape | undefined) => {
    const data = listed(name);
    return [name, data && from && cropped(data, from, resized(from))] as const;
  };
  const changes = [
    ...['shape', 'indexShape', 'indicesShape'].map(shape),
    ...['condition', 'mask'].map((name) => first(name, out)),
    first('index', listed('indexShape')),
    first('indices', listed('indicesShape')),
    first('labels', listed('labels') && [listed('labels')?.length ?? 0]),
  ].filter(([, value]) => value !== undefined);
  return { ...step, ...Object.fromEntries(changes) } as Step;
}

const crop = ({ dtype, shape, data }: TensorData, to: Shape): TensorData => {
  const fits = shape.length === to.length && shape.every((size, axis) => size >= at(to, axis));
  if (!fits) throw new ShapeError('an output has become larger');
  return { dtype, shape: to, data: cropped(data, shape, to) };
};

/** The first entries along every axis. */
function cropped(data: readonly number[], from: Shape, to: Shape): number[] {
  const [outer, inner] = [stridesOf(from), stridesOf(to)];
  return Array.from({ length: sizeOf(to) }, (_, position) => {
    let place = 0;
    for (const [axis, size] of to.entries())
      place += (Math.floor(position / at(inner, axis)) % size) * at(outer, axis);
    return at(data, place);
  });
}

/** Inputs, one after another, with one or two digits. */
export async function withShortNumbers<S extends Shown>(shown: S, tryOut: TryOut<S>): Promise<S> {
  let shortest = shown;
  for (const index of shown.testCase.inputs.keys()) {
    for (const digits of [1, 2]) {
      const { inputs } = shortest.testCase;
      const own = at(inputs, index);
      const data = own.data.map((entry) => roundTo[own.dtype](Number(entry.toPrecision(digits))));
      if (data.every((entry, k) => entry === own.data[k])) break;
      const found = await tryOut({ ...shortest.testCase, inputs: inputs.with(index, { ...own, data }) });
      if (found === undefined) continue;
      shortest = found;
      break;
    }
  }
  return shortest;
}
