/** One case of each op: in seconds, what of an adapter runs, what it lacks, and what is wrong. */
import fc from 'fast-check';
import type { DType } from '../case/tensor-data.js';
import { type OpName, opNames } from '../case/vocabulary.js';
import { formatVerdict, judge, laws, stateOf } from '../verify/index.js';
import { type ThrownAt, thrownAt } from './frames.js';
import { casesOf } from './rows.js';
import type { Session } from './session.js';

export interface OneCase extends ThrownAt {
  readonly op: OpName;
  readonly state: 'runs' | 'wrong' | 'unsupported' | 'undecided';
  /** The id of the law that is broken. */
  readonly law?: string;
  /** What is wrong, or why it was not run. */
  readonly said?: string;
}

/** Of the first order, and of the value first. */
const asked = laws.filter(({ id }) => ['value', 'form', 'vjp'].includes(id));

/** A case that the adapter does not take is followed by another: some take only some shapes. */
const mostTries = 40;

/** One per op of the adapter, in the order of the vocabulary; the rest is left out once it died too often. */
export async function oneOfEach(
  session: Session,
  how: { readonly dtype: DType; readonly mode: string; readonly seed: number },
): Promise<OneCase[]> {
  const found: OneCase[] = [];
  for (const op of opNames.filter((name) => session.ops.includes(name))) {
    if (session.broken !== undefined) break;
    found.push(await oneOf(session, op, how));
  }
  return found;
}

async function oneOf(
  session: Session,
  op: OpName,
  { seed, ...how }: Parameters<typeof oneOfEach>[1],
): Promise<OneCase> {
  // Without second order, which has an answer of its own.
  const cases = casesOf(op, { ...able(session), maxOrder: 1 }, how);
  const drawn = cases === undefined ? [] : fc.sample(cases, { numRuns: mostTries, seed });
  let last: OneCase = { op, state: 'unsupported' };
  for (const testCase of drawn) {
    const verdicts = await judge(session, testCase, asked);
    const state = stateOf(verdicts);
    if (state === 'holds') return { op, state: 'runs' };
    const said = verdicts.find(({ verdict }) => verdict.kind !== 'agree');
    const text = said && { law: said.law.id, said: formatVerdict(said.verdict) };
    const places = said?.verdict.kind === 'crashed' ? thrownAt(said.verdict.error.traceback) : {};
    if (state === 'broken') return { op, state: 'wrong', ...text, ...places };
    const isLack = said?.verdict.kind === 'unsupported';
    last = { op, state: isLack ? 'unsupported' : 'undecided', ...(text && { said: text.said }) };
  }
  return last;
}

const able = ({ ops, broadcasts, batchBroadcasts, limits, roundsOnce }: Session) => ({
  ...{ ops, broadcasts, batchBroadcasts, limits, roundsOnce },
});
