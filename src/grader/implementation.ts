/** A submission as an Implementation: the sandbox computes, and this file says what a crash or a hang means. */
import type { Case } from '../case/case.js';
import type { Done, Implementation, Outcome } from '../case/implementation.js';
import { encodeCase, encodeTensor } from '../case/json.js';
import { type LocalJacobians, localJacobians } from '../reference/index.js';
import { answerProblem, History, type Renewable } from '../verify/index.js';
import { elsewhereOf } from './elsewhere.js';
import type { Exercise } from './exercises.js';
import type { Request } from './messages.js';
import { jacobiansOf, probeOf } from './probes.js';
import { longestReply, type ParsedReply, parseReply, type Questioned, type Trace } from './reply.js';
import type { Answer, Sandbox } from './sandbox.js';
import { type AskForeign, evaluatedAt, withSeconds } from './second-order.js';

export type Submission = Implementation &
  Partial<Pick<Renewable, 'history' | 'fresh'>> & {
    /** Runs a case whose Jacobians are already known, and counts what was asked of its nodes. */
    measure(testCase: Case, jacobians: LocalJacobians): Promise<{ outcome: Outcome; calls: number }>;
    /** The last `most` characters that it prints when it runs a case, if its output can be read. */
    printed?(testCase: Case, most: number): Promise<string>;
    /** The same run with its traces, if these need a separate request. */
    traced?(testCase: Case): Promise<Outcome>;
    /** For `backward`: its two functions, one at a time. */
    readonly halves?: Halves;
  };

export interface Halves {
  /** The ids of the nodes in the learner's order, or what came instead. */
  orderOf(testCase: Case): Promise<readonly number[] | Exclude<Outcome, Done>>;
  /** The learner's walk along this order. */
  walk(testCase: Case, order: readonly number[]): Promise<Outcome>;
}

/** The answer of gradient rules. */
export interface Traced extends Done {
  readonly traces: readonly Trace[];
  /** See ParsedReply. */
  readonly numbers: string;
  /** Asks for results of the learner's own ops in these traces. */
  readonly ask: AskForeign;
  /** What the first trace gives elsewhere, if only the child could tell. */
  readonly elsewhere?: Outcome;
}

export function submissionOf(exercise: Exercise, sandbox: Sandbox): Submission {
  let requests = 0;
  const history = new History();
  const send = async (
    request: Asked,
    about: Questioned,
    printed = 0,
  ): Promise<ParsedReply & { id: number }> => {
    const id = requests++;
    // A character takes six at most in JSON.
    const answer = await sandbox.request({ ...request, id }, longestReply(about) + 6 * printed);
    if (answer.kind === 'line') return { ...parseReply(answer.text, id, about, printed), id };
    return { outcome: deathOf(answer), traces: [], calls: 0, numbers: '', order: [], printed: '', id };
  };
  const ask = (
    testCase: Case,
    jacobians: LocalJacobians,
    order?: readonly number[] | 'tell',
    printed = 0,
  ) => {
    history.note(testCase);
    const more = { ...(order && { order }), ...(printed > 0 && { printed }) };
    return send({ cmd: 'run', case: encodeCase(testCase), jacobians, ...more }, testCase, printed);
  };
  const needed = ({ program, inputs }: Case) =>
    exercise.kind === 'backward' ? localJacobians(program, inputs) : [];
  const halves: Halves = {
    async orderOf(testCase) {
      const { outcome, order } = await ask(testCase, [], 'tell');
      return outcome.kind === 'done' ? order : outcome;
    },
    walk: async (testCase, order) => (await ask(testCase, needed(testCase), order)).outcome,
  };
  /** Questions about the traces that came with one reply. */
  const askingAbout =
    (of: number): AskForeign =>
    async ({ given, ...question }, { program }) => {
      const about = { program, inputs: program.inputs, cotangents: [], order: 1 } as const;
      const request = { cmd: 'foreign', of, ...question, given: given.map(encodeTensor) } as const;
      return (await send(request, about)).outcome;
    };
  return {
    name: exercise.id,
    ops: exercise.ops,
    dtypes: ['float64', 'float32'],
    modes: exercise.kind === 'realize' ? ['lazy'] : ['eager', 'lazy'],
    maxOrder: exercise.kind === 'rules' ? 2 : 1,
    broadcasts: false,
    queues: true,
    history,
    fresh: () => {
      history.clear();
      sandbox.renewProcess();
    },
    ...(exercise.kind === 'backward' && { halves }),
    async printed(testCase, most) {
      const isProbe = exercise.kind !== 'rules' && probeOf(testCase) !== undefined;
      const jacobians = isProbe ? jacobiansOf(testCase) : needed(testCase);
      return (await ask(testCase, jacobians, undefined, most)).printed;
    },
    async measure(testCase, jacobians) {
      const { outcome, calls } = await ask(testCase, jacobians);
      // Gradients are not asked for in a realize exercise.
      const asked = exercise.kind === 'realize' ? { ...testCase, cotangents: [] } : testCase;
      const problem = outcome.kind === 'done' ? answerProblem(outcome, asked) : undefined;
      return { outcome: problem === undefined ? outcome : { kind: 'malformed', problem }, calls };
    },
    async run(testCase) {
      const { outcome, traces, numbers, id } = await ask(testCase, needed(testCase));
      if (outcome.kind !== 'done' || exercise.kind !== 'rules') return outcome;
      const askChild = askingAbout(id);
      const done = testCase.order === 1 ? outcome : await withSeconds(outcome, testCase, traces, askChild);
      if (done.kind !== 'done') return done;
      const elsewhere = await foreignElsewhere(testCase, traces[0], askChild);
      return { ...done, traces, numbers, ask: askChild, ...(elsewhere && { elsewhere }) } satisfies Traced;
    },
  };
}

type Asked = Request extends infer Each ? (Each extends { id: number } ? Omit<Each, 'id'> : never) : never;

/** A trace without ops of the learner's own is evaluated when it is needed. */
export async function foreignElsewhere(testCase: Case, trace: Trace | undefined, ask: AskForeign) {
  const elsewhere = elsewhereOf(testCase);
  if (trace === undefined || trace.foreign.length === 0 || elsewhere === undefined) return undefined;
  return evaluatedAt(trace, [...elsewhere.inputs, ...elsewhere.cotangent], ask);
}

/** What it means for the learner that no reply came. */
export function deathOf(answer: Exclude<Answer, { kind: 'line' }>): Outcome {
  switch (answer.kind) {
    case 'timeout':
      return { kind: 'timeout', milliseconds: answer.milliseconds };
    case 'exited':
      // What V8 prints then is about V8.
      if (/heap out of memory|heap limit/i.test(answer.printed))
        return crashed('The process of the submission ran out of memory.');
      return crashed(`The process of the submission ended without a reply (${answer.how}).`, answer.printed);
    case 'flooded':
      return crashed(
        answer.where === 'a reply'
          ? `The process of the submission wrote more than ${answer.bytes} bytes without a reply.`
          : `The submission printed more than ${answer.bytes} bytes.`,
      );
    // Not run at all: no verdict, so that shrinking stops at cases that really failed.
    case 'spent':
      return { kind: 'unsupported', why: 'the process of the submission died too often to be restarted' };
  }
}

const crashed = (message: string, traceback = ''): Outcome => ({
  kind: 'crashed',
  error: { type: 'Exit', message, traceback },
});
