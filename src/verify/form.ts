/** Checks counts, shapes and dtypes of what an implementation returned. In-process, it may return anything at all. */
import type { Case } from '../case/case.js';
import type { Done } from '../case/implementation.js';
import { nameOf } from '../case/print.js';
import { outputTypes, type Program } from '../case/program.js';
import { formatShape, sameShape, sizeOf } from '../case/shape.js';
import type { TensorData, TensorType } from '../case/tensor-data.js';

/** What is wrong with each part of an answer, in a sentence, by the id of the law that needs the part. */
export type FormProblems = ReadonlyMap<string, string>;

/** Everything wrong with the form of an answer to a case; values and gradients come first. */
export function formProblems(done: Done, testCase: Case): FormProblems {
  const { program, inputs, cotangents, order, tangents } = testCase;
  const given = [...inputs, ...cotangents.flat()];
  const parts: Readonly<Record<string, string | undefined>> = {
    value: listProblem(done.values, program, 'value'),
    form: listsProblem(done.vjps, program, cotangents.length, 'gradient'),
    second: order === 2 ? secondsProblem(done.seconds, testCase) : undefined,
    twice: order === 2 && done.jvps !== undefined ? jvpsProblem(done.jvps, testCase) : undefined,
    jvp: tangents === undefined ? undefined : tangentsProblem(done.tangents, program),
    pure: echoProblem(done.echo, given),
    memory: done.aliases === undefined || isTexts(done.aliases) ? undefined : 'its aliases are not sentences',
    'linear-time':
      done.ruleCalls === undefined || isCount(done.ruleCalls)
        ? undefined
        : 'its ruleCalls are not a number of calls',
  };
  const found = new Map<string, string>();
  for (const part in parts) {
    const problem = parts[part];
    if (problem !== undefined) found.set(part, problem);
  }
  return found;
}

/** The first thing wrong with the form of an answer to a case. */
export const answerProblem = (done: Done, testCase: Case): string | undefined =>
  [...formProblems(done, testCase).values()][0];

type Lists = Done['vjps'];

const secondsProblem = (seconds: Lists, { program, cotangents }: Case): string | undefined =>
  prefixed('second order: ', listsProblem(seconds, program, cotangents.length, 'gradient'));

const jvpsProblem = (jvps: Lists, { program, cotangents }: Case): string | undefined =>
  prefixed('of ⟨VJP, u⟩ by Δ: ', listsProblem(jvps, program, cotangents.length, 'value'));

const tangentsProblem = (tangents: Done['tangents'], program: Program): string | undefined =>
  tangents === undefined
    ? 'expected a list of tangents, one per output, got none'
    : listProblem(tangents, program, 'tangent');

const prefixed = (prefix: string, problem: string | undefined): string | undefined =>
  problem === undefined ? undefined : `${prefix}${problem}`;

/** What an entry of a list belongs to: a value and a tangent to an output, a gradient to an input. */
type What = 'value' | 'tangent' | 'gradient';

function listsProblem(lists: Lists, program: Program, cotangents: number, what: What): string | undefined {
  if (!Array.isArray(lists)) return `expected a list of ${what}s for each cotangent, got ${typeof lists}`;
  if (lists.length !== cotangents)
    return `expected the ${what}s of ${cotangents} cotangents, got ${lists.length}`;
  for (const tensors of lists) {
    const problem = listProblem(tensors, program, what);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function listProblem(tensors: readonly TensorData[], program: Program, what: What): string | undefined {
  const owner = what === 'gradient' ? 'input' : 'output';
  const types = owner === 'output' ? outputTypes(program) : program.inputs;
  if (!Array.isArray(tensors)) return `expected a list of ${what}s, one per ${owner}, got ${typeof tensors}`;
  if (tensors.length !== types.length)
    return `expected ${types.length} ${what}s, one per ${owner}, got ${tensors.length}`;
  for (const [index, type] of types.entries()) {
    const name = () => nameOf(owner === 'output' ? (program.outputs[index] as number) : index);
    const problem = tensorProblem(tensors[index], type, () => `the ${what} of ${owner} ${name()}`, name);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function echoProblem(echo: Done['echo'], given: readonly TensorData[]): string | undefined {
  if (!Array.isArray(echo) || echo.length !== given.length) {
    const got = Array.isArray(echo) ? echo.length : typeof echo;
    return `expected an echo of ${given.length} tensors, the inputs and then the cotangents, got ${got}`;
  }
  for (const [index, type] of given.entries()) {
    if (echo[index] === type) continue;
    const what = () => `tensor ${index} of the echo`;
    const problem = tensorProblem(echo[index], type, what, () => 'what was given');
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** @param what which tensor it is, and `of` whose; they are asked only for a problem */
function tensorProblem(
  got: unknown,
  { dtype, shape }: TensorType,
  what: () => string,
  of: () => string,
): string | undefined {
  const problem = dataProblem(got);
  if (problem !== undefined) return `${what()} ${problem}`;
  const tensor = got as TensorData;
  if (!sameShape(tensor.shape, shape)) {
    return `${what()} has the shape ${formatShape(tensor.shape)}; expected ${formatShape(shape)}, the shape of ${of()}`;
  }
  return tensor.dtype === dtype
    ? undefined
    : `${what()} is ${tensor.dtype}; expected ${dtype}, the dtype of ${of()}`;
}

/** Whether it is a tensor at all. Answers over a wire were checked before. */
function dataProblem(got: unknown): string | undefined {
  const { dtype, shape, data } = Object(got) as Partial<TensorData>;
  if (!Array.isArray(shape) || !shape.every(isCount) || typeof dtype !== 'string')
    return 'is not a tensor: it has no dtype, or no shape of whole numbers';
  if (!Array.isArray(data) || !data.every((entry) => typeof entry === 'number'))
    return 'is not a tensor: its data are not a list of numbers';
  if (data.length === sizeOf(shape)) return undefined;
  return `has ${data.length} entries; its own shape ${formatShape(shape)} has ${sizeOf(shape)}`;
}

const isCount = (json: unknown): boolean => Number.isSafeInteger(json) && Number(json) >= 0;

const isTexts = (json: unknown): boolean =>
  Array.isArray(json) && json.every((entry) => typeof entry === 'string');
