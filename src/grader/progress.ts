import { askedParts } from './asked.js';
import type { Exercise } from './exercises.js';

export interface Progress {
  /** Cases judged, out of the most that there can be. */
  readonly done: number;
  readonly total: number;
  /** The exercise that advanced. */
  readonly what: string;
}

/**
 * Counts the cases of exercises that are graded in parallel. An exercise that ends early counts in full. Credit by
 * law asks some cases again: these are added to the total as they are asked, so that the count never exceeds the
 * total.
 */
export class ProgressCounter {
  private readonly done = new Map<string, number>();
  private readonly planned: ReadonlyMap<string, number>;

  constructor(
    exercises: readonly Exercise[],
    private readonly runsPerPart: number,
    private readonly report: (progress: Progress) => void = () => {},
    private readonly only?: readonly string[],
  ) {
    this.planned = new Map(
      exercises.map((exercise) => [exercise.id, this.partCount(exercise) * runsPerPart] as const),
    );
  }

  run({ id }: Exercise): void {
    this.set(id, (this.done.get(id) ?? 0) + 1);
  }

  finishParts({ id }: Exercise, parts: number): void {
    this.set(id, parts * this.runsPerPart);
  }

  finish(exercise: Exercise): void {
    this.finishParts(exercise, this.partCount(exercise));
  }

  private partCount(exercise: Exercise): number {
    return askedParts(this.only, exercise).length;
  }

  private set(what: string, done: number): void {
    this.done.set(what, done);
    const counts = [...this.planned].map(([id, planned]) => ({ planned, done: this.done.get(id) ?? 0 }));
    this.report({
      done: counts.reduce((sum, each) => sum + each.done, 0),
      total: counts.reduce((sum, each) => sum + Math.max(each.planned, each.done), 0),
      what,
    });
  }
}
