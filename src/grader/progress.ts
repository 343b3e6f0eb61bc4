import type { Exercise } from './exercises.js';

export interface Progress {
  /** Cases judged, of those that there can be. */
  readonly done: number;
  readonly total: number;
  /** The exercise that went on. */
  readonly what: string;
}

/** Counts the cases of exercises that are graded side by side. What ends early counts in full. */
export class ProgressCounter {
  private readonly done = new Map<string, number>();
  private readonly total: number;

  constructor(
    exercises: readonly Exercise[],
    private readonly runsPerPart: number,
    private readonly report: (progress: Progress) => void = () => {},
  ) {
    this.total = exercises.reduce((sum, exercise) => sum + partCount(exercise), 0) * runsPerPart;
  }

  run({ id }: Exercise): void {
    this.set(id, (this.done.get(id) ?? 0) + 1);
  }

  finishParts({ id }: Exercise, parts: number): void {
    this.set(id, parts * this.runsPerPart);
  }

  finish(exercise: Exercise): void {
    this.finishParts(exercise, partCount(exercise));
  }

  private set(what: string, done: number): void {
    this.done.set(what, done);
    const all = [...this.done.values()].reduce((sum, each) => sum + each, 0);
    this.report({ done: all, total: this.total, what });
  }
}

const partCount = ({ kind, ops }: Exercise): number => (kind === 'rules' ? ops.length : 1);
