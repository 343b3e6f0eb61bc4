/** Functions whose definition is given as tensor code: the reference knows them as well as any op. */
import type fc from 'fast-check';
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Done, Implementation, Outcome } from '../case/implementation.js';
import { outputTypes, type Program } from '../case/program.js';
import { dtypes, type TensorData, type TensorType } from '../case/tensor-data.js';
import { opNames, type Step } from '../case/vocabulary.js';
import { interpret, lazily, Tensor, toProgram } from '../engine/index.js';
import { isDeath } from '../verify/index.js';
import { cotangentsFor, type Drawn } from './draw.js';
import { programOf } from './expression.js';
import { crashReport, NoAnswer } from './no-answer.js';
import { copyOf } from './points.js';
import type { Gradients, Subject, Tensors } from './subject.js';

/** Tensor code of the engine. */
export type Definition = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

/** An expression, or a program, as tensor code. @throws {SyntaxError} when it is no expression that can be read */
export function definitionOf(known: string | Program, names: readonly string[]): Definition {
  const program = typeof known === 'string' ? programOf(known, names) : known;
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

/** The same with its last inputs as constants, which have no gradient. */
export const constantsDetached = (program: Program, count: number): Program =>
  detached(
    program,
    program.inputs.map((_, index) => index).filter((index) => index >= count),
  );

/** The same with some of its inputs as constants: each is detached before it is read. @param constants ids of inputs */
export function detached({ inputs, steps, outputs }: Program, constants: readonly number[]): Program {
  if (constants.length === 0) return { inputs, steps, outputs };
  const shifted = (id: number) => {
    if (id >= inputs.length) return id + constants.length;
    const place = constants.indexOf(id);
    return place === -1 ? id : inputs.length + place;
  };
  return {
    inputs,
    steps: [
      ...constants.map((id): Step => ({ op: 'detach', args: [id] })),
      ...steps.map((step) => ({ ...step, args: step.args.map(shifted) }) as unknown as Step),
    ],
    outputs: outputs.map(shifted),
  };
}

/** Cases of a definition, on drawn inputs. */
export const definedCases = (
  draws: fc.Arbitrary<Drawn>,
  definition: Definition,
  order: Case['order'] = 1,
): fc.Arbitrary<Case> => draws.map((drawn) => caseOf(drawn, definition, order));

const caseOf = ({ inputs, weights }: Drawn, definition: Definition, order: Case['order']): Case =>
  definedCase(
    inputs,
    definition,
    (outputs) => cotangentsFor(outputs, weights),
    (types) => (order === 2 ? cotangentsFor(types, weights.toReversed()) : []),
  );

/**
 * One case of a definition.
 * @param cotangents how they are made of the outputs' types
 * @param directions those of second order, made of the inputs' types; none for order 1
 */
export function definedCase(
  inputs: Tensors,
  definition: Definition,
  cotangents: (outputs: readonly TensorType[]) => readonly Tensors[],
  directions: (inputs: readonly TensorType[]) => readonly Tensors[] = () => [],
): Case {
  const { program, constants } = traced(definition, inputs);
  const own = directions(program.inputs);
  return {
    program,
    inputs: [...inputs, ...constants],
    cotangents: cotangents(outputTypes(program)),
    mode: 'eager',
    order: own.length > 0 ? 2 : 1,
    directions: own,
  };
}

/** A function under test as the implementation of its definition's programs. */
export function implementationOf(subject: Subject, differentiable: readonly boolean[]): Implementation {
  const asked = new Answers(subject, differentiable);
  // Each try of what ends the process would cost another life.
  let hasDied = false;
  return {
    name: subject.name,
    ops: opNames,
    dtypes,
    modes: ['eager'],
    maxOrder: subject.second === undefined ? 1 : 2,
    broadcasts: true,
    jvp: subject.jvp !== undefined,
    batched: subject.batched !== undefined,
    async run(testCase): Promise<Outcome> {
      if (hasDied) return { kind: 'unsupported', why: 'its process ended before' };
      const own = testCase.inputs.slice(0, differentiable.length).map(copyOf);
      const given = testCase.cotangents.map((list) => list.map(copyOf));
      try {
        const answers = await asked.of(testCase, own, given);
        const echo = [...own, ...testCase.inputs.slice(own.length), ...given.flat()];
        return { kind: 'done', ...answers, echo };
      } catch (error) {
        const outcome = outcomeOf(error);
        hasDied = isDeath(outcome);
        return outcome;
      }
    },
  };
}

/** What was thrown, or what was to be said of no answer. */
function outcomeOf(error: unknown): Outcome {
  const said = error instanceof NoAnswer ? error.verdict : undefined;
  if (said === undefined || said.kind === 'agree' || said.kind === 'disagree' || said.kind === 'inconclusive')
    return { kind: 'crashed', error: crashReport(error) };
  return said;
}

class Answers {
  constructor(
    private readonly subject: Subject,
    private readonly differentiable: readonly boolean[],
  ) {}

  /** @param own the inputs that are no constants */
  async of(
    testCase: Case,
    own: Tensors,
    cotangents: readonly Tensors[],
  ): Promise<Omit<Done, 'kind' | 'echo'>> {
    const { jvp, batched, vjps } = this.subject;
    const values = at(await this.subject.values([own]), 0);
    if (testCase.tangents !== undefined && jvp !== undefined)
      return { values, vjps: [], seconds: [], tangents: await jvp(own, this.ownOf(testCase.tangents)) };
    const pull = testCase.batched && batched !== undefined ? batched : vjps;
    const gradients = cotangents.length === 0 ? [] : await pull(own, cotangents);
    const seconds = await Promise.all(
      testCase.directions.map((u, n) => this.second(own, at(cotangents, n), this.ownOf(u))),
    );
    const whole = (list: Gradients) =>
      testCase.inputs.map((input, n) => (this.differentiable[n] ? list[n] : null) ?? zeros(input));
    return { values, vjps: gradients.map(whole), seconds: seconds.map(whole) };
  }

  private async second(own: Tensors, cotangent: Tensors, direction: Tensors): Promise<Gradients> {
    const { second } = this.subject;
    if (second === undefined) return [];
    const [list = []] = await second.subject.vjps(
      [...own, ...(second.takesCotangent ? cotangent : [])].map(copyOf),
      [direction],
    );
    if (second.takesCotangent) return list.slice(0, own.length);
    const [factor = 1] = at(cotangent, 0).data;
    return list.map((each) => each && { ...each, data: each.data.map((x) => x * factor) });
  }

  private ownOf(list: Tensors): Tensors {
    return list
      .slice(0, this.differentiable.length)
      .map((each, n) => (this.differentiable[n] ? copyOf(each) : zeros(each)));
  }
}

const zeros = (tensor: TensorData): TensorData => ({ ...tensor, data: tensor.data.map(() => 0) });
