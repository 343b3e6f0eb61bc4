/** A function at the other end of a pipe, so that laws and shrinking run over the wire unchanged. */
import { encodeTensor } from '../case/json.js';
import type { TensorData } from '../case/tensor-data.js';
import {
  checkAt,
  checkDefined,
  checkDefinedAt,
  checkDescribed,
  type Definition,
  defaultFunctionOptions,
  type FunctionOptions,
  type FunctionReport,
  firstChanged,
  givenOf,
  NoAnswer,
  pulledAgain,
  type Subject,
  type Tensors,
  type Twice,
} from '../functions/index.js';
import { verdictOf } from '../verify/index.js';
import { type FunctionEntry, isDescribed } from './function-kinds.js';
import type { Link } from './link.js';

/** @param names what the inputs are called in messages */
export const subjectOver = (
  link: Pick<Link, 'values' | 'vjps'>,
  name: string,
  names: readonly string[],
): Subject => ({
  name,
  async values(points) {
    const answer = await link.values(
      name,
      points.map((inputs) => inputs.map(encodeTensor)),
    );
    if (answer.kind !== 'done') throw new NoAnswer(verdictOf(answer));
    if (answer.values.length !== points.length)
      throw malformed(`expected the values at ${points.length} points, got those at ${answer.values.length}`);
    return answer.values;
  },
  vjps: async (inputs, cotangents) => (await gradientsOver(link, name, names, inputs, cotangents)).gradients,
  twice: (inputs, cotangents) => gradientsOver(link, name, names, inputs, cotangents, true),
});

/** The gradients, and a second run's, where that is asked and the other end knows how. */
async function gradientsOver(
  link: Pick<Link, 'vjps'>,
  name: string,
  names: readonly string[],
  inputs: Tensors,
  cotangents: readonly Tensors[],
  twice = false,
): Promise<Twice> {
  const answer = await link.vjps(
    name,
    inputs.map(encodeTensor),
    cotangents.map((list) => list.map(encodeTensor)),
    twice,
  );
  if (answer.kind !== 'done') throw new NoAnswer(verdictOf(answer));
  const sent = [...inputs, ...cotangents.flat()];
  const place = firstChanged(sent, answer.echo ?? sent);
  if (place !== -1) throw NoAnswer.changed(place < inputs.length ? (names[place] as string) : 'a cotangent');
  const { vjps: gradients, again } = answer;
  const wanted = Math.min(pulledAgain, cotangents.length);
  if (again !== undefined && again.vjps.length !== wanted)
    throw malformed(`expected the gradients of ${wanted} cotangents again, got ${again.vjps.length}`);
  return { gradients, ...(again && { again: { outputs: again.values, gradients: again.vjps } }) };
}

const malformed = (problem: string): NoAnswer => new NoAnswer({ kind: 'malformed', problem });

/** What a function's inputs are called, by which there is a gradient, and where they lie. */
export const givenIn = ({ inputs }: FunctionEntry) =>
  givenOf(inputs.map((each) => (isDescribed(each) ? each : undefined)));

/** A function on what is drawn from its descriptions, or at its samples. @param definition if its truth is known */
export function checkFunction(
  subject: Subject,
  entry: FunctionEntry,
  { runs, names, ...asked }: Partial<FunctionOptions> & { names?: readonly string[] },
  definition?: Definition,
): Promise<FunctionReport> {
  const descriptions = entry.inputs.filter(isDescribed);
  const options = { ...defaultFunctionOptions, ...asked };
  if (descriptions.length > 0) {
    const drawn = { ...options, runs: runs ?? options.runs };
    if (definition !== undefined) return checkDefined(subject, descriptions, definition, drawn);
    return checkDescribed(subject, descriptions, drawn);
  }
  const samples = entry.inputs as readonly TensorData[];
  const there = { ...options, ...givenIn(entry), ...(names && { names }) };
  if (definition !== undefined) return checkDefinedAt(subject, samples, definition, there);
  return checkAt(subject, samples, there);
}
