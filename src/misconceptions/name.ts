/** Which known mistake gives the same answers as these? */
import type { Case } from '../program/case.js';
import type { Done, Outcome } from '../program/implementation.js';
import type { TensorData } from '../program/tensor-data.js';
import type { Misconception } from './misconception.js';
import { plant } from './plant.js';

/** A case, and what the implementation in question made of it. */
export interface Evidence {
  readonly testCase: Case;
  readonly outcome: Outcome;
}

/** The first of these mistakes that explains all of the evidence. */
export async function nameMisconception(
  evidence: readonly Evidence[],
  suspects: readonly Misconception[],
): Promise<Misconception | undefined> {
  for (const suspect of suspects) {
    if (await explains(suspect, evidence)) return suspect;
  }
  return undefined;
}

async function explains(suspect: Misconception, evidence: readonly Evidence[]): Promise<boolean> {
  const planted = plant(suspect);
  for (const { testCase, outcome } of evidence) {
    if (!sameOutcome(await planted.run(testCase), outcome)) return false;
  }
  return evidence.length > 0;
}

function sameOutcome(a: Outcome, b: Outcome): boolean {
  if (a.kind === 'malformed' && b.kind === 'malformed') return a.problem === b.problem;
  if (a.kind === 'crashed' && b.kind === 'crashed') return a.error.type === b.error.type;
  if (a.kind !== 'done' || b.kind !== 'done') return a.kind === b.kind;
  const gradients = (done: Done) => [...done.vjps.flat(), ...done.seconds.flat()];
  return sameTensors(a.values, b.values) && sameTensors(gradients(a), gradients(b));
}

const sameTensors = (a: readonly TensorData[], b: readonly TensorData[]): boolean =>
  a.length === b.length &&
  a.every(({ data }, index) => data.every((entry, at) => close(entry, b[index]?.data[at] ?? Number.NaN)));

/** Equal up to what two ways of writing the same mistake may round differently. */
const close = (a: number, b: number): boolean =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-5 * Math.max(Math.abs(a), Math.abs(b), 1e-3);
