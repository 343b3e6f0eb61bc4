/** A submission in another language, as the grader's Submission: an adapter runs its cases over the wire. */
import type { Case } from '../../case/case.js';
import type { CrashReport, Outcome } from '../../case/implementation.js';
import { opsOf } from '../../case/program.js';
import { Session } from '../../oracle/index.js';
import type { Submission, Traced } from '../implementation.js';
import { Prints } from './prints.js';

/** It may die only a few times; each death counts against the part that it happened in. */
const restarts = 4;

/** @throws {AdapterError} when the adapter cannot be started, or does not speak the protocol */
export const openAdapter = (
  command: readonly string[],
  onStderr: (text: string) => void = () => {},
): Promise<Session> => Session.open(command, { restarts, onStderr });

export function submissionOver(session: Session, prints = new Prints()): Submission {
  const { name, ops, dtypes, accumulates, roundsOnce, modes, maxOrder, broadcasts, batchBroadcasts } =
    session;
  const run = async (testCase: Case): Promise<Outcome> => {
    const absent = opsOf(testCase.program).find((op) => !ops.includes(op));
    if (absent !== undefined) return { kind: 'not-implemented', why: `there is no ${absent}` };
    return unwritten(await session.run(testCase));
  };
  // Nothing counts how often an adapter's rules are called, so no probe is asked.
  const measure = async (testCase: Case) => ({ outcome: await run(testCase), calls: 0 });
  return {
    name,
    ops,
    dtypes,
    accumulates,
    roundsOnce,
    modes,
    maxOrder,
    broadcasts,
    batchBroadcasts,
    run,
    history: session.history,
    fresh: () => session.fresh(),
    ...(session.traces && { traced: (testCase: Case) => traced(testCase, run, session) }),
    measure,
    printed: (testCase, most) => prints.during(() => run(testCase), most),
  };
}

/** An adapter that is asked for its graphs may compute correctly just then, so the numbers come from a run without. */
async function traced(testCase: Case, run: Submission['run'], session: Session): Promise<Outcome> {
  const outcome = await run(testCase);
  const told = outcome.kind === 'done' ? await session.run(testCase, true) : outcome;
  if (outcome.kind !== 'done' || told.kind !== 'done') return outcome;
  const traces = (told.graphs ?? []).map((graph) => ({ ...graph, foreign: [] }));
  if (traces.length !== testCase.cotangents.length) return outcome;
  const whole: Traced = { ...outcome, traces, numbers: '', ask: noForeign };
  return whole;
}

const noForeign = async (): Promise<Outcome> => ({
  kind: 'unsupported',
  why: 'an adapter traces no ops outside the vocabulary',
});

/** A Python course marks what is to be written with `raise NotImplementedError()`. */
const unwritten = (outcome: Outcome): Outcome =>
  outcome.kind === 'crashed' && outcome.error.type === 'NotImplementedError'
    ? { kind: 'not-implemented', why: lastPlace(outcome.error) }
    : outcome;

/** Where it was raised: the last of Python's `File "…", line …, in …`; what the adapter itself raised says it in words. */
function lastPlace({ traceback, message }: CrashReport): string {
  const [, file = '', line, name] =
    [...traceback.matchAll(/File "([^"]*)", line (\d+), in (\S+)/g)].at(-1) ?? [];
  if (file === '') return 'it raises NotImplementedError';
  if (file.endsWith('_adapter.py') && message !== '') return message;
  return `${name} in ${file.split('/').at(-1)}, line ${line}`;
}
