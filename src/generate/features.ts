/** What a fixed core of cases must show: biases, forms of attributes, ranks and numbers, and their combinations. */
import { at } from '../case/at.js';
import { type Attribute, boolean, bound, number, text } from '../case/attributes.js';
import { type Program, shapesOf } from '../case/program.js';
import { type Shape, sizeOf } from '../case/shape.js';
import { factsOf, type Step } from '../case/vocabulary.js';
import { stepBiases } from './biases-of.js';
import { outputBiases, wiringBiases } from './graph-biases.js';
import { shapeBiases } from './shape-biases.js';
import type { Plan } from './values.js';

/** What a plan shows, by kind: the forms of its steps, the axes and numbers written in them, and everything else. */
export interface Features {
  readonly forms: readonly string[];
  /** The axes that a step is about. */
  readonly places: readonly string[];
  readonly numbers: readonly string[];
  readonly others: readonly string[];
  /** Which of the others are kinds of shapes. */
  readonly shapes: readonly string[];
}

export function featuresOf({ program, style }: Plan): Features {
  const shapes = shapesIn(program);
  // Without entries, a case only shows that nothing breaks.
  if (shapes.includes('empty')) {
    const forms = formsIn(program).map((form) => `${form}, of nothing`);
    return { forms, places: [], numbers: [], shapes, others: shapes };
  }
  const wiring = [...wiringBiases(program), ...outputBiases(program)];
  return {
    forms: formsIn(program),
    places: placesIn(program),
    numbers: [...new Set(program.steps.flatMap(numbersOf))],
    shapes,
    others: [...shapes, ...sizesIn(program), ...wiring, ...stylesIn(program, style)],
  };
}

/**
 * With few entries, or next to an input that nothing reads, a style does not show what it seeks; nor does a style that
 * seeks ties of two operands, if these are one input.
 */
function stylesIn(program: Program, style: Plan['style']): string[] {
  const inputs = readInputs(program);
  const few = inputs.some(({ shape }) => sizeOf(shape) < leastOfStyle);
  const ofTies = style === 'kinks' || style === 'near';
  const tied = ofTies && program.steps.some(({ args }) => new Set<number>(args).size < args.length);
  return few || tied || inputs.length < program.inputs.length ? [] : [`numbers ${style}`];
}

const leastOfStyle = 2;

function formsIn(program: Program): string[] {
  const shapes = shapesOf(program);
  const found = program.steps.flatMap((step) => {
    const own = step.args.map((id) => at(shapes, id));
    return [step.op, ...stepBiases(step, own), ...attributesOf(step, own[0] ?? [])];
  });
  return [...new Set(found)];
}

/** Kinds of attributes that take few values. */
const forms: readonly Attribute[] = [boolean, text, bound];

/** Attributes that take few values, by their value; an axis, by its position. */
function attributesOf(step: Step, shape: Shape): string[] {
  return attributes(step).flatMap(([name, kind, value]) => {
    if (name === 'axis') return [placeOf(value as number, shape.length)];
    return forms.includes(kind) ? [`${name} ${value}`] : [];
  });
}

/** Numbers such as an exponent. */
const numbersOf = (step: Step): string[] =>
  attributes(step).flatMap(([name, kind, value]) => (kind === number ? [`${name} ${value}`] : []));

const attributes = (step: Step): (readonly [name: string, kind: Attribute, value: unknown])[] =>
  Object.entries(factsOf(step).attributes).map(([name, kind]) => [
    name,
    kind,
    (step as unknown as Readonly<Record<string, unknown>>)[name],
  ]);

/** A new axis, as that of a stack, may come after the last. */
function placeOf(axis: number, length: number): string {
  const at = axis < 0 ? axis + length : axis;
  if (at <= 0) return 'axis first';
  return at < length - 1 ? 'axis between' : 'axis last';
}

/** The shape of an input that nothing reads shows nothing. */
function readInputs({ inputs, steps }: Program): Program['inputs'] {
  const read = new Set(steps.flatMap(({ args }) => [...args]));
  return inputs.filter((_, id) => read.has(id));
}

/** If all axes have one size, a wrong axis fits as well. */
function shapesIn(program: Program): string[] {
  const found = readInputs(program).flatMap(({ shape }): string[] => {
    const biases = shapeBiases(shape);
    const alike = biases.includes('equal-dimensions') && !biases.includes('distinct-dimensions');
    return alike ? [...biases, 'all alike'] : biases;
  });
  return [...new Set(found)];
}

/** Whether a list of axes holds the first, the last, or others. */
function placesIn(program: Program): string[] {
  const shapes = shapesOf(program);
  const found = program.steps.flatMap((step) => {
    const { length } = at(shapes, at(step.args, 0));
    const lists = attributes(step).filter(([name]) => name === 'axes');
    return lists.flatMap(([, , value]) => {
      if (value === null || length < 2) return [];
      const list = [value].flat() as number[];
      const places = list.map((axis) => placeOf(axis, length));
      return places.length === 0 ? [] : [[...new Set(places)].sort().join(' and ')];
    });
  });
  return [...new Set(found)];
}

function sizesIn(program: Program): string[] {
  const inputs = readInputs(program);
  const ranks = inputs.map(({ shape }) => `rank ${shape.length}`);
  return [...new Set(ranks), ...(inputs.some(({ shape }) => sizeOf(shape) > 16) ? ['many entries'] : [])];
}
