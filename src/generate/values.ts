/** A plan knows its program and the pool of each input; here it gets numbers and becomes a case. */

import fc from 'fast-check';
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import { outputTypes, type Program } from '../case/program.js';
import { sizeOf } from '../case/shape.js';
import { type TensorData, type TensorType, tensorData } from '../case/tensor-data.js';
import { type Fresh, freshCount, freshWeight, longWeight } from './fresh.js';
import { Planned } from './planned.js';
import type { Pool, Style } from './pools.js';
import { readable } from './readable.js';
import type { Space } from './space.js';
import { equalsAny } from './value-biases.js';

/** Everything about a case except its numbers. */
export interface Plan {
  readonly program: Program;
  /** One per input. */
  readonly pools: readonly Pool[];
  /** One per input, if its entries may be numbers outside its pool. */
  readonly fresh: readonly (Fresh | undefined)[];
  /** The kind of these numbers. */
  readonly style: Style;
  /** Inputs that hold the same numbers as earlier ones. */
  readonly copies?: ReadonlyMap<number, number>;
  /** What the last inputs hold, whatever is drawn: they have no pools. */
  readonly constants?: readonly TensorData[];
}

/** Cases made from plans; they shrink toward smaller plans first, then toward simpler numbers. */
export const casesOf = (
  plans: fc.Arbitrary<Plan>,
  space: Space,
  finish: (testCase: Case) => Case = (testCase) => testCase,
): Planned<Plan, Case> =>
  new Planned({
    plans,
    // Thousands of entries would shrink one by one: those of a long case follow from one number.
    numbers: (plan) => moves(space.long === undefined ? numbersOf(plan, space) : 1),
    make: (plan, numbers) => readable(finish(caseOf(plan, numbers, space))),
  });

/** How many numbers a case takes: inputs, cotangents, and directions for order 2. */
function numbersOf({ program, constants }: Plan, space: Space): number {
  const round = entriesOf(outputTypes(program)) + (space.order === 2 ? entriesOf(program.inputs) : 0);
  return entriesOf(drawnInputs(program, constants)) + space.cotangents * round;
}

const drawnInputs = ({ inputs }: Program, constants: readonly TensorData[] = []) =>
  inputs.slice(0, inputs.length - constants.length);

function caseOf(plan: Plan, numbers: readonly number[], space: Space): Case {
  const { program, pools, fresh, copies, constants = [] } = plan;
  const { mode, order, kinks } = space;
  const outputs = outputTypes(program);
  const rounds = Array.from({ length: space.cotangents }, (_, round) => round);
  let taken = 0;
  const fill = ({ dtype, shape }: TensorType, entry: Entry): TensorData => {
    const data: number[] = [];
    const size = sizeOf(shape);
    for (let position = 0; position < size; position++) data.push(entry(position, next()));
    return tensorData(dtype, shape, data);
  };
  const first = numbers[0] ?? 0;
  const next = (): number => {
    const index = taken++;
    return space.long === undefined ? (numbers[index] as number) : scatteredFrom(first, index);
  };
  const mayBeFresh = fresh.some((each) => each !== undefined);
  const weights = (types: readonly TensorType[], start: number): TensorData[] =>
    types.map((type, index) => fill(type, weight(start + index, mayBeFresh, space)));
  const inputs: TensorData[] = [];
  for (const [index, type] of drawnInputs(program, constants).entries()) {
    const [pool, start] = [at(pools, index), taken];
    const moved = (by: number): TensorData => {
      taken = start;
      return fill(type, fromPool(pool, index + by, fresh[index]));
    };
    let own = moved(0);
    // Where no two inputs may be equal, the entries move along their pool.
    for (let by = 1; !space.biases.has('equal-inputs') && by < pool.length && equalsAny(own, inputs); by++)
      own = moved(by);
    inputs.push(inputs[copies?.get(index) ?? index] ?? own);
  }
  inputs.push(...constants);
  const cotangents = rounds.map((round) => weights(outputs, round));
  const directions = order === 2 ? rounds.map((round) => weights(program.inputs, round + 1)) : [];
  return { program, inputs, cotangents, mode, order, directions, ...(kinks && { kinks }) };
}

/** One of the fresh numbers. */
const scatteredFrom = (drawn: number, index: number): number =>
  freshCount + ((drawn + 7919 * index) % freshCount);

/** An entry, by its position and by what was drawn for it. */
type Entry = (position: number, drawn: number) => number;

const entriesOf = (types: readonly TensorType[]): number =>
  types.reduce((count, { shape }) => count + sizeOf(shape), 0);

const poolMoves = 18;
/** The first half of the numbers move along the pool, the second half are fresh. */
const mostDrawn = 2 * freshCount - 1;
const known = new Map<number, fc.Arbitrary<number[]>>();

/** For each entry, how far it moves along its list, or which fresh number it is. Kept by length: making an arbitrary costs more than drawing. */
function moves(length: number): fc.Arbitrary<number[]> {
  const found = known.get(length);
  if (found !== undefined) return found;
  const made = fc.array(fc.nat({ max: mostDrawn }), { minLength: length, maxLength: length, size: 'max' });
  known.set(length, made);
  return made;
}

/** An unmoved entry is given by its position, so that neighbours differ, and so do two inputs. */
const fromPool =
  (pool: Pool, input: number, fresh: Fresh | undefined): Entry =>
  (position, drawn) =>
    drawn >= freshCount && fresh !== undefined
      ? fresh(position, drawn - freshCount)
      : (pool[(position + input + (drawn % poolMoves)) % pool.length] as number);

/** Signed, without 0, 1 and -1. Even and odd places hold different numbers. */
const weightList = [2, -3, 5, -1.5, -2, 3, 4, -2.5, -5, 1.5, 0.5, 6, -4, 2.5, -0.75, -6] as const;

/**
 * Cotangents and directions. Moving by twos keeps an even position on even places, so neighbours always differ: a
 * cotangent is never constant, and a single entry is never 1. Nor are fresh cotangents.
 */
const weight =
  (start: number, mayBeFresh: boolean, space: Space): Entry =>
  (position, drawn) =>
    mayBeFresh && drawn >= freshCount
      ? space.long === undefined
        ? freshWeight(drawn - freshCount, space)
        : longWeight(drawn - freshCount)
      : (weightList[(position + start + 2 * (drawn % poolMoves)) % weightList.length] as number);
