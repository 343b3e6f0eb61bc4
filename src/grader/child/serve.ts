/** The message loop of a harness: `start` is answered at once, each `run` by what the exercise computes. */

import type { Case } from '../../case/case.js';
import type { Outcome } from '../../case/implementation.js';
import { encodeTensor, type Json } from '../../case/json.js';
import { formatProblems, type Parsed, parseCase, parseTensor } from '../../case/parse.js';
import type { TensorData } from '../../case/tensor-data.js';
import { GradientError, NotImplemented } from '../../engine/index.js';
import type { ForeignQuestion, Reply, Request } from '../messages.js';
import { keepPrints, takePrints } from './kept-prints.js';
import { receive, send } from './lockdown.js';
import { reportError } from './report-error.js';

/** What the exercise computes for a case. */
export type RunCase = (
  testCase: Case,
  asked: Pick<RunRequest, 'id' | 'jacobians' | 'order' | 'asked'>,
) => Answer | Promise<Answer>;

type RunRequest = Request & { readonly cmd: 'run' };

export type Answer = Outcome & {
  readonly traces?: Json;
  /** How often the graph's nodes were asked for their gradients or values. */
  readonly calls?: number;
  /** For rules: evidence that they read numbers where they should build a graph. */
  readonly numbers?: string;
  /** For backward: the learner's order, by the nodes' ids in the program. */
  readonly order?: readonly number[];
};

/** What an op outside the vocabulary gives, in the traces that answered a request. */
export type AskForeign = (question: ForeignQuestion & { readonly of: number }) => TensorData[];

export function serve(run: RunCase, ask?: AskForeign): void {
  receive(async (message) => {
    const request = message as Request;
    if (request.cmd === 'start') send({ version: 1 });
    else send({ id: request.id, ...(await answer(request, run, ask)) });
  });
}

async function answer(
  request: Exclude<Request, { cmd: 'start' }>,
  run: RunCase,
  ask?: AskForeign,
): Promise<Reply> {
  if (request.cmd === 'foreign') return answerWith(prepareForeign(request, ask));
  const running = prepareRun(request, run);
  if (request.printed === undefined) return answerWith(running);
  keepPrints(request.printed);
  const answered = await answerWith(running);
  return { ...answered, printed: takePrints() };
}

async function answerWith(answering: () => Answer | Promise<Answer>): Promise<Reply> {
  try {
    return reply(await answering());
  } catch (thrown) {
    return replyToError(thrown);
  }
}

function prepareRun(request: Request & { cmd: 'run' }, run: RunCase) {
  const testCase = sound(parseCase(request.case));
  return () => run(testCase, request);
}

function prepareForeign({ given, ...question }: Request & { cmd: 'foreign' }, ask?: AskForeign) {
  const tensors = (given as readonly Json[]).map((each) => sound(parseTensor(each)));
  return (): Answer => {
    const values = ask?.({ ...question, given: tensors }) ?? [];
    return { kind: 'done', values, vjps: [], seconds: [], echo: [] };
  };
}

/** @throws for anything else, which ends the process: the parent never sends it */
function sound<T>(parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new Error(formatProblems(parsed.problems));
}

function replyToError(thrown: unknown): Reply {
  if (thrown instanceof NotImplemented) return { outcome: 'not-implemented', why: thrown.message };
  if (thrown instanceof GradientError) return { outcome: 'malformed', problem: thrown.message };
  return { outcome: 'crashed', error: reportError(thrown) };
}

const encodeRows = (rows: readonly (readonly TensorData[])[]): Json =>
  rows.map((row) => row.map(encodeTensor));

function reply(outcome: Answer): Reply {
  switch (outcome.kind) {
    case 'done':
      return {
        outcome: 'done',
        values: outcome.values.map(encodeTensor),
        vjps: encodeRows(outcome.vjps),
        echo: outcome.echo.map(encodeTensor),
        aliases: outcome.aliases ?? [],
        traces: outcome.traces ?? [],
        calls: outcome.calls ?? 0,
        numbers: outcome.numbers ?? '',
        order: outcome.order ?? [],
      };
    case 'malformed':
      return { outcome: 'malformed', problem: outcome.problem };
    case 'not-implemented':
      return { outcome: 'not-implemented', why: outcome.why };
    case 'crashed':
      return { outcome: 'crashed', error: outcome.error };
    case 'unsupported':
    case 'timeout':
      throw new Error(`the engine cannot run this case: ${outcome.kind}`);
  }
}
