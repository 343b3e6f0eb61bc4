/**
 * Requests to an adapter and their replies, over as many lives of its process as that takes. A process that dies, hangs
 * or breaks the protocol costs the request that it was busy with; it is started again, the handshake repeated, a bounded
 * number of times.
 */
import type { Case } from '../case/case.js';
import type { Outcome } from '../case/implementation.js';
import { caseText, type Json } from '../case/json.js';
import { spawnGroup } from '../wire/leftovers.js';
import { type Death, Life } from '../wire/life.js';
import { ProtocolError } from '../wire/reply.js';
import { adapterEnvironment } from './adapter-environment.js';
import { AdapterError } from './adapter-error.js';
import { crashed, outcomeOf, quoted, sentenceOf } from './death.js';
import {
  type Jvp,
  parseJvpReply,
  parseValuesReply,
  parseVjpsReply,
  type Values,
  type Vjps,
} from './function-reply.js';
import { type Asked, protocolVersion, type Request, runRequest, type StartReply } from './protocol.js';
import { parseRunReply, parseStartReply } from './reply.js';
import { RunReplies } from './run-replies.js';
import type { Failed } from './wire-kinds.js';

/** What a line is, for the schemas. */
export type MessageKind = 'request' | 'start' | ReplyKind;
type ReplyKind = 'run' | 'values' | 'vjps' | 'jvp';

/** `again`: what a second run returns, too; `batched`: all cotangents as one batch. */
export type VjpsAsked = 'again' | 'batched';

/** Time limits and restarts of an adapter, and who sees the conversation. */
export interface LinkOptions {
  /** How long one reply may take. */
  readonly timeoutMilliseconds: number;
  /** How often the process may be started again. */
  readonly restarts: number;
  readonly limits: {
    /** The longest line that is read. */
    readonly lineBytes: number;
    /** How much of standard error's end is kept for complaints. */
    readonly stderrBytes: number;
  };
  /** Sees every line: `→` what was sent, `←` what came. */
  readonly onLine: (direction: '→' | '←', line: string) => void;
  readonly onStderr: (text: string) => void;
  /** The problems that a schema finds in a line. None are looked for, unless this is given. */
  readonly problemsOf: (kind: MessageKind, line: string) => string | undefined;
}

export const defaultOptions: LinkOptions = {
  timeoutMilliseconds: 10_000,
  restarts: 8,
  limits: { lineBytes: 32_000_000, stderrBytes: 4_000 },
  onLine: () => {},
  onStderr: () => {},
  problemsOf: () => undefined,
};

/** Loading a large framework takes longer than any case. */
const startFactor = 6;

/** Where the link stands; `down`, `greet`, `up` and `giveUp` go from one to the next. */
type State =
  /** There is no process; the next request starts one. */
  | { readonly kind: 'down' }
  /** It was asked what it can do. */
  | { readonly kind: 'greeting'; readonly life: Life; readonly over: Promise<void> }
  | { readonly kind: 'up'; readonly life: Life }
  /** It died too often, or cannot be started: every further run is `unsupported`. */
  | { readonly kind: 'broken'; readonly why: AdapterError };

export class Link {
  private state: State = { kind: 'down' };
  private started: StartReply | undefined;
  /** How often the process died. */
  deaths = 0;
  private requests = 0;
  private readonly replies = new RunReplies();
  /** What the next request is answered: the adapter broke the protocol while none was under way. */
  private owed: Failed | undefined;

  constructor(
    private readonly command: readonly string[],
    private readonly options: LinkOptions,
  ) {}

  /** What the adapter said it can do, once it was started. */
  get about(): StartReply {
    return this.started as StartReply;
  }

  get broken(): AdapterError | undefined {
    return this.state.kind === 'broken' ? this.state.why : undefined;
  }

  /** Sends a case to be run. Once the process has died too often, nothing is sent. */
  run(testCase: Case, traced = false): Promise<Outcome> {
    const text = caseText(testCase);
    const request = (id: number) => runRequest(id, text, traced);
    if (traced) return this.ask('run', request, parseRunReply);
    return this.ask('run', request, (line, id) => this.replies.read(testCase, text, line, id));
  }

  /** The outputs of a function at each of these points. */
  values(asked: Asked, points: readonly (readonly Json[])[]): Promise<Values | Failed> {
    const request = (id: number): Request => ({ cmd: 'values', id, ...asked, points });
    return this.ask('values', (id) => JSON.stringify(request(id)), parseValuesReply);
  }

  /** The gradients of a function at a point, for each of these cotangents. @param how one way to be asked, besides the plain one */
  vjps(
    asked: Asked,
    inputs: readonly Json[],
    cotangents: readonly (readonly Json[])[],
    how?: VjpsAsked,
  ): Promise<Vjps | Failed> {
    const more = how === undefined ? {} : { [how]: true };
    const request = (id: number): Request => ({ cmd: 'vjps', id, ...asked, inputs, cotangents, ...more });
    return this.ask('vjps', (id) => JSON.stringify(request(id)), parseVjpsReply);
  }

  /** Jv of a function at a point. */
  jvp(asked: Asked, inputs: readonly Json[], tangent: readonly Json[]): Promise<Jvp | Failed> {
    const request = (id: number): Request => ({ cmd: 'jvp', id, ...asked, inputs, tangent });
    return this.ask('jvp', (id) => JSON.stringify(request(id)), parseJvpReply);
  }

  private async ask<T>(
    kind: ReplyKind,
    request: (id: number) => string,
    parse: (line: string, id: number) => T,
  ): Promise<T | Failed> {
    if (this.state.kind === 'broken') return notRun;
    const owed = this.owed;
    this.owed = undefined;
    if (owed !== undefined) return owed;
    const id = this.requests++;
    const line = this.held(request(id));
    for (;;) {
      const life = await this.living();
      if (life === undefined) return notRun;
      const outcome = await life.ask<T | Failed>({
        line,
        milliseconds: this.options.timeoutMilliseconds,
        read: (reply) => this.replyTo(kind, parse, id, reply),
        lost: (death) => outcomeOf(death, life.stderrTail.trim()),
      });
      // None where it died of an earlier request: this one is put to its next life.
      if (outcome !== undefined) return outcome;
    }
  }

  /** @returns whether the adapter went by itself when told to stop; it is killed otherwise. */
  async stop(): Promise<boolean> {
    if (!('life' in this.state)) return true;
    const { life } = this.state;
    this.down();
    life.send(this.written({ cmd: 'stop' }));
    return life.goodbye(Math.min(this.options.timeoutMilliseconds, 2_000));
  }

  /** A process that has seen nothing. It counts for no death; nothing may be under way. */
  async renew(): Promise<void> {
    if (this.state.kind === 'broken') return;
    await this.stop();
    await this.living();
  }

  /** Starts the process and asks what it can do. @throws {AdapterError} */
  async start(): Promise<void> {
    // Not until it lives: what it broke right after its greeting is told to the first request.
    await this.greet();
    if (this.state.kind === 'broken') throw this.state.why;
  }

  /** The process, started if there is none; undefined when it cannot be. */
  private async living(): Promise<Life | undefined> {
    while (this.state.kind !== 'up') {
      if (this.state.kind === 'broken') return undefined;
      await (this.state.kind === 'down' ? this.greet() : this.state.over);
    }
    return this.state.life;
  }

  private down(): void {
    this.state = { kind: 'down' };
  }

  private giveUp(message: string): void {
    if (this.state.kind !== 'broken') this.state = { kind: 'broken', why: new AdapterError(message) };
  }

  private greet(): Promise<void> {
    const { lineBytes: replyBytes, stderrBytes: keptBytes } = this.options.limits;
    const life: Life = new Life(
      spawnGroup(this.command, adapterEnvironment()),
      { replyBytes, keptBytes, stderrBytes: Number.POSITIVE_INFINITY },
      {
        depth: () => this.started?.pipeline ?? 1,
        onSent: (line) => this.options.onLine('→', line),
        onLine: (line) => this.options.onLine('←', line),
        onUnasked: (line) => this.unasked(line),
        onStderr: this.options.onStderr,
        onEnd: (death) => this.died(death, life.stderrTail.trim()),
      },
    );
    const over = life
      .ask({
        line: this.written({ cmd: 'start', version: protocolVersion }),
        milliseconds: this.options.timeoutMilliseconds * startFactor,
        read: (reply) => this.up(life, reply),
        lost: () => {},
      })
      .then(() => {});
    this.state = { kind: 'greeting', life, over };
    return over;
  }

  /** @throws {ProtocolError} */
  private up(life: Life, reply: string): void {
    try {
      this.hold('start', reply);
      const greeting = parseStartReply(reply);
      // What was asked so far rests on the first greeting, and so does what a case without an answer means.
      if (JSON.stringify(greeting) !== JSON.stringify(this.started ?? greeting)) {
        const changed = 'declared something else than the first time';
        this.giveUp(`The adapter was started again, and ${changed}.`);
        throw new ProtocolError(`it ${changed}`);
      }
      this.started = greeting;
      this.state = { kind: 'up', life };
    } catch (error) {
      if (error instanceof ProtocolError)
        this.giveUp(`The adapter's reply to "start" breaks the protocol: ${error.message}.`);
      throw error;
    }
  }

  private died(death: Death, tail: string): void {
    const how = sentenceOf(death);
    if (this.state.kind === 'greeting') {
      this.giveUp(`The adapter did not answer "start": ${how}.${quoted(tail)}`);
    } else if (++this.deaths > this.options.restarts) {
      this.giveUp(`The adapter died ${this.deaths} times; the last time, ${how}.${quoted(tail)}`);
    } else if (this.state.kind === 'up') this.down();
  }

  /** @throws {ProtocolError} */
  private replyTo<T>(kind: ReplyKind, parse: (line: string, id: number) => T, id: number, line: string): T {
    try {
      this.hold(kind, line);
      return parse(line, id);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      throw new ProtocolError(`it broke the protocol: ${error.message}`);
    }
  }

  /**
   * What the next request would be told if the line came a moment later: when it comes makes no difference.
   * @throws {ProtocolError}
   */
  private unasked(line: string): void {
    try {
      this.replyTo('run', parseRunReply, this.requests, line);
      throw new ProtocolError(`it wrote a line that was not asked for: ${line.slice(0, 60)}`);
    } catch (error) {
      this.owed = crashed((error as Error).message);
      throw error;
    }
  }

  private written(request: Request): string {
    return this.held(JSON.stringify(request));
  }

  private held(line: string): string {
    this.hold('request', line);
    return line;
  }

  /** @throws {ProtocolError} where a schema is held against the lines, and this one breaks it. */
  private hold(kind: MessageKind, line: string): void {
    const problems = this.options.problemsOf(kind, line);
    if (problems !== undefined) throw new ProtocolError(`the schema finds: ${problems}`);
  }
}

/** No verdict, so that shrinking stops at what was really seen. */
const notRun: Failed = { kind: 'unsupported', why: 'the adapter died too often to be restarted' };
