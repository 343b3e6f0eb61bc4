/** A submission as an Implementation: its own process computes, and this file says what a crash or a hang means. */
import type { Case } from '../case/case.js';
import type { CrashReport, Done, Implementation, Outcome } from '../case/implementation.js';
import { encodeCase, encodeTensor } from '../case/json.js';
import { type LocalJacobians, localJacobians } from '../reference/index.js';
import { answerProblem, History, type Law, type Renewable } from '../verify/index.js';
import type { Answer, Channel } from './channel.js';
import { elsewhereOf } from './elsewhere.js';
import { type Exercise, writesRules } from './exercises.js';
import { lawsOf } from './laws.js';
import type { AskedFunction, Request } from './messages.js';
import { jacobiansOf, probeOf } from './probes.js';
import { longestReply, type ParsedReply, parseReply, type Questioned, type Trace } from './reply.js';
import { type AskForeign, evaluatedAt, withSeconds } from './second-order.js';

export type Submission = Implementation &
  Partial<Pick<Renewable, 'history' | 'fresh'>> & {
    /** Runs a case whose Jacobians are already known, and counts what was asked of its nodes. */
    measure(testCase: Case, jacobians: LocalJacobians): Promise<{ outcome: Outcome; calls: number }>;
    /** The last `most` characters that it prints when it runs a case, if its output can be read. */
    printed?(testCase: Case, most: number): Promise<string>;
    /** The same run with its traces, if these need a separate request. */
    traced?(testCase: Case): Promise<Outcome>;
    /** The laws that it can be asked; default: all. */
    readonly laws?: readonly Law[];
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

export function submissionOf(exercise: Exercise, channel: Channel): Submission {
  const child = new Child(channel, exercise.kind === 'backward', askedFunction(exercise));
  return {
    name: exercise.id,
    ops: exercise.ops,
    dtypes: ['float64', 'float32'],
    modes: exercise.kind === 'realize' ? ['lazy'] : ['eager', 'lazy'],
    maxOrder: writesRules(exercise) ? 2 : 1,
    broadcasts: false,
    queues: true,
    history: child.history,
    fresh: () => child.renew(),
    // Some laws change the program, and a function of its own stands for one program alone.
    ...(exercise.kind === 'function' && { laws: lawsOf(exercise) }),
    ...(exercise.kind === 'backward' && { halves: halvesOf(child) }),
    async printed(testCase, most) {
      const isProbe = !writesRules(exercise) && probeOf(testCase) !== undefined;
      const jacobians = isProbe ? jacobiansOf(testCase) : child.jacobiansFor(testCase);
      return (await child.run(testCase, { jacobians, printed: most })).printed;
    },
    async measure(testCase, jacobians) {
      const { outcome, calls } = await child.run(testCase, { jacobians });
      // Gradients are not asked for in a realize exercise.
      const asked = exercise.kind === 'realize' ? { ...testCase, cotangents: [] } : testCase;
      const problem = outcome.kind === 'done' ? answerProblem(outcome, asked) : undefined;
      return { outcome: problem === undefined ? outcome : { kind: 'malformed', problem }, calls };
    },
    async run(testCase) {
      const { outcome, traces, numbers, id } = await child.run(testCase);
      if (outcome.kind !== 'done' || !writesRules(exercise)) return outcome;
      const ask = child.askingAbout(id);
      const done = testCase.order === 1 ? outcome : await withSeconds(outcome, testCase, traces, ask);
      if (done.kind !== 'done') return done;
      const elsewhere = await foreignElsewhere(testCase, traces[0], ask);
      return { ...done, traces, numbers, ask, ...(elsewhere && { elsewhere }) } satisfies Traced;
    },
  };
}

const askedFunction = ({ own, functions: [name] }: Exercise): AskedFunction | undefined =>
  own === undefined || name === undefined
    ? undefined
    : { name, inputs: own.inputs, answer: own.answer, ...(own.by && { by: own.by }) };

const halvesOf = (child: Child): Halves => ({
  async orderOf(testCase) {
    const { outcome, order } = await child.run(testCase, { jacobians: [], order: 'tell' });
    return outcome.kind === 'done' ? order : outcome;
  },
  walk: async (testCase, order) => (await child.run(testCase, { order })).outcome,
});

/** The requests to the sandboxed process, and the cases that it ran. */
class Child {
  readonly history = new History();

  constructor(
    private readonly channel: Channel,
    private readonly needsJacobians: boolean,
    private readonly asked: AskedFunction | undefined,
  ) {}

  /** A process that has run nothing. */
  renew(): void {
    this.history.clear();
    this.channel.renewProcess();
  }

  jacobiansFor({ program, inputs }: Case): LocalJacobians {
    return this.needsJacobians ? localJacobians(program, inputs) : [];
  }

  /** @param how `printed`: how many characters of its output are kept */
  run(
    testCase: Case,
    how: { jacobians?: LocalJacobians; order?: readonly number[] | 'tell'; printed?: number } = {},
  ): Promise<Answered> {
    const { jacobians = this.jacobiansFor(testCase), order, printed = 0 } = how;
    this.history.note(testCase);
    const { asked } = this;
    const more = { ...(asked && { asked }), ...(order && { order }), ...(printed > 0 && { printed }) };
    return this.send({ cmd: 'run', case: encodeCase(testCase), jacobians, ...more }, testCase, printed);
  }

  /** Questions about the traces that came with one reply. */
  askingAbout(of: number): AskForeign {
    return async ({ given, ...question }, { program }) => {
      const about = { program, inputs: program.inputs, cotangents: [], order: 1 } as const;
      const request = { cmd: 'foreign', of, ...question, given: given.map(encodeTensor) } as const;
      return (await this.send(request, about)).outcome;
    };
  }

  private async send(request: Asked, about: Questioned, printed = 0): Promise<Answered> {
    const id = nextId(this.channel);
    // A character takes six at most in JSON.
    const answer = await this.channel.request({ ...request, id }, longestReply(about) + 6 * printed);
    if (answer.kind === 'line') return { ...parseReply(answer.text, id, about, printed), id };
    return { outcome: deathOf(answer), traces: [], calls: 0, numbers: '', order: [], printed: '', id };
  }
}

type Answered = ParsedReply & { readonly id: number };

/** Several exercises may ask through one channel. */
function nextId(channel: Channel): number {
  const id = ids.get(channel) ?? 0;
  ids.set(channel, id + 1);
  return id;
}

const ids = new WeakMap<Channel, number>();

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
      if (/heap out of memory|heap limit/i.test(answer.printed)) return crashed(outOfMemory);
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

const outOfMemory = 'The process of the submission ran out of memory.';

/** Whether memory was used up: the process died of it, or V8 refused more of it. */
export const isOutOfMemory = ({ message }: CrashReport): boolean =>
  message === outOfMemory || message === 'Array buffer allocation failed';

const crashed = (message: string, traceback = ''): Outcome => ({
  kind: 'crashed',
  error: { type: 'Exit', message, traceback },
});
