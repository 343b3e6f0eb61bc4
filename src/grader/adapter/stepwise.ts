/**
 * Walks a program step by step, forwards and back. Each step is answered either by the submission alone or correctly.
 * This shows whose answers are wrong, and whether they account for the submission's answer to the whole program.
 */

import { at } from '../../case/at.js';
import type { Case } from '../../case/case.js';
import type { Outcome } from '../../case/implementation.js';
import type { Program } from '../../case/program.js';
import type { TensorData } from '../../case/tensor-data.js';
import type { Id, OpName, Step } from '../../case/vocabulary.js';
import { computed } from '../right-ops.js';
import { stepOn } from './single-step.js';

/** Answers a case. */
type Run = (testCase: Case) => Outcome | Promise<Outcome>;

export interface WalkOptions {
  readonly run: Run;
  readonly mode: string;
  /** The ops whose steps the submission answers; the others are answered correctly. */
  readonly own: (op: OpName) => boolean;
  /** Whether a step that reads one tensor twice is asked as a step that reads two. */
  readonly split: boolean;
}

export interface Walked {
  readonly outputs: readonly TensorData[];
  /** Without a cotangent, none. */
  readonly gradients: readonly TensorData[];
  /** Ops that answered wrongly, or not at all, somewhere on the way; for a wrong adjoint, with its step. */
  readonly wrong: ReadonlyMap<OpName, Case | undefined>;
  readonly unanswered: ReadonlySet<OpName>;
  /** Whether the walk stopped because an answer left nothing to go on from. */
  readonly stopped: boolean;
}

/** @param cotangent one tensor per output, to walk back with */
export async function walk(
  program: Program,
  inputs: readonly TensorData[],
  cotangent: readonly TensorData[] | undefined,
  options: WalkOptions,
): Promise<Walked> {
  const asked = new Steps(options);
  const values = [...inputs];
  for (const step of program.steps) {
    const [value] = (await asked.answer(step, argsOf(step, values), undefined)) ?? [];
    if (value === undefined) return asked.stopped();
    values.push(value);
  }
  const outputs = program.outputs.map((id) => at(values, id));
  const { wrong, unanswered } = asked;
  if (cotangent === undefined) return { outputs, gradients: [], wrong, unanswered, stopped: false };
  const adjoints = new Map<Id, TensorData>();
  const add = (id: Id, part: TensorData | undefined) => {
    if (part !== undefined) adjoints.set(id, sumOf(adjoints.get(id), part));
  };
  for (const [at, id] of program.outputs.entries()) add(id, cotangent[at]);
  for (const [at, step] of [...program.steps.entries()].reverse()) {
    const adjoint = adjoints.get(inputs.length + at);
    if (adjoint === undefined) continue;
    const parts = await asked.answer(step, argsOf(step, values), adjoint);
    if (parts === undefined) return asked.stopped();
    for (const [argument, id] of step.args.entries()) add(id, parts[argument]);
  }
  const gradients = inputs.map((input, id) => adjoints.get(id) ?? zerosLike(input));
  return { outputs, gradients, wrong, unanswered, stopped: false };
}

const argsOf = (step: Step, values: readonly TensorData[]) => step.args.map((id) => at(values, id));

class Steps {
  readonly wrong = new Map<OpName, Case | undefined>();
  readonly unanswered = new Set<OpName>();

  constructor(private readonly options: WalkOptions) {}

  stopped(): Walked {
    const { wrong, unanswered } = this;
    return { outputs: [], gradients: [], wrong, unanswered, stopped: true };
  }

  /** A step's value, or with an adjoint the adjoints of its arguments. */
  async answer(
    step: Step,
    args: readonly TensorData[],
    adjoint: TensorData | undefined,
  ): Promise<readonly (TensorData | undefined)[] | undefined> {
    const { run, mode, own, split } = this.options;
    const { testCase, places } = stepOn(step, args, adjoint, split);
    const { program, inputs, cotangents } = testCase;
    const right = answerIn(computed(program, inputs, cotangents), adjoint);
    if (!own(step.op) || right === undefined) return right && spread(right, places);
    const outcome = await run({ ...testCase, mode });
    if (outcome.kind === 'unsupported' && outcome.declared === true) return spread(right, places);
    const got = answerIn(outcome, adjoint);
    if (got === undefined) this.unanswered.add(step.op);
    if (got === undefined || !right.every((each, at) => isNear(got[at], each)))
      this.blame(step.op, adjoint === undefined ? undefined : testCase);
    return spread(got ?? right, places);
  }

  /** A wrong value stays one. */
  private blame(op: OpName, step: Case | undefined): void {
    if (!this.wrong.has(op) || step === undefined) this.wrong.set(op, step);
  }
}

const answerIn = (outcome: Outcome, adjoint: TensorData | undefined): readonly TensorData[] | undefined => {
  if (outcome.kind !== 'done') return undefined;
  return adjoint === undefined ? outcome.values : outcome.vjps[0];
};

/** For an argument that is read twice and was asked for once, the whole adjoint is at its first place. */
const spread = (answers: readonly TensorData[], places: readonly number[]) =>
  answers.length < places.length || places.length === 0
    ? places.map((input, place) => (places.indexOf(input) === place ? answers[input] : undefined))
    : answers;

function sumOf(sum: TensorData | undefined, part: TensorData): TensorData {
  if (sum === undefined) return part;
  return { ...sum, data: sum.data.map((entry, at) => entry + (part.data[at] ?? Number.NaN)) };
}

const zerosLike = (tensor: TensorData): TensorData => ({ ...tensor, data: tensor.data.map(() => 0) });

/** Far above the effect of a sum's order in float32, far below any mistake that breaks a law. */
const share = 1e-4;

/** Whether these are the same numbers, to rounding, in the same shape. */
export function isNear(got: TensorData | undefined, expected: TensorData): boolean {
  if (got === undefined || got.shape.join() !== expected.shape.join()) return false;
  const scale = expected.data.reduce((most, entry) => Math.max(most, Math.abs(entry)), 1e-30);
  return expected.data.every(
    (entry, at) =>
      Object.is(entry, got.data[at]) || Math.abs((got.data[at] as number) - entry) <= share * scale,
  );
}
