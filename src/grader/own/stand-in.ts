/**
 * What somebody wrote in the place of a program: a learner's function in the child, a known mistake in the parent. Where
 * only a rule, or Jacobians, are asked for, the engine computes the value.
 */
import { at } from '../../case/at.js';
import type { Program } from '../../case/program.js';
import {
  type FunctionClass,
  GradientError,
  type Gradients,
  interpret,
  noGrad,
  Function as OwnFunction,
  Tensor,
} from '../../engine/index.js';
import { checkedJacobians, pulledBack } from './jacobian.js';

/** The outputs of a program; its last inputs may be constants. */
export type Interpret = (program: Program, inputs: readonly Tensor[]) => readonly Tensor[];

type Written = (...inputs: Tensor[]) => unknown;

type Rule = (given: { readonly outGrad: Tensor; readonly output: Tensor }, ...inputs: Tensor[]) => Gradients;

/** The values that this function returns. @param name what messages call it @param names of its inputs */
export const withValues =
  (name: string, names: readonly string[], written: Written): Interpret =>
  (_, inputs) => {
    const returned = written(...inputs.slice(0, names.length));
    const list: unknown = returned instanceof Tensor ? [returned] : returned;
    if (Array.isArray(list) && list.every((each) => each instanceof Tensor)) return list;
    throw new GradientError(`${name} must return a tensor, but returned ${described(returned)}`);
  };

const described = (value: unknown): string => (value === undefined ? 'nothing' : typeof value);

/** The right value, with this rule. @param by of which inputs it returns adjoints, where not of all: the others are constants */
export const withRule =
  (name: string, names: readonly string[], rule: Rule, by?: readonly number[]): Interpret =>
  (program, inputs) => {
    const constants = inputs.slice(names.length);
    const written: FunctionClass<Tensor[]> = {
      name,
      forward(ctx, ...given) {
        const [output] = interpret(program, [...given, ...constants]) as [Tensor];
        ctx.saveForBackward(...given, output);
        return output;
      },
      backward(ctx, outGrad) {
        const [own, output] = [ctx.savedTensors.slice(0, -1), ctx.savedTensors.at(-1) as Tensor];
        if (by === undefined) return rule({ outGrad, output }, ...own);
        const held = own.map((input, index) => (by.includes(index) ? input : input.detach()));
        return spread(name, rule({ outGrad, output }, ...held), by, names);
      },
    };
    return [OwnFunction.apply.call(written, ...inputs.slice(0, names.length)) as Tensor];
  };

/** Adjoints of some inputs as a list for all. @throws {GradientError} for another number of them */
function spread(name: string, returned: unknown, by: readonly number[], names: readonly string[]): Gradients {
  const list = (Array.isArray(returned) ? returned : [returned]) as readonly (Tensor | null)[];
  if (list.length !== by.length || returned === undefined) {
    const got = returned === undefined ? 'nothing' : `a list of ${list.length}`;
    const wanted = by.length === 1 ? 'an adjoint' : `a list of ${by.length} adjoints`;
    throw new GradientError(
      `${name} must return ${wanted}, of ${by.map((index) => at(names, index)).join(', ')}, but returned ${got}`,
    );
  }
  return names.map((_, index) => list[by.indexOf(index)] ?? null);
}

/** The right value, whose rule multiplies by the Jacobians that this function returns. @param by which inputs; default: all */
export const withJacobians =
  (name: string, names: readonly string[], by: readonly number[] | undefined, written: Written): Interpret =>
  (program, inputs) => {
    const own = inputs.slice(0, names.length);
    const asked = by ?? [...own.keys()];
    const [output] = noGrad(() => interpret(program, inputs)) as [Tensor];
    const matrices = checkedJacobians(
      noGrad(() => written(...own)),
      output,
      asked.map((index) => ({ index, name: at(names, index), input: at(own, index) })),
    );
    const rule: Rule = ({ outGrad }, ...given) =>
      given.map((input, index) => {
        const matrix = matrices.get(index);
        return matrix === undefined ? null : pulledBack(matrix, outGrad, input);
      });
    return withRule(name, names, rule)(program, inputs);
  };
