/** The same failure with less to read: float64, the plain mode, entries to look at, one cotangent, first order. */
import type { Case } from '../case/case.js';
import type { Implementation } from '../case/implementation.js';
import { outputTypes, type Program } from '../case/program.js';
import { ShapeError, sameShape, sizeOf } from '../case/shape.js';
import { formatNumber, type TensorData, type TensorType } from '../case/tensor-data.js';
import type { Step } from '../case/vocabulary.js';
import { judge } from './judge.js';
import type { Law } from './law.js';
import type { Verdict } from './verdict.js';

interface Broken {
  readonly law: Pick<Law, 'id' | 'sentence'>;
  readonly verdict: Verdict;
  readonly testCase: Case;
}

/**
 * A failure in its simplest form: a step is taken only if the same law still breaks in the same way.
 * @param laws that are judged; in first order another of them may break in that way
 */
export async function simplified(
  implementation: Implementation,
  broken: Broken,
  laws: readonly Law[],
): Promise<Broken> {
  let simplest = broken;
  for (const { variants, sameLaw } of steps(implementation)) {
    for (const testCase of variants(simplest.testCase)) {
      const verdicts = await judge(implementation, testCase, laws);
      const same = verdicts.find(
        ({ law, verdict }) =>
          verdict.kind === simplest.verdict.kind && (!sameLaw || law.id === simplest.law.id),
      );
      if (same === undefined) continue;
      simplest = { ...same, testCase };
      break;
    }
  }
  return simplest;
}

interface SimplerForm {
  /** The simplest first; none if the case has this form already. */
  readonly variants: (testCase: Case) => readonly Case[];
  readonly sameLaw: boolean;
}

const steps = ({ dtypes, modes: [plain] }: Implementation): readonly SimplerForm[] => [
  { variants: withEntries, sameLaw: true },
  {
    variants: (testCase) => (dtypes.includes('float64') ? inFloat64(testCase) : []),
    sameLaw: true,
  },
  {
    variants: (testCase) =>
      plain === undefined || testCase.mode === plain ? [] : [{ ...testCase, mode: plain }],
    sameLaw: true,
  },
  { variants: firstOrder, sameLaw: false },
  { variants: oneCotangent, sameLaw: true },
];

function firstOrder(testCase: Case): Case[] {
  if (testCase.order === 1 && testCase.cotangents.length < 2) return [];
  return testCase.cotangents.map((cotangent) => ({
    ...testCase,
    cotangents: [cotangent],
    order: 1,
    directions: [],
  }));
}

function oneCotangent(testCase: Case): Case[] {
  if (testCase.cotangents.length < 2) return [];
  return testCase.cotangents.map((cotangent, index) => ({
    ...testCase,
    cotangents: [cotangent],
    directions: testCase.directions.slice(index, index + 1),
  }));
}

function inFloat64(testCase: Case): Case[] {
  if (testCase.program.inputs.every(({ dtype }) => dtype === 'float64')) return [];
  const wide = ({ dtype, shape, data }: TensorData): TensorData => ({
    dtype: 'float64',
    shape,
    data: data.map((entry) => Number(formatNumber(entry, dtype))),
  });
  const { program, inputs, cotangents, directions } = testCase;
  return [
    {
      ...testCase,
      program: { ...program, inputs: program.inputs.map(({ shape }) => ({ dtype: 'float64', shape })) },
      inputs: inputs.map(wide),
      cotangents: cotangents.map((list) => list.map(wide)),
      directions: directions.map((list) => list.map(wide)),
    },
  ];
}

/** Empty axes get size two, or one. */
function withEntries(testCase: Case): Case[] {
  const { program } = testCase;
  if (program.inputs.every(({ shape }) => sizeOf(shape) > 0)) return [];
  return [2, 1].flatMap((size) => {
    const grown: Program = {
      ...program,
      inputs: program.inputs.map(({ dtype, shape }) => ({ dtype, shape: filled(shape, size) })),
      steps: program.steps.map((step) =>
        'shape' in step ? ({ ...step, shape: filled(step.shape, size) } as Step) : step,
      ),
    };
    const outputs = typesOf(grown);
    return outputs === undefined ? [] : [refilled(testCase, grown, outputs)];
  });
}

const filled = (shape: readonly number[], size: number): number[] => shape.map((axis) => axis || size);

/** Undefined if the shapes no longer fit. */
function typesOf(program: Program): TensorType[] | undefined {
  try {
    return outputTypes(program);
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

function refilled(testCase: Case, program: Program, outputs: readonly TensorType[]): Case {
  const fitted = (tensors: readonly TensorData[], types: readonly TensorType[]) =>
    types.map((type, index) => refill(tensors[index], type, index));
  return {
    ...testCase,
    program,
    inputs: fitted(testCase.inputs, program.inputs),
    cotangents: testCase.cotangents.map((list) => fitted(list, outputs)),
    directions: testCase.directions.map((list) => fitted(list, program.inputs)),
  };
}

/** In the domain of nearly every op, and without ties. */
function refill(tensor: TensorData | undefined, { dtype, shape }: TensorType, index: number): TensorData {
  if (tensor !== undefined && sameShape(tensor.shape, shape)) return tensor;
  const data = Array.from({ length: sizeOf(shape) }, (_, at) => 0.5 + 0.125 * (at + index));
  return { dtype, shape, data };
}
