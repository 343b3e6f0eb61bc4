/** Cases of one function, whose inputs are described: named sizes, and where their numbers lie. */
import fc from 'fast-check';
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Program } from '../case/program.js';
import type { Shape } from '../case/shape.js';
import type { DType, TensorData } from '../case/tensor-data.js';
import { anyMagnitude, type Fresh, freshCount } from './fresh.js';
import type { Planned } from './planned.js';
import { freePool, type Pool, type Style } from './pools.js';
import { simplestFirst } from './simplest-first.js';
import type { Space } from './space.js';
import { casesOf, type Plan } from './values.js';

/** Where the numbers of an input lie: between two numbers, which are left out, or in one of these sets. */
export type Numbers = 'real' | 'positive' | 'nonzero' | 'integer' | readonly [low: number, high: number];

/** Any number of axes, none among them, the same for all inputs. Only at the beginning of a shape. */
export const anyAxes = '...';

interface DescribedInput {
  /** Numbers, or names of sizes. */
  readonly shape: readonly (string | number)[];
  readonly domain: Numbers;
}

/** A program whose last inputs are constants, which always hold these numbers. */
export interface WithConstants {
  readonly program: Program;
  readonly constants: readonly TensorData[];
}

export interface Described {
  readonly inputs: readonly DescribedInput[];
  /** The least and the greatest size of each name. */
  readonly sizes: ReadonlyMap<string, readonly [least: number, most: number]>;
  /** The function as a program for inputs of these shapes. */
  program(dtype: DType, shapes: readonly Shape[]): WithConstants;
  /** What a drawn case becomes, such as one with other cotangents. */
  readonly finish?: (testCase: Case) => Case;
}

export function describedCases(described: Described, space: Space): Planned<Plan, Case> {
  const names = [...described.sizes];
  const sizes = fc.tuple(...names.map(([, [min, max]]) => fc.nat({ max: max - min }).map((up) => min + up)));
  return casesOf(
    fc.tuple(sizes, axesOf(described), simplestFirst(styles)).map(([drawn, axes, style]) => {
      const sizeOf = new Map(names.map(([name], index) => [name, at(drawn, index)]));
      const shapes = described.inputs.map(({ shape }) => shapeOf(shape, sizeOf, axes));
      return {
        ...described.program(space.dtype, shapes),
        pools: described.inputs.map(({ domain }) => poolOf(domain, style, space)),
        fresh: described.inputs.map(({ domain }) => freshOf(domain, style)),
        style,
      };
    }),
    space,
    described.finish,
  );
}

const styles: readonly Style[] = [...Array<Style>(6).fill('plain'), 'integers', 'zeros', 'large'];

/** The axes that `...` stands for. */
function axesOf({ inputs }: Described): fc.Arbitrary<Shape> {
  const some = inputs.some(({ shape }) => shape.includes(anyAxes));
  return some ? fc.array(simplestFirst([2, 1, 3]), { maxLength: 3, size: 'max' }) : fc.constant([]);
}

const shapeOf = (shape: DescribedInput['shape'], sizes: ReadonlyMap<string, number>, axes: Shape): Shape =>
  shape.flatMap((size) => {
    if (size === anyAxes) return axes;
    return typeof size === 'number' ? [size] : [sizes.get(size) ?? 1];
  });

/** Fractions of an interval, as short as can be; neighbours differ. */
const fractions = [0.5, 0.75, 0.25, 0.875, 0.375, 0.625, 0.125, 0.9, 0.05] as const;

function poolOf(numbers: Numbers, style: Style, space: Space): Pool {
  if (numbers === 'integer') return freePool('integers', 'real', space);
  if (typeof numbers === 'string') return freePool(style, numbers, space);
  const [low, high] = numbers;
  return fractions.map((part) => low + (high - low) * part);
}

/** Far from where functions overflow: what an exercise is made of is not known here. */
const usual = [0.01, 8] as const;

function freshOf(numbers: Numbers, style: Style): Fresh | undefined {
  if (style !== 'plain' || numbers === 'integer') return undefined;
  if (typeof numbers === 'string') return anyMagnitude(usual, numbers);
  const [low, high] = numbers;
  return (_, drawn) => low + ((high - low) * (drawn + 0.5)) / freshCount;
}
