/**
 * How often each part failed in the same way. The count is kept next to the counterexamples, for a learner who runs
 * `grade` again and again. Grades of classes and reports keep no such count, so that one submission yields one text.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { saveJson } from '../write-file.js';
import type { Topic } from './hint.js';

export interface Rungs {
  /** How often the part failed in this way, up to and including this run. */
  earlier(exercise: string, part: string, topic: Topic): number;
  /** A part that passes, or is no longer asked for, begins anew. */
  passed(exercise: string, part: string): void;
}

interface Failed {
  readonly topic: string;
  readonly times: number;
}

export class SavedRungs implements Rungs {
  private readonly before: ReadonlyMap<string, Failed>;
  private readonly now: Map<string, Failed>;

  /** @param folder where counterexamples are kept */
  constructor(
    private readonly folder: string,
    private readonly submission: string,
  ) {
    this.before = readRecord(join(folder, 'hints.json'));
    this.now = new Map(this.before);
  }

  earlier(exercise: string, part: string, topic: Topic): number {
    const key = this.keyOf(exercise, part);
    const last = this.before.get(key);
    const times = last?.topic === topic ? last.times : 0;
    this.now.set(key, { topic, times: times + 1 });
    return times;
  }

  passed(exercise: string, part: string): void {
    this.now.delete(this.keyOf(exercise, part));
  }

  /** If it cannot be written, the next run begins with the first hint again; that is no reason to fail. */
  save(): void {
    if (this.now.size === 0 && this.before.size === 0) return;
    try {
      saveJson(this.folder, 'hints', { version: 1, failed: Object.fromEntries(this.now) });
    } catch {}
  }

  private keyOf(exercise: string, part: string): string {
    return `${resolve(this.submission)} ${exercise} ${part}`;
  }
}

/** A file that is not a record of ours is ignored. */
function readRecord(file: string): Map<string, Failed> {
  try {
    const { failed } = JSON.parse(readFileSync(file, 'utf8')) as { failed?: Record<string, Failed> };
    const entries = Object.entries(Object(failed) as Record<string, Failed>);
    return new Map(entries.filter(([, each]) => isFailed(each)));
  } catch {
    return new Map();
  }
}

const isFailed = (json: unknown): json is Failed => {
  const { topic, times } = Object(json);
  return typeof topic === 'string' && Number.isSafeInteger(times) && times >= 0;
};
