/**
 * Requests to an adapter and their replies, over as many lives of its process as that takes. A process that dies, hangs
 * or breaks the protocol costs the request that it was busy with; it is started again, the handshake repeated, a bounded
 * number of times.
 */
import type { Outcome } from '../case/implementation.js';
import type { Json } from '../case/json.js';
import { AdapterError } from './adapter-error.js';
import { AdapterProcess, type ProcessLimits } from './adapter-process.js';
import { protocolVersion, type Request, type StartReply } from './protocol.js';
import { ProtocolError, parseRunReply, parseStartReply } from './reply.js';

export interface LinkOptions {
  /** How long one reply may take. */
  readonly timeoutMilliseconds: number;
  /** How often the process may be started again. */
  readonly restarts: number;
  readonly limits: ProcessLimits;
  /** Sees every line: `→` what was sent, `←` what came. */
  readonly onLine: (direction: '→' | '←', line: string) => void;
  readonly onStderr: (text: string) => void;
  /** The problems that a schema finds in a line. None are looked for, unless this is given. */
  readonly problemsOf: (kind: 'request' | 'start' | 'run', line: string) => string | undefined;
}

export const defaultOptions: LinkOptions = {
  timeoutMilliseconds: 10_000,
  restarts: 8,
  limits: { lineBytes: 32_000_000, stderrBytes: 4_000 },
  onLine: () => {},
  onStderr: () => {},
  problemsOf: () => undefined,
};

/** A request under way, or waiting for its turn. */
interface Pending {
  readonly id: number;
  readonly line: string;
  settle(outcome: Outcome): void;
}

/** Loading a large framework takes longer than any case. */
const startFactor = 6;

export class Link {
  private process: AdapterProcess | undefined;
  private started: StartReply | undefined;
  /** Set once the process has died too often: every further run is `unsupported`. */
  broken: AdapterError | undefined;
  /** What the request that it dies of is told, if not simply how it died. */
  private fate: Outcome | undefined;
  /** How often the process died. */
  deaths = 0;
  private requests = 0;
  /** Oldest first: the first `sent` of them are under way. */
  private readonly queue: Pending[] = [];
  private sent = 0;
  private timer: NodeJS.Timeout | undefined;
  private greet: ((line: string | AdapterError) => void) | undefined;

  /** What the next request is answered: the adapter broke the protocol while none was under way. */
  private owed: Outcome | undefined;

  constructor(
    private readonly command: readonly string[],
    private readonly options: LinkOptions,
  ) {}

  /** What the adapter said it can do, once it was started. */
  get about(): StartReply {
    return this.started as StartReply;
  }

  /** Sends a case to be run. Once the process has died too often, nothing is sent. */
  run(testCase: Json, traced = false): Promise<Outcome> {
    if (this.broken !== undefined) return Promise.resolve(notRun);
    const owed = this.owed;
    this.owed = undefined;
    if (owed !== undefined) return Promise.resolve(owed);
    const id = this.requests++;
    const line = this.written({ cmd: 'run', id, case: testCase, ...(traced && { trace: true }) });
    return new Promise((settle) => {
      this.queue.push({ id, line, settle });
      this.pump();
    });
  }

  /** @returns whether the adapter went by itself when told to stop; it is killed otherwise. */
  async stop(): Promise<boolean> {
    clearTimeout(this.timer);
    if (this.process === undefined) return true;
    this.send(this.written({ cmd: 'stop' }));
    return this.process.goodbye(Math.min(this.options.timeoutMilliseconds, 2_000));
  }

  /** A process that has seen nothing. It counts for no death; nothing may be under way. */
  async renew(): Promise<void> {
    if (this.broken !== undefined) return;
    await this.stop();
    this.process = undefined;
    await this.restart();
  }

  /** Starts the process and asks what it can do. @throws {AdapterError} */
  async start(): Promise<void> {
    const life = new AdapterProcess(this.command, this.options.limits, {
      onLine: (line) => this.read(line),
      onEnd: (how) => this.died(how),
      onStderr: this.options.onStderr,
    });
    this.process = life;
    const reply = new Promise<string | AdapterError>((resolve) => {
      this.greet = resolve;
    });
    this.send(this.written({ cmd: 'start', version: protocolVersion }));
    this.setTimer(this.options.timeoutMilliseconds * startFactor);
    const line = await reply;
    clearTimeout(this.timer);
    if (line instanceof AdapterError) throw line;
    this.started = this.unchanged(this.understood(line));
  }

  private understood(line: string): StartReply {
    try {
      this.hold('start', line);
      return parseStartReply(line);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.broken = new AdapterError(`The adapter's reply to "start" breaks the protocol: ${error.message}.`);
      this.end(error.message);
      throw this.broken;
    }
  }

  /** What was asked so far rests on the first greeting, and so does what a case without an answer means. */
  private unchanged(greeting: StartReply): StartReply {
    if (this.started === undefined || JSON.stringify(greeting) === JSON.stringify(this.started))
      return greeting;
    this.broken = new AdapterError(
      'The adapter was started again, and said of itself what it did not say the first time.',
    );
    this.end(this.broken.message);
    throw this.broken;
  }

  private pump(): void {
    if (this.greet !== undefined) return;
    if (this.process === undefined) {
      void this.restart();
      return;
    }
    while (this.sent < Math.min(this.about.pipeline ?? 1, this.queue.length)) {
      this.send((this.queue[this.sent] as Pending).line);
      this.sent++;
      if (this.sent === 1) this.setTimer(this.options.timeoutMilliseconds);
    }
  }

  private read(line: string): void {
    this.options.onLine('←', line);
    if (this.greet !== undefined) {
      this.greet(line);
      this.greet = undefined;
      return;
    }
    const pending = this.sent === 0 ? undefined : this.queue[0];
    if (pending === undefined) {
      const how = this.unasked(line);
      this.owed = crashed(how);
      this.end(how);
      return;
    }
    try {
      this.finish(this.replyTo(pending.id, line));
      this.pump();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.end(`it broke the protocol: ${error.message}`);
    }
  }

  /** @throws {ProtocolError} */
  private replyTo(id: number, line: string): Outcome {
    this.hold('run', line);
    return parseRunReply(line, id);
  }

  /** What the next request would be told if the line came a moment later: when it comes makes no difference. */
  private unasked(line: string): string {
    try {
      this.replyTo(this.requests, line);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return `it broke the protocol: ${error.message}`;
    }
    return `it wrote a line that nothing asked for: ${line.slice(0, 60)}`;
  }

  /** Gives the oldest request its outcome. */
  private finish(outcome: Outcome): void {
    clearTimeout(this.timer);
    this.sent--;
    this.queue.shift()?.settle(outcome);
    if (this.sent > 0) this.setTimer(this.options.timeoutMilliseconds);
  }

  /** For the oldest request, or for the answer to `start`. */
  private setTimer(milliseconds: number): void {
    clearTimeout(this.timer);
    const waiting = this.queue[0];
    const greeting = this.greet;
    const late = () => {
      if (this.queue[0] !== waiting || this.greet !== greeting) return;
      this.end(`it gave no reply within ${milliseconds} ms`, { kind: 'timeout', milliseconds });
    };
    // Not at once: when it was this process that was busy, the reply is there and still to be read.
    this.timer = setTimeout(() => setImmediate(late), milliseconds);
  }

  private end(how: string, outcome = crashed(how)): void {
    this.fate = outcome;
    this.process?.end(how);
  }

  /** The oldest request under way is what it died of; those behind it are sent again. */
  private died(how: string): void {
    clearTimeout(this.timer);
    const tail = this.process?.stderrTail.trim() ?? '';
    const outcome = this.fate ?? crashed(how, tail);
    this.fate = undefined;
    this.process = undefined;
    if (this.greet !== undefined) {
      this.greet(new AdapterError(`The adapter did not answer "start": ${how}.${quoted(tail)}`));
      this.greet = undefined;
      return;
    }
    this.deaths++;
    if (this.sent > 0) this.queue.shift()?.settle(outcome);
    this.sent = 0;
    if (this.broken === undefined && this.deaths > this.options.restarts) {
      this.giveUp(
        new AdapterError(`The adapter died ${this.deaths} times; the last time, ${how}.${quoted(tail)}`),
      );
    } else if (this.queue.length > 0) this.pump();
  }

  private async restart(): Promise<void> {
    try {
      await this.start();
      this.pump();
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      this.giveUp(error);
    }
  }

  private giveUp(error: AdapterError): void {
    this.broken = error;
    for (const pending of this.queue.splice(0)) pending.settle(notRun);
  }

  private written(request: Request): string {
    const line = JSON.stringify(request);
    this.hold('request', line);
    return line;
  }

  private send(line: string): void {
    this.options.onLine('→', line);
    this.process?.send(line);
  }

  /** @throws {ProtocolError} where a schema is held against the lines, and this one breaks it. */
  private hold(kind: 'request' | 'start' | 'run', line: string): void {
    const problems = this.options.problemsOf(kind, line);
    if (problems !== undefined) throw new ProtocolError(`the schema finds: ${problems}`);
  }
}

/** No verdict, so that shrinking stops at what was really seen. */
const notRun: Outcome = { kind: 'unsupported', why: 'the adapter died too often to be started again' };

const crashed = (how: string, traceback = ''): Outcome => ({
  kind: 'crashed',
  error: { type: 'AdapterDied', message: how, traceback },
});

const quoted = (tail: string): string =>
  tail === '' ? '' : `\nThe last it wrote to standard error:\n${tail}`;
