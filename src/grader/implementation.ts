/** A submission as an Implementation: the sandbox computes, and what a crash or a hang means is said here. */
import { engineImplementation } from '../engine/index.js';
import type { Case } from '../program/case.js';
import { excessOf } from '../program/cost.js';
import type { Done, Implementation, Outcome } from '../program/implementation.js';
import { encodeCase } from '../program/json.js';
import type { TensorData } from '../program/tensor-data.js';
import { type LocalJacobians, localJacobians } from '../reference/index.js';
import { answerProblem } from '../verify/index.js';
import type { Exercise } from './exercises.js';
import { jacobiansOf, probeOf } from './probes.js';
import { longestReply, type ParsedReply, parseReply, type Trace } from './reply.js';
import type { Answer, Sandbox } from './sandbox.js';

export type Submission = Implementation & {
  /** Runs a case whose Jacobians are already known, and counts what was asked of its nodes. */
  measure(testCase: Case, jacobians: LocalJacobians): Promise<{ outcome: Outcome; calls: number }>;
  /** The last that it prints when it runs a case, so many characters at most; where it can be heard. */
  printed?(testCase: Case, most: number): Promise<string>;
  /** Of `backward`: its two functions, each for itself. */
  readonly halves?: Halves;
};

export interface Halves {
  /** The ids of the nodes in the learner's order; what came instead where there is none. */
  orderOf(testCase: Case): Promise<readonly number[] | Exclude<Outcome, Done>>;
  /** The learner's walk along this order. */
  walk(testCase: Case, order: readonly number[]): Promise<Outcome>;
}

/** What came of rules. */
export interface Traced extends Done {
  readonly traces: readonly Trace[];
  /** See ParsedReply. */
  readonly numbers: string;
}

export function submissionOf(exercise: Exercise, sandbox: Sandbox): Submission {
  let requests = 0;
  const ask = async (
    testCase: Case,
    jacobians: LocalJacobians,
    order?: readonly number[] | 'tell',
    printed = 0,
  ): Promise<ParsedReply> => {
    const id = requests++;
    const request = {
      cmd: 'run',
      id,
      case: encodeCase(testCase),
      jacobians,
      ...(order && { order }),
      ...(printed > 0 && { printed }),
    } as const;
    // A character takes six at most in JSON.
    const answer = await sandbox.request(request, longestReply(testCase) + 6 * printed);
    if (answer.kind === 'line') return parseReply(answer.text, id, testCase, printed);
    return { outcome: deathOf(answer), traces: [], calls: 0, numbers: '', order: [], printed: '' };
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
  return {
    name: exercise.id,
    ops: exercise.ops,
    dtypes: ['float64', 'float32'],
    modes: exercise.kind === 'realize' ? ['lazy'] : ['eager', 'lazy'],
    maxOrder: exercise.kind === 'rules' ? 2 : 1,
    broadcasts: false,
    queues: true,
    ...(exercise.kind === 'backward' && { halves }),
    async printed(testCase, most) {
      const isProbe = exercise.kind !== 'rules' && probeOf(testCase) !== undefined;
      const jacobians = isProbe ? jacobiansOf(testCase) : needed(testCase);
      return (await ask(testCase, jacobians, undefined, most)).printed;
    },
    async measure(testCase, jacobians) {
      const { outcome, calls } = await ask(testCase, jacobians);
      // A realize exercise is asked for no gradients.
      const asked = exercise.kind === 'realize' ? { ...testCase, cotangents: [] } : testCase;
      const problem = outcome.kind === 'done' ? answerProblem(outcome, asked) : undefined;
      return { outcome: problem === undefined ? outcome : { kind: 'malformed', problem }, calls };
    },
    async run(testCase) {
      const { outcome, traces, numbers } = await ask(testCase, needed(testCase));
      if (outcome.kind !== 'done' || exercise.kind !== 'rules') return outcome;
      const done = testCase.order === 1 ? outcome : await withSeconds(outcome, testCase, traces);
      return done.kind === 'done' ? ({ ...done, traces, numbers } satisfies Traced) : done;
    },
  };
}

const engine = engineImplementation();

/** Of a gradient's own graph, which is evaluated here: hundreds of times what any solution needs. */
const traceLimits = { steps: 2_000, entries: 2 ** 20, allEntries: 2 ** 22, operations: 2 ** 26 };

/**
 * ∂⟨VJP(x, Δ), u⟩/∂x, from the VJP's trace. The learner's rules were stripped of all others, so the trace is
 * differentiated out here, where every rule is at hand and no submission can reach it.
 */
async function withSeconds(
  done: Done,
  { inputs, cotangents, directions }: Case,
  traces: readonly Trace[],
): Promise<Outcome> {
  const seconds: TensorData[][] = [];
  const jvps: TensorData[][] = [];
  for (const [index, { program, constants }] of traces.entries()) {
    const excess = excessOf(program, traceLimits);
    if (excess !== undefined) return crashed(`The gradient is too large to be differentiated: it ${excess}.`);
    const leaves = [...inputs, ...(cotangents[index] ?? []), ...constants];
    const direction = directions[index] ?? [];
    const second = await engine.run({
      program,
      inputs: leaves,
      cotangents: [direction],
      mode: 'eager',
      order: 1,
      directions: [],
    });
    if (second.kind !== 'done') return second;
    const gradients = second.vjps[0] ?? [];
    const outputs = cotangents[index]?.length ?? 0;
    seconds.push(gradients.slice(0, inputs.length));
    jvps.push(gradients.slice(inputs.length, inputs.length + outputs));
  }
  return { ...done, seconds, jvps };
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
    // Not run at all: no verdict, so that shrinking stops at what was really seen.
    case 'spent':
      return { kind: 'unsupported', why: 'the process of the submission died too often to be started again' };
  }
}

const crashed = (message: string, traceback = ''): Outcome => ({
  kind: 'crashed',
  error: { type: 'Exit', message, traceback },
});
