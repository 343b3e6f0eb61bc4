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

/** The values that this function returns. @param name what messages call it @param count of its inputs */
export const withValues =
  (name: string, count: number, written: Written): Interpret =>
  (_, inputs) => {
    const returned = written(...inputs.slice(0, count));
    const list: unknown = returned instanceof Tensor ? [returned] : returned;
    if (Array.isArray(list) && list.every((each) => each instanceof Tensor)) return list;
    throw new GradientError(`${name} must return a tensor, but returned ${described(returned)}`);
  };

const described = (value: unknown): string => (value === undefined ? 'nothing' : typeof value);

/** The right value, with this rule. */
export const withRule =
  (name: string, count: number, rule: Rule): Interpret =>
  (program, inputs) => {
    const constants = inputs.slice(count);
    const written: FunctionClass<Tensor[]> = {
      name,
      forward(ctx, ...given) {
        const [output] = interpret(program, [...given, ...constants]) as [Tensor];
        ctx.saveForBackward(...given, output);
        return output;
      },
      backward(ctx, outGrad) {
        const saved = ctx.savedTensors;
        return rule({ outGrad, output: saved.at(-1) as Tensor }, ...saved.slice(0, -1));
      },
    };
    return [OwnFunction.apply.call(written, ...inputs.slice(0, count)) as Tensor];
  };

/** The right value, whose rule multiplies by the Jacobians that this function returns. @param by which inputs; default: all */
export const withJacobians =
  (name: string, count: number, by: readonly number[] | undefined, written: Written): Interpret =>
  (program, inputs) => {
    const own = inputs.slice(0, count);
    const asked = by ?? [...own.keys()];
    const [output] = noGrad(() => interpret(program, inputs)) as [Tensor];
    const matrices = checkedJacobians(
      noGrad(() => written(...own)),
      output,
      new Map(asked.map((index) => [index, at(own, index)])),
    );
    const rule: Rule = ({ outGrad }, ...given) =>
      given.map((input, index) => {
        const matrix = matrices.get(index);
        return matrix === undefined ? null : pulledBack(matrix, outGrad, input);
      });
    return withRule(name, count, rule)(program, inputs);
  };
