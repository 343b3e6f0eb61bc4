/** A look at a function around one point: its outputs there, a glance at its slopes, and more where more is asked. */
import { at } from '../case/at.js';
import { glanceOf, glancePoints } from './glance.js';
import { type Coordinate, coordinatesOf, copyOf } from './points.js';
import type { Slope } from './slopes.js';
import type { Place, Subject, Tensors } from './subject.js';
import { Truth } from './truth.js';

/** More slopes than this are not found one by one: directions tell of all together, and a sample of entries. */
export const mostCoordinates = 96;

/** How many single entries are looked at where there are too many for all. */
const sampled = 24;

export interface Looked {
  readonly outputs: Tensors;
  /** The coordinates that are looked at one by one. */
  readonly chosen: readonly Coordinate[];
  /** By coordinate, then by entry of the outputs; undefined if it is not to be trusted. */
  readonly glance: readonly (readonly Slope[])[] | undefined;
  readonly truth: Truth;
}

/**
 * All that can be asked before anything is known, in one message.
 * @param given the inputs themselves, which the function may write to; elsewhere it gets copies
 */
export async function lookAt(
  whole: Pick<Subject, 'values'>,
  subject: Subject,
  place: Place,
  given: Tensors,
): Promise<Looked> {
  const all = coordinatesOf(place);
  const chosen = all.length <= mostCoordinates ? all : spread(all, sampled);
  const points = glancePoints(place.inputs, chosen).map((inputs) => inputs.map(copyOf));
  const [outputs = [], ...around] = await whole.values([given, ...points]);
  const glance = glanceOf(place.inputs, chosen, outputs, around);
  return { outputs, chosen, glance, truth: new Truth(subject, place, outputs) };
}

/** So many of a list, evenly spread, the first and the last among them. */
const spread = <T>(list: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, n) => at(list, Math.round((n * (list.length - 1)) / (count - 1))));
