/** Which ops may stand around the op of a row. One that is wrong by itself would break the laws in every row. */
import fc from 'fast-check';
import type { DType } from '../case/tensor-data.js';
import type { OpName } from '../case/vocabulary.js';
import { type Bias, type Space, singleOpCases, space, without, wrappingOps } from '../generate/index.js';
import { fails, judge, type Law, laws } from '../verify/index.js';
import type { Session } from './session.js';

/** Enough to see that an op is wrong on plain operands; its own row looks closer. */
const runs = 12;

/** What wrapping never does: its views have entries, and their axes are counted from the front. */
const neverWrapped: readonly Bias[] = [
  'empty',
  'broadcast-to-empty',
  'zero-d',
  'negative-axis',
  'null-axes',
  'integer-axis',
  'unordered-axes',
  'no-axes',
];

const judged = ['value', 'form', 'vjp', 'second'];

/** Those of the wrapping ops that the implementation has and gets right, in the first order and in the second. */
export async function soundWraps(session: Session, dtype: DType, mode: string): Promise<OpName[]> {
  const asked = laws.filter(({ id }) => judged.includes(id));
  const { broadcasts, batchBroadcasts, limits, maxOrder } = session;
  const biases = without(...neverWrapped, ...limits);
  const where = space({ dtype, mode, broadcasts, batchBroadcasts, biases, order: maxOrder });
  const sound: OpName[] = [];
  for (const op of wrappingOps) {
    if (session.ops.includes(op) && (await passes(session, op, where, asked))) sound.push(op);
  }
  return sound;
}

async function passes(session: Session, op: OpName, where: Space, asked: readonly Law[]): Promise<boolean> {
  for (const testCase of fc.sample(singleOpCases(op, where), { numRuns: runs, seed: 1 })) {
    const verdicts = await judge(session, testCase, asked);
    if (session.broken !== undefined || verdicts.some(({ verdict }) => fails(verdict))) return false;
  }
  return true;
}
