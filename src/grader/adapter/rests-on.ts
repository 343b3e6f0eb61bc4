/**
 * What a failing part of an adapter's exercise rests on. An op is not to blame if its rule, as a graph of right ops,
 * passes everything that it is asked, and if another op is seen to answer wrongly on the way: the graph, walked step
 * by step with the submission's own answers, must give exactly the numbers that the submission gave. A rule that
 * changes numbers behind a right graph stays to blame.
 */

import fc from 'fast-check';
import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import type { GradientGraph, Outcome } from '../../case/implementation.js';
import type { TensorData } from '../../case/tensor-data.js';
import type { OpName } from '../../case/vocabulary.js';
import { type Bias, programCases, singleOpCases, space, without } from '../../generate/index.js';
import type { Session } from '../../oracle/index.js';
import { checkLaws, laws } from '../../verify/index.js';
import { checkPart, type PartOptions, type PartResult } from '../check-part.js';
import type { Submission } from '../implementation.js';
import { byGraph, split } from './by-graph.js';
import { isNear, type Walked, walk } from './stepwise.js';

/** The result as it is, or as one that rests on others and is not to blame. */
export async function excuseOp(
  result: PartResult,
  submission: Submission,
  session: Session,
  options: PartOptions,
): Promise<PartResult> {
  const { part, status, broken } = result;
  if (!session.traces || broken === undefined || (status !== 'failed' && status !== 'crashed')) return result;
  const judged = await checkPart(part, byGraph(submission, session), {
    ...options,
    onRun: () => {},
    shrinks: 0,
  });
  if (judged.status !== 'passed') return result;
  const drawn = fc.sample(part.cases, { numRuns: drawnCases, seed: options.seed });
  const culprits = new Set<Culprit>();
  for (const testCase of [broken.testCase, ...drawn]) {
    const found = await culpritsOf(testCase, session);
    if (found === undefined) return result;
    for (const each of found) culprits.add(each);
  }
  const own = part.name as OpName;
  if (culprits.has(own)) return result;
  if (culprits.size === 0) culprits.add(engine);
  if (culprits.has(engine) && !(await isEngineWrong(own, session, options))) return result;
  return { ...judged, restsOn: [...culprits], seenIn: broken };
}

const drawnCases = 4;

/** The engine: it walks the graph and adds up adjoints. */
const engine = 'the engine';
type Culprit = OpName | typeof engine;

/** What answers wrongly in the graph of a VJP; undefined if that does not account for what came. */
async function culpritsOf(
  testCase: Case,
  session: Session,
  depth = 0,
): Promise<readonly Culprit[] | undefined> {
  const { testCase: apart, owners } = split(testCase);
  const outcome = await session.run(apart);
  if (outcome.kind === 'unsupported' && outcome.declared === true) return [];
  const traced = await session.run(apart, true);
  if (traced.kind !== 'done' || traced.graphs === undefined) return undefined;
  const found: Culprit[] = [];
  for (const [at, graph] of traced.graphs.entries()) {
    const leaves = [...apart.inputs, ...(apart.cotangents[at] ?? []), ...graph.constants];
    const first = await retraced(graph, leaves, undefined, session);
    if (!accountsFor(outcome, at, first)) return undefined;
    found.push(...first.wrong.keys());
    const direction = testCase.directions[at];
    if (direction === undefined || outcome.kind !== 'done') continue;
    const along = owners.map((owner) => direction[owner] as TensorData);
    const second = await retraced(graph, leaves, along, session);
    const cotangents = [apart.cotangents[at] ?? []];
    const whole = await session.run({ ...apart, order: 2, cotangents, directions: [along] });
    found.push(...(await culpritsOfSecond(whole, second, session, depth)));
  }
  return found;
}

const accountsFor = (outcome: Outcome, cotangent: number, walked: Walked): boolean =>
  outcome.kind === 'done'
    ? !walked.stopped && areNear(outcome.vjps[cotangent] ?? [], walked.outputs)
    : walked.wrong.size > 0;

/** Rules rest on ops whose rules rest on ops; this is how deep the search goes. */
const deepest = 2;

/**
 * If the steps' own answers do not account for the second order of the whole, the engine that puts them together may.
 */
async function culpritsOfSecond(
  whole: Outcome,
  { wrong, gradients, stopped }: Walked,
  session: Session,
  depth: number,
): Promise<readonly Culprit[]> {
  if (whole.kind !== 'done') {
    if (wrong.size === 0) return [engine];
  } else {
    const got = whole.seconds[0] ?? [];
    if (stopped || !areNear(got, gradients.slice(0, got.length))) return [engine];
  }
  const found: Culprit[] = [];
  for (const [op, step] of wrong) {
    // A wrong rule may itself rest on what another op computes.
    const deeper = step === undefined || depth === deepest ? [] : await culpritsOf(step, session, depth + 1);
    found.push(...(deeper === undefined || deeper.length === 0 ? [op] : deeper));
  }
  return found;
}

const retraced = (
  { program }: GradientGraph,
  leaves: readonly TensorData[],
  cotangent: readonly TensorData[] | undefined,
  session: Session,
) =>
  walk(program, leaves, cotangent, {
    run: (testCase) => session.run(testCase),
    mode: at(session.modes, 0),
    own: (op) => session.ops.includes(op),
    split: true,
  });

const areNear = (got: readonly TensorData[], expected: readonly TensorData[]): boolean =>
  expected.every((each, at) => isNear(got[at], each));

/** The ops of the programs that test the engine. */
const simple: readonly OpName[] = ['add', 'multiply', 'negate', 'mul_scalar', 'exp'];

/** Whether programs of other ops, each of them right on its own, come out wrong. */
async function isEngineWrong(
  own: OpName,
  session: Session,
  { seed, runs }: Pick<PartOptions, 'seed' | 'runs'>,
): Promise<boolean> {
  const { broadcasts, batchBroadcasts, limits, maxOrder } = session;
  const spaceOf = (ops: readonly OpName[], order: 1 | 2, ...left: readonly Bias[]) =>
    space({
      ...{ ops, order, broadcasts, batchBroadcasts },
      dtype: at(session.dtypes, 0),
      mode: at(session.modes, 0),
      biases: without(...limits, ...left, 'no-axes', 'empty'),
    });
  const fails = async (cases: fc.Arbitrary<Case>) =>
    (await checkLaws(session, { cases, laws, runs, seed, shrinks: 0 })).failure !== undefined;
  const right: OpName[] = [];
  for (const op of simple) {
    if (op === own || !session.ops.includes(op)) continue;
    if (!(await fails(singleOpCases(op, spaceOf([op], 1, 'repeated-input'))))) right.push(op);
  }
  if (right.length === 0) return false;
  if (await fails(programCases(spaceOf(right, 1)))) return true;
  return maxOrder === 2 && (await fails(programCases(spaceOf(right, 2))));
}
