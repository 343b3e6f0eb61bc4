/**
 * One life of a child process that answers lines with lines, request by request, in order. It leads a process group of
 * its own, so that whatever it starts dies with it. Its owner decides what the lines mean.
 */

import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { at } from '../case/at.js';
import { keptWaiting, type Turns, turnsOf } from './kept-waiting.js';
import { endGroup } from './leftovers.js';
import { LineReader } from './line-reader.js';
import { ProtocolError } from './reply.js';

/** How a process died, or why it had to be ended. */
export type Death =
  /** The operating system would not start it at all. */
  | { readonly kind: 'unstartable'; readonly how: string }
  | {
      readonly kind: 'exited';
      readonly code: number | null;
      readonly signal: string | null;
      /** Whether it had begun a line. */
      readonly midLine: boolean;
    }
  | { readonly kind: 'flooded'; readonly bytes: number; readonly where: 'a reply' | 'standard error' }
  | { readonly kind: 'timeout'; readonly milliseconds: number }
  /** It broke the protocol, as its owner says in a sentence. */
  | { readonly kind: 'broke'; readonly how: string };

interface Limits {
  /** The longest line that is read. */
  readonly replyBytes: number;
  /** How much it may write to standard error, and how much of that is kept: the end. */
  readonly stderrBytes: number;
  readonly keptBytes: number;
}

interface Events {
  /** How many requests may be pending at a time. */
  depth?(): number;
  onSent?(line: string): void;
  onLine?(line: string): void;
  /** A line came, but nothing was asked. @throws {ProtocolError} for which the process is ended */
  onUnasked?(line: string): void;
  onStderr?(text: string): void;
  /** Called once, before any request is told. */
  onEnd?(death: Death): void;
}

export interface Request<T> {
  /** None for a line that comes unasked, such as a greeting. */
  readonly line?: string;
  /** How long the reply may take, once all earlier ones have come; what it is kept waiting for a core does not count. */
  readonly milliseconds: number;
  /** The longest reply that it can have, where that is less than the limit for all. */
  readonly replyBytes?: number;
  /** @throws {ProtocolError} for which the process is ended. */
  read(reply: string): T;
  /** What it means that the process died of this request. */
  lost(death: Death): T;
}

interface Pending extends Omit<Request<void>, 'lost'> {
  /** The process died: of this, or, if undefined, of an earlier one. */
  drop(death: Death | undefined): void;
}

/** How long what a dead process wrote may take to arrive. Whatever it started may hold its pipes open for ever. */
const graceMilliseconds = 200;

/** How much more time a reply gets at most, by its limit, and in milliseconds what is worth giving. */
const mostGiven = 20;
const leastGiven = 10;

export class Life {
  private readonly reader: LineReader;
  /** Oldest first: the first `sent` of them are pending. */
  private readonly pending: Pending[] = [];
  private sent = 0;
  private unsent = '';
  private timer: NodeJS.Timeout | undefined;
  private ended = false;
  /** Until a request is told of it. */
  private death: Death | undefined;
  /** The end of what it wrote to standard error. */
  stderrTail = '';

  constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    { replyBytes, stderrBytes, keptBytes }: Limits,
    private readonly events: Events = {},
  ) {
    this.reader = new LineReader(
      () => Math.min(this.pending[0]?.replyBytes ?? replyBytes, replyBytes),
      (line) => this.ended || this.read(line),
      (bytes) => this.end({ kind: 'flooded', bytes, where: 'a reply' }),
    );
    child.stdout.on('data', (chunk: Buffer) => this.ended || this.reader.read(chunk));
    let written = 0;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderrTail = (this.stderrTail + text).slice(-keptBytes);
      events.onStderr?.(text);
      written += text.length;
      if (written > stderrBytes) this.end({ kind: 'flooded', bytes: stderrBytes, where: 'standard error' });
    });
    // A dead process's pipe breaks: `close` reports the death.
    child.stdin.on('error', () => {});
    child.on('error', ({ message }) => this.end({ kind: 'unstartable', how: message }));
    const exited = (code: number | null, signal: string | null) =>
      this.end({ kind: 'exited', code, signal, midLine: this.reader.unfinished !== '' });
    child.on('close', exited);
    child.on('exit', (code, signal) => {
      // Not at once: when this process was busy, what was written is still to be read.
      setTimeout(() => setImmediate(exited, code, signal), graceMilliseconds).unref();
    });
  }

  /**
   * Requests may be made before earlier ones are answered. A death is told to one of them alone: the first that was
   * waiting, or that came after it.
   * @returns undefined when the process died before it came to this request.
   */
  ask<T>({ read, lost, ...request }: Request<T>): Promise<T | undefined> {
    return new Promise((settle) => {
      this.pending.push({
        ...request,
        read: (reply) => settle(read(reply)),
        drop: (death) => settle(death && lost(death)),
      });
      if (this.ended) this.dropAll();
      else this.pump();
    });
  }

  private pump(): void {
    const most = Math.min(this.events.depth?.() ?? Number.POSITIVE_INFINITY, this.pending.length);
    while (this.sent < most) {
      const { line } = at(this.pending, this.sent);
      this.sent++;
      if (this.sent === 1) this.startTimer();
      if (line !== undefined) this.send(line);
    }
  }

  send(line: string): void {
    this.events.onSent?.(line);
    // What is sent in one turn goes in one write: each costs more than most cases take to run.
    if (this.unsent === '') process.nextTick(() => this.flush());
    this.unsent += `${line}\n`;
  }

  private flush(): void {
    if (!this.ended && this.unsent !== '') this.child.stdin.write(this.unsent);
    this.unsent = '';
  }

  private startTimer(): void {
    clearTimeout(this.timer);
    const [head] = this.pending;
    if (head === undefined || this.sent === 0) return;
    const half = head.milliseconds / 2;
    // Only now: looking takes as long as most replies. The first half is taken to be like the second.
    const look = () => {
      const before = turnsOf(this.child.pid);
      this.timer = setTimeout(() => this.late(head, before, 2), half);
    };
    this.timer = setTimeout(look, half);
  }

  /**
   * Its time is over, except for what it was kept waiting meanwhile: on a busy machine a right answer comes late. What
   * waits by itself, for whatever it may be, is not kept.
   * @param before its turns when its time began, or a part of it that counts `times`
   */
  private late(head: Pending, before: Turns, times: number, given = 0): void {
    // Not at once: when it was this process that was busy, the reply is there and still to be read.
    setImmediate(() => {
      if (this.pending[0] !== head || this.ended) return;
      const { milliseconds } = head;
      const now = turnsOf(this.child.pid);
      const more = Math.min(times * keptWaiting(before, now), mostGiven * milliseconds - given);
      if (more < leastGiven) this.end({ kind: 'timeout', milliseconds });
      else this.timer = setTimeout(() => this.late(head, now, 1, given + more), more);
    });
  }

  private read(line: string): void {
    this.events.onLine?.(line);
    const head = this.sent === 0 ? undefined : this.pending[0];
    try {
      if (head === undefined) this.events.onUnasked?.(line);
      else head.read(line);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.end({ kind: 'broke', how: error.message });
    }
    if (this.ended || head === undefined) return;
    this.pending.shift();
    this.sent--;
    this.startTimer();
    this.pump();
  }

  /** Ends it, unless it has ended already. */
  private end(death: Death): void {
    if (this.ended) return;
    this.ended = true;
    this.death = death;
    clearTimeout(this.timer);
    this.kill();
    this.events.onEnd?.(death);
    this.dropAll();
  }

  private dropAll(): void {
    for (const { drop } of this.pending.splice(0)) {
      drop(this.death);
      this.death = undefined;
    }
  }

  /**
   * Says that nothing more will come, and waits for it to go.
   * @returns whether it went by itself within that time; else it is killed.
   */
  async goodbye(milliseconds: number): Promise<boolean> {
    clearTimeout(this.timer);
    if (this.ended) return true;
    const gone = new Promise<boolean>((resolve) => {
      this.child.once('exit', () => resolve(true));
      setTimeout(() => resolve(false), milliseconds).unref();
    });
    this.flush();
    // It goes as it was told to: that is not a death.
    this.ended = true;
    this.child.stdin.end();
    const left = await gone;
    this.kill();
    return left;
  }

  kill(): void {
    endGroup(this.child.pid);
    // What escaped the group may hold these open, and would keep this process from ending.
    this.child.stdout.destroy();
    this.child.stderr.destroy();
  }
}
