/** Chooses cases that show every drawn pair of features, because what a mistake depends on is seldom drawn first. */
import type { Case } from '../case/case.js';
import type { TensorData } from '../case/tensor-data.js';
import type { Step } from '../case/vocabulary.js';

export interface Diverse {
  /** The cases that show two features together which no earlier case does. */
  readonly first: readonly Case[];
  readonly others: readonly Case[];
}

/** Both in the given order. */
export function diverse(cases: readonly Case[]): Diverse {
  const seen = new Set<string>();
  const [first, others]: [Case[], Case[]] = [[], []];
  for (const testCase of cases) {
    const before = seen.size;
    for (const pair of pairsOf(featuresOf(testCase))) seen.add(pair);
    (seen.size > before ? first : others).push(testCase);
  }
  return { first, others };
}

const pairsOf = (features: readonly string[]): string[] =>
  features.flatMap((one, index) => features.slice(index + 1).map((other) => `${one} ${other}`));

/** The features of a case as text: `order 2`, `input 0 has zeros`. */
function featuresOf({ program, inputs, order, mode }: Case): string[] {
  const [first, ...others] = program.steps;
  // For programs of several steps only the wiring counts: more features would make every one of them new.
  const steps = first === undefined || others.length > 0 ? [String(others.length)] : featuresOfStep(first);
  return [`order ${order}`, mode, ...steps, ...inputs.slice(0, 2).flatMap(featuresOfInput)];
}

function featuresOfInput({ dtype, shape, data }: TensorData, input: number): string[] {
  const sizes = shape.filter((size) => size > 1);
  return [
    dtype,
    `${input} has ${shape.length} axes`,
    `${input} of size 1: ${shape.includes(1)}, equal: ${new Set(sizes).size < sizes.length}`,
    `${input} zero: ${data.includes(0)}`,
    `${input} negative: ${data.some((entry) => entry < 0)}`,
  ];
}

const featuresOfStep = ({ op, args, ...attributes }: Step): string[] => [
  `${op} of ${new Set(args).size}`,
  ...Object.entries(attributes).map(([name, value]) => `${name} ${kindOfAttribute(value)}`),
];

/** For lists, their length and whether they count from the end; for numbers, what distinguishes exponents. */
function kindOfAttribute(value: unknown): string {
  if (Array.isArray(value)) {
    return `${value.length} ${[value.some((each) => each < 0), value.includes(0), value.includes(1)]}`;
  }
  if (typeof value !== 'number') return String(value);
  return Number.isInteger(value) && Math.abs(value) < 3 ? String(value) : String(Math.sign(value));
}
