/** The nodes of a model that no step is like: each as a function, at the example inputs and at other points near them. */
import { at } from '../../case/at.js';
import { fractionOf, scatter } from '../../case/scatter.js';
import { formatShape, sameShape } from '../../case/shape.js';
import { roundTo, type TensorData, unitRoundoff } from '../../case/tensor-data.js';
import {
  checkAt,
  type FunctionVerdict,
  NoAnswer,
  type Subject,
  type Tensors,
} from '../../functions/index.js';
import { isDeath, type Verdict } from '../../verify/index.js';
import { type FunctionsOptions, failureOf, inKinds } from '../check-functions.js';
import { runsNone } from '../function-case.js';
import { type Counts, noCounts, type OracleFailure, sum } from '../report.js';
import type { Session } from '../session.js';
import type { NodeFunction } from './model.js';

export interface NodesOptions extends Pick<FunctionsOptions, 'laws' | 'seed' | 'keepFunction'> {
  /** Called after every node that was judged, and every one that was not. */
  readonly onNode: (row: string) => void;
  /** Called for nodes that are not judged, with the reason: a sentence without its subject and its full stop. */
  readonly onNotJudged: (rows: readonly string[], why: string) => void;
}

interface NodeRow {
  readonly counts: ReadonlyMap<string, Counts>;
  readonly failure?: OracleFailure | undefined;
  /** Why it is not judged. */
  readonly why?: string | undefined;
}

/** Beyond this many entries, what it takes and what it makes together, differences of a node need too much memory. */
const mostEntries = 2 ** 16;

/** One row per node; none any more once the adapter has died too often. */
export async function checkNodes(
  session: Session,
  nodes: readonly NodeFunction[],
  options: NodesOptions,
): Promise<Map<string, NodeRow>> {
  const rows = new Map<string, NodeRow>();
  for (const node of nodes) {
    if (session.broken !== undefined) break;
    const row = await judged(session, node, options);
    rows.set(node.name, row);
    options.onNode(node.name);
  }
  const reasons = new Set([...rows.values()].flatMap(({ why }) => why ?? []));
  for (const why of reasons)
    options.onNotJudged(
      [...rows].flatMap(([name, row]) => (row.why === why ? [name] : [])),
      why,
    );
  return rows;
}

async function judged(session: Session, asked: NodeFunction, options: NodesOptions): Promise<NodeRow> {
  const { name, node, names, inputs, recorded } = asked;
  if (!session.nodes.includes(node.graph)) return notJudged(`the adapter ${runsNone(node)}`);
  const entries = [...inputs, ...recorded].reduce((total, { data }) => total + data.length, 0);
  if (entries > mostEntries)
    return notJudged(
      `it takes and makes ${entries} entries, and ${mostEntries} are the most; export smaller example inputs`,
    );
  const subject = session.subject({ function: name, node }, names);
  const found = await valuesAt(subject, inputs);
  if (found.kind === 'unsupported') return notJudged(found.why);
  // What it threw breaks a law.
  if (found.kind !== 'values') return judgedAt(subject, asked, [inputs], options);
  const differs = differing(asked, found.values);
  if (differs !== undefined) return notJudged(differs);
  return judgedAt(untilItsEdge(subject), asked, await pointsOf(subject, inputs), options);
}

/** Nobody knows the domain of a node: where it throws beside a point at which it has a value, its domain ends. */
const untilItsEdge = (subject: Subject): Subject => ({
  ...subject,
  async values(points) {
    try {
      return await subject.values(points);
    } catch (error) {
      if (!(error instanceof NoAnswer) || error.verdict.kind !== 'crashed' || isDeath(error.verdict))
        throw error;
      const { type, message } = error.verdict.error;
      throw new NoAnswer({ kind: 'inconclusive', why: `beside the point it threw ${type}: ${message}` });
    }
  },
});

const notJudged = (why: string): NodeRow => ({
  counts: new Map([['value', { ...noCounts, unsupported: 1 }]]),
  why,
});

/** Until a law is broken at a point. */
async function judgedAt(
  subject: Subject,
  { node, names, inputs }: NodeFunction,
  points: readonly Tensors[],
  { laws, seed, keepFunction }: NodesOptions,
): Promise<NodeRow> {
  const counts = new Map<string, Counts>();
  let why: string | undefined;
  const onCase = (verdicts: readonly FunctionVerdict[]) => {
    for (const { verdict } of verdicts) if (verdict.kind === 'unsupported') why ??= verdict.why;
  };
  const given = {
    seed,
    names,
    differentiable: inputs.map(() => true),
    laws: laws.map(({ id }) => id),
    onCase,
  };
  for (const point of points) {
    const report = await checkAt(subject, point, given);
    for (const [law, own] of report.counts) counts.set(law, sum([counts.get(law) ?? noCounts, inKinds(own)]));
    if (report.failure !== undefined)
      return { counts, failure: failureOf({ ...report, node }, { keepFunction }) };
    if (why !== undefined) break;
  }
  return { counts, why };
}

type Found = { readonly kind: 'values'; readonly values: Tensors } | Verdict;

async function valuesAt(subject: Subject, inputs: Tensors): Promise<Found> {
  try {
    const [values = []] = await subject.values([inputs]);
    return { kind: 'values', values };
  } catch (error) {
    if (error instanceof NoAnswer) return error.verdict;
    throw error;
  }
}

/** What the adapter's values lack of those recorded: then it runs something else. */
function differing({ inputs, recorded }: NodeFunction, values: Tensors): string | undefined {
  if (values.length !== recorded.length)
    return `the adapter makes ${values.length} outputs of it, and ${recorded.length} were recorded`;
  const dtypes = [...inputs, ...recorded].map(({ dtype }) => dtype);
  const tolerance = Math.sqrt(Math.max(...dtypes.map((dtype) => unitRoundoff[dtype])));
  for (const [output, { shape, data }] of recorded.entries()) {
    const own = at(values, output);
    if (!sameShape(own.shape, shape))
      return `the adapter makes of it the shape ${formatShape(own.shape)}, and ${formatShape(shape)} was recorded`;
    const size = data.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 0);
    const entry = data.findIndex(
      (x, k) => Number.isFinite(x) && !(Math.abs(x - at(own.data, k)) <= tolerance * size),
    );
    if (entry !== -1)
      return `its value was ${data[entry]} (entry ${entry}) where the graph was traced, and is ${own.data[entry]} in the adapter`;
  }
  return undefined;
}

/** How many points are looked at besides the example. */
const others = 2;

/** The example, and those points near it at which there is a value. */
async function pointsOf(subject: Subject, inputs: Tensors): Promise<Tensors[]> {
  const points = [inputs];
  for (let round = 1; round <= others; round++) {
    const point = inputs.map((tensor, place) => between(tensor, 31 * place + round));
    const found = await valuesAt(subject, point);
    const exists =
      found.kind === 'values' && found.values.every(({ data }) => data.every((x) => Number.isFinite(x)));
    if (exists) points.push(point);
  }
  return points;
}

/**
 * Every entry is moved on the way to another one of the same array: what lies between two numbers of a domain mostly lies in
 * it. If all are equal, each is changed by an eighth at most.
 */
function between(tensor: TensorData, salt: number): TensorData {
  const { data, dtype } = tensor;
  const isUniform = data.every((x) => x === data[0]);
  const moved = (x: number, k: number) => {
    const share = fractionOf(k, salt);
    if (isUniform) return x * (1 + (share - 0.5) / 4);
    return x + share * (at(data, (scatter(k, salt) >>> 0) % data.length) - x);
  };
  const rounded = (x: number, k: number) => {
    const there = roundTo[dtype](moved(x, k));
    // −∞, which masks write, is no place to go to, or to leave.
    return Number.isFinite(there) ? there : x;
  };
  return { ...tensor, data: data.map(rounded) };
}
