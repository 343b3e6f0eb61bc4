/** Functions whose definition is given as tensor code: the reference knows them as well as any op. */
import type fc from 'fast-check';
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Implementation, Outcome } from '../case/implementation.js';
import { outputTypes, type Program } from '../case/program.js';
import { dtypes, type TensorData } from '../case/tensor-data.js';
import { opNames, type Step } from '../case/vocabulary.js';
import { interpret, lazily, Tensor, toProgram } from '../engine/index.js';
import { cotangentsFor, type Drawn } from './draw.js';
import { programOf } from './expression.js';
import { crashReport } from './no-answer.js';
import { copyOf } from './points.js';
import type { Subject, Tensors } from './subject.js';

/** Tensor code of the engine. */
export type Definition = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

/** An expression as tensor code. @throws {SyntaxError} when it is none */
export function definitionOf(expression: string, names: readonly string[]): Definition {
  const program = programOf(expression, names);
  return (...inputs) => interpret(program, inputs);
}

/** The program of a definition on inputs like these, and what it makes of constants: further inputs. */
function traced(
  definition: Definition,
  inputs: Tensors,
): { program: Program; constants: readonly TensorData[] } {
  return lazily(() => {
    const leaves = inputs.map((data) => Tensor.fromData(data, { requiresGrad: true }));
    const outputs = [definition(...leaves)].flat() as Tensor[];
    const { program, constants } = toProgram(outputs, leaves);
    return { program: constantsDetached(program, inputs.length), constants };
  });
}

/** The same with its last inputs as constants, which have no gradient: each is detached before it is read. */
export function constantsDetached({ inputs, steps, outputs }: Program, count: number): Program {
  const constants = inputs.length - count;
  if (constants === 0) return { inputs, steps, outputs };
  const shifted = (id: number) => (id < count ? id : id + constants);
  const detached = Array.from({ length: constants }, (_, n): Step => ({ op: 'detach', args: [count + n] }));
  return {
    inputs,
    steps: [
      ...detached,
      ...steps.map((step) => ({ ...step, args: step.args.map(shifted) }) as unknown as Step),
    ],
    outputs: outputs.map(shifted),
  };
}

/** Cases of a definition, on drawn inputs. */
export const definedCases = (draws: fc.Arbitrary<Drawn>, definition: Definition): fc.Arbitrary<Case> =>
  draws.map((drawn) => caseOf(drawn, definition));

function caseOf({ inputs, weights }: Drawn, definition: Definition): Case {
  const { program, constants } = traced(definition, inputs);
  return {
    program,
    inputs: [...inputs, ...constants],
    cotangents: cotangentsFor(outputTypes(program), weights),
    mode: 'eager',
    order: 1,
    directions: [],
  };
}

/** A function under test as the implementation of its definition's programs. */
export const implementationOf = (subject: Subject, differentiable: readonly boolean[]): Implementation => ({
  name: subject.name,
  ops: opNames,
  dtypes,
  modes: ['eager'],
  maxOrder: 1,
  broadcasts: true,
  async run({ inputs, cotangents }): Promise<Outcome> {
    const own = inputs.slice(0, differentiable.length).map(copyOf);
    const given = cotangents.map((list) => list.map(copyOf));
    try {
      const values = at(await subject.values([own]), 0);
      const gradients = await subject.vjps(own, given);
      const vjps = gradients.map((list) =>
        inputs.map((input, n) => (differentiable[n] ? list[n] : null) ?? zeros(input)),
      );
      return {
        kind: 'done',
        values,
        vjps,
        seconds: [],
        echo: [...own, ...inputs.slice(own.length), ...given.flat()],
      };
    } catch (error) {
      return { kind: 'crashed', error: crashReport(error) };
    }
  },
});

const zeros = (tensor: TensorData): TensorData => ({ ...tensor, data: tensor.data.map(() => 0) });
