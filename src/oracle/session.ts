/** An adapter as an Implementation, so that laws, shrinking and everything else run over the wire unchanged. */

import type { Case } from '../case/case.js';
import type { Accumulates, Outcome } from '../case/implementation.js';
import { asOurs } from '../case/internal-error.js';
import { type Program, shapesOf } from '../case/program.js';
import { type Axes, normalizeAxes } from '../case/shape.js';
import type { OpName } from '../case/vocabulary.js';
import type { Subject } from '../functions/index.js';
import { biasesOf } from '../generate/biases-of.js';
import type { Bias } from '../generate/index.js';
import { shapeBiases } from '../generate/shape-biases.js';
import { History, type Renewable } from '../verify/index.js';
import type { AdapterError } from './adapter-error.js';
import type { FunctionEntry } from './function-kinds.js';
import { subjectOver } from './function-subject.js';
import { defaultOptions, Link, type LinkOptions } from './link.js';
import { beyondOpLimits } from './op-limits.js';
import type { Asked, StartReply } from './protocol.js';

/** An adapter in a process of its own, as an Implementation. Who opens it stops it. */
export class Session implements Renewable {
  readonly history = new History();
  readonly name: string;
  readonly ops: StartReply['ops'];
  readonly dtypes: StartReply['dtypes'];
  readonly accumulates: Accumulates;
  readonly roundsOnce: readonly OpName[];
  readonly modes: StartReply['modes'];
  readonly maxOrder: StartReply['maxOrder'];
  readonly functions: readonly FunctionEntry[];
  /** Of whose graphs it runs single nodes. */
  readonly nodes: NonNullable<StartReply['nodes']>;
  readonly broadcasts: boolean;
  readonly batchBroadcasts: boolean;
  readonly limits: readonly Bias[];
  readonly jvp: boolean;
  readonly batched: boolean;
  /** How many cases may be judged at a time. */
  readonly pipeline: number;
  /** Whether it can say of which ops a gradient was made. */
  readonly traces: boolean;
  /** Whether it can build inputs and cotangents with given strides. */
  readonly layouts: boolean;
  /** Whether it says that it may add up sums in another order each time. */
  readonly nondeterministic: boolean;

  private constructor(
    private readonly link: Link,
    readonly about: StartReply,
  ) {
    this.name = about.implementation.name;
    this.ops = about.ops;
    this.dtypes = about.dtypes;
    this.accumulates = about.accumulates ?? {};
    this.roundsOnce = about.roundsOnce ?? [];
    this.modes = about.modes;
    this.maxOrder = about.maxOrder;
    this.functions = about.functions ?? [];
    this.nodes = about.nodes ?? [];
    this.broadcasts = about.broadcasts;
    this.batchBroadcasts = about.batchBroadcasts ?? about.broadcasts;
    this.limits = about.limits ?? [];
    this.jvp = about.jvp ?? false;
    this.batched = about.batched ?? false;
    this.pipeline = about.pipeline ?? 1;
    this.traces = about.traces ?? false;
    this.layouts = about.layouts ?? false;
    this.nondeterministic = about.nondeterministic ?? false;
  }

  /** Starts the adapter and asks what it can do. @throws {AdapterError} */
  static async open(command: readonly string[], options: Partial<LinkOptions> = {}): Promise<Session> {
    const link = new Link(command, { ...defaultOptions, ...options });
    await link.start();
    return new Session(link, link.about);
  }

  /** How often the adapter's process died. */
  get deaths(): number {
    return this.link.deaths;
  }
  /** Set once it died too often: every further run is `unsupported`. */
  get broken(): AdapterError | undefined {
    return this.link.broken;
  }

  /** In a fresh process. */
  async fresh(): Promise<void> {
    this.history.clear();
    await this.link.renew();
  }

  run(testCase: Case, traced = false): Promise<Outcome> {
    this.history.note(testCase);
    const beyond = this.beyondLimits(testCase);
    // Whatever the adapter does is an outcome; anything thrown here is our own error.
    if (beyond === undefined) return asOurs(() => this.link.run(testCase, traced && this.traces));
    return Promise.resolve({ kind: 'unsupported', why: beyond, declared: true });
  }

  /** A function of the adapter's, or a node that it runs. @param names what its inputs are called in messages */
  subject(asked: Asked, names: readonly string[]): Subject {
    const entry = this.functions.find(({ name }) => name === asked.function);
    return subjectOver(this.link, asked, names, entry);
  }

  /** @returns whether the adapter went by itself when told to stop; it is killed otherwise. */
  stop(): Promise<boolean> {
    return this.link.stop();
  }

  /** Whether the limits of its ops allow the case. */
  takes(testCase: Case): boolean {
    return beyondOpLimits(this.about.opLimits ?? {}, testCase) === undefined;
  }

  /** Whether its limits by op allow the case, and it is of the rows of a matrix where the adapter wants that. */
  isAskable(testCase: Case): boolean {
    return this.takes(testCase) && notOfRows(testCase.program, this.about.rowsOnly ?? []) === undefined;
  }

  /** The declared limit that the case exceeds, if any. */
  private beyondLimits(testCase: Case): string | undefined {
    const { limits } = this;
    const { rowsOnly = [], opLimits = {} } = this.about;
    const bias =
      limits.length === 0 ? undefined : shownBiases(testCase).find((each) => limits.includes(each));
    if (bias !== undefined) return `the adapter takes no case that shows "${bias}"`;
    const beyond = beyondOpLimits(opLimits, testCase);
    if (beyond !== undefined) return beyond;
    const op = rowsOnly.length === 0 ? undefined : notOfRows(testCase.program, rowsOnly);
    return op && `the adapter has ${op} only for the rows of a matrix`;
  }
}

/** The first of these ops that works on anything but the last axis of a matrix. */
function notOfRows(program: Program, ops: readonly OpName[]): OpName | undefined {
  const shapes = shapesOf(program);
  return program.steps.find((step) => {
    const rank = shapes[step.args[0] ?? 0]?.length ?? 0;
    return ops.includes(step.op) && !(rank === 2 && 'axes' in step && isLastOfTwo(step.axes));
  })?.op;
}

const isLastOfTwo = (axes: Axes): boolean => normalizeAxes(axes, 2, 'rowsOnly').join() === '1';

/** What a case shows, including intermediate results, because a limit holds for those, too. */
const shownBiases = (testCase: Case): Bias[] => [
  ...biasesOf(testCase),
  ...shapesOf(testCase.program).flatMap(shapeBiases),
];
