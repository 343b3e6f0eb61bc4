/** A function at the other end of a pipe, so that laws and shrinking run over the wire unchanged. */
import { encodeTensor } from '../case/json.js';
import { ShapeError } from '../case/shape.js';
import type { TensorData } from '../case/tensor-data.js';
import {
  checkAt,
  checkDefined,
  checkDefinedAt,
  checkDescribed,
  type Definition,
  defaultFunctionOptions,
  definitionOf,
  type FunctionOptions,
  type FunctionReport,
  type FunctionVerdict,
  firstChanged,
  givenOf,
  judgeDefined,
  judgeFunction,
  NoAnswer,
  pulledAgain,
  type Question,
  type Subject,
  type Tensors,
  type Twice,
} from '../functions/index.js';
import { verdictOf } from '../verify/index.js';
import { AdapterError } from './adapter-error.js';
import { type FunctionEntry, isDescribed } from './function-kinds.js';
import type { Link, VjpsAsked } from './link.js';
import type { Asked } from './protocol.js';

type Ways = { readonly [Way in 'jvp' | 'batched']?: boolean | undefined };

/**
 * @param names what the inputs are called in messages
 * @param ways in which it may be differentiated, besides the plain one
 */
export const subjectOver = (
  link: Pick<Link, 'values' | 'vjps' | 'jvp'>,
  asked: Asked,
  names: readonly string[],
  ways: Ways = {},
): Subject => {
  // Entries of what the function returns, once that is known.
  let returned = 0;
  const valuesOf = async (points: readonly Tensors[]): Promise<readonly Tensors[]> => {
    const answer = await link.values(
      asked,
      points.map((inputs) => inputs.map(encodeTensor)),
    );
    if (answer.kind !== 'done') throw new NoAnswer(verdictOf(answer));
    if (answer.values.length !== points.length)
      throw malformed(`expected the values at ${points.length} points, got those at ${answer.values.length}`);
    returned = Math.max(0, ...answer.values.map(entriesIn));
    return answer.values;
  };
  return {
    name: asked.function,
    async values(points) {
      const found: Tensors[] = [];
      while (found.length < points.length) {
        const size = entriesIn(points[found.length] ?? []) + returned;
        const together = Math.max(1, Math.floor(mostEntries / Math.max(1, size)));
        found.push(...(await valuesOf(points.slice(found.length, found.length + together))));
      }
      return found;
    },
    vjps: async (inputs, cotangents) =>
      (await gradientsOver(link, asked, names, inputs, cotangents)).gradients,
    twice: (inputs, cotangents) => gradientsOver(link, asked, names, inputs, cotangents, 'again'),
    ...(ways.batched && {
      batched: async (inputs: Tensors, cotangents: readonly Tensors[]) =>
        (await gradientsOver(link, asked, names, inputs, cotangents, 'batched')).gradients,
    }),
    ...(ways.jvp && {
      async jvp(inputs: Tensors, tangent: Tensors) {
        const answer = await link.jvp(asked, inputs.map(encodeTensor), tangent.map(encodeTensor));
        if (answer.kind !== 'done') throw new NoAnswer(verdictOf(answer));
        return answer.tangents;
      },
    }),
  };
};

/** Of all points in one message; a line may be 32 MB long, and a number takes 24 bytes at most. */
const mostEntries = 2 ** 20;

const entriesIn = (tensors: Tensors): number => tensors.reduce((total, { data }) => total + data.length, 0);

/** The gradients, and a second run's, where that is asked and the other end knows how. */
async function gradientsOver(
  link: Pick<Link, 'vjps'>,
  asked: Asked,
  names: readonly string[],
  inputs: Tensors,
  cotangents: readonly Tensors[],
  how?: VjpsAsked,
): Promise<Twice> {
  const answer = await link.vjps(
    asked,
    inputs.map(encodeTensor),
    cotangents.map((list) => list.map(encodeTensor)),
    how,
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

/** The laws on one question, as a saved case has it. */
export async function judgeEntry(
  subject: Subject,
  entry: FunctionEntry,
  { inputs, cotangents }: Pick<Question, 'inputs' | 'cotangents'>,
  { names, laws }: { readonly names: readonly string[]; readonly laws?: readonly string[] },
): Promise<readonly FunctionVerdict[]> {
  const { order } = entry;
  const definition = definitionIn(entry);
  const question = { ...givenIn(entry), inputs, cotangents };
  const options = { names, laws, order };
  if (definition === undefined) return (await judgeFunction(subject, question, options)).verdicts;
  return fitting(entry, () => judgeDefined(subject, question, definition, options));
}

const definitionIn = (entry: FunctionEntry, names?: readonly string[]): Definition | undefined =>
  entry.definition === undefined ? undefined : definitionOf(entry.definition, names ?? givenIn(entry).names);

/** @throws {AdapterError} where the definition does not fit what was drawn */
async function fitting<T>({ name }: FunctionEntry, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new AdapterError(
      `The definition of the function "${name}" does not fit its inputs: ${error.message}`,
    );
  }
}

/**
 * A function on what is drawn from its descriptions, or at its samples.
 * @param definition if its truth is known; default: the entry's own
 * @throws {AdapterError} where the definition does not fit what was drawn
 */
export function checkFunction(
  subject: Subject,
  entry: FunctionEntry,
  { runs, names, ...asked }: Partial<FunctionOptions> & { names?: readonly string[] },
  definition = definitionIn(entry, names),
): Promise<FunctionReport> {
  const descriptions = entry.inputs.filter(isDescribed);
  const { order = 1 } = entry;
  const options = { ...defaultFunctionOptions, order, ...asked };
  if (descriptions.length > 0) {
    const drawn = { ...options, runs: runs ?? options.runs };
    if (definition === undefined) return checkDescribed(subject, descriptions, drawn);
    return fitting(entry, () => checkDefined(subject, descriptions, definition, drawn));
  }
  const samples = entry.inputs as readonly TensorData[];
  const there = { ...options, ...givenIn(entry), ...(names && { names }) };
  if (definition === undefined) return checkAt(subject, samples, there);
  return fitting(entry, () => checkDefinedAt(subject, samples, definition, there));
}
