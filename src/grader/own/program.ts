/** The definition of an instructor's exercise as a program, whose truth the reference knows. */
import type { Program } from '../../case/program.js';
import { formatShape, type Shape, sizeOf } from '../../case/shape.js';
import type { DType } from '../../case/tensor-data.js';
import { isStep, lazily, nodesOf, Tensor, toProgram } from '../../engine/index.js';
import { type Described, describedCases, type PlannedCases, type Space } from '../../generate/index.js';
import type { Exercise } from '../exercises.js';
import { SetupError } from '../setup-error.js';
import type { ExerciseDefinition } from './definition.js';
import { readDefinition } from './read.js';

export const definitionOf = ({ id, own }: Pick<Exercise, 'id' | 'own'>): ExerciseDefinition => {
  if (own === undefined) throw new Error(`${id} has no definition of its own`);
  return readDefinition(own.code, `${id}/definition.ts`);
};

/** Draws the cases of a space. */
export function casesOfOwn(exercise: Exercise): (space: Space) => PlannedCases {
  const described = describe(exercise);
  return (space) => describedCases(described, space);
}

const defaultSizes = [1, 4] as const;

function describe(exercise: Exercise): Described {
  const { inputs, sizes = {}, definition } = definitionOf(exercise);
  const described = Object.values(inputs).map(({ shape, numbers = 'real' }) => ({ shape, numbers }));
  const names = described.flatMap(({ shape }) => shape).filter((size) => typeof size === 'string');
  return {
    inputs: described,
    sizes: new Map(
      names.filter((name) => name !== '...').map((name) => [name, sizes[name] ?? defaultSizes] as const),
    ),
    program: remembered((dtype, shapes) => traced(exercise.id, definition, dtype, shapes)),
  };
}

/** The same few shapes are drawn again and again. */
function remembered(program: Described['program']): Described['program'] {
  const known = new Map<string, Program>();
  return (dtype, shapes) => {
    const key = JSON.stringify([dtype, shapes]);
    const found = known.get(key) ?? program(dtype, shapes);
    known.set(key, found);
    return found;
  };
}

/** @throws {SetupError} if the definition throws, or is not made of the vocabulary's ops and its inputs alone */
function traced(
  id: string,
  definition: ExerciseDefinition['definition'],
  dtype: DType,
  shapes: readonly Shape[],
): Program {
  const leaves = shapes.map((shape) =>
    Tensor.fromData(
      { dtype, shape, data: new Array<number>(sizeOf(shape)).fill(0.5) },
      { requiresGrad: true },
    ),
  );
  const complain = (what: string) =>
    new SetupError(`The definition of ${id}, given ${shapes.map(formatShape).join(', ')}, ${what}.`);
  const output = lazily(() => outputOf(() => definition(...leaves), complain));
  const strange = nodesOf([output]).find((node) => !leaves.includes(node) && !isStep(node));
  if (strange?.op) throw complain(`uses ${strange.op.name}, which is no op of the vocabulary`);
  if (strange !== undefined) {
    throw complain(
      `makes a tensor of shape ${formatShape(strange.shape)} that is none of its inputs: say it with ops and their numbers, or make it an input`,
    );
  }
  const { program } = toProgram([output], leaves);
  if (program.steps.length === 0)
    throw complain('returns an input as it is, which leaves nothing to differentiate');
  return program;
}

function outputOf(define: () => unknown, complain: (what: string) => SetupError): Tensor {
  let output: unknown;
  try {
    output = define();
  } catch (error) {
    throw complain(`throws ${String(error)}`);
  }
  if (output instanceof Tensor) return output;
  throw complain(`returns ${output === undefined ? 'nothing' : typeof output}, and no tensor`);
}
