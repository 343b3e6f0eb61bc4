/** A case on disk may ask for more than any machine has: that is seen before anything is built. */
import type { Case } from '../case/case.js';
import { shapesOf } from '../case/program.js';
import { sizeOf } from '../case/shape.js';
import { UsageError } from './command.js';

/** Deep programs of our own have 2000 steps. */
const mostSteps = 5_000;
/** Of all tensors together. The reference asks each entry of each step for its slopes. */
const mostEntries = 100_000;

/** A model past what Jacobians allow is judged along directions. */
export const mostModelEntries = 2_000_000;

/** @param json not parsed yet: parsing, too, takes its time for each step @throws {UsageError} */
export function checkSteps(json: unknown, file: string): void {
  const steps = Object(Object(json).program).steps;
  if (!Array.isArray(steps) || steps.length <= mostSteps) return;
  throw new UsageError(`${file} holds ${steps.length} steps; at most ${mostSteps} can be run.`);
}

/** @throws {UsageError} */
export function checkSize({ program }: Case, file: string, most = mostEntries): void {
  const entries = shapesOf(program).reduce((total, shape) => total + sizeOf(shape), 0);
  if (entries <= most) return;
  throw new UsageError(`${file} computes tensors of ${entries} entries in all; at most ${most} can be run.`);
}
