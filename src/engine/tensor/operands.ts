/** Checks that a tensor function was given what it takes. */
import type { Inputs, Op } from '../autograd/op.js';
import { describe, isTensor } from './describe.js';

/** For each function of two tensors, the one of a tensor and a number, by op. */
const withNumber: ReadonlyMap<string, string> = new Map([
  ['add', 'addScalar'],
  ['multiply', 'mulScalar'],
  ['divide', 'divideScalar'],
  ['power', 'powerScalar'],
]);
const withTensor: ReadonlyMap<string, string> = new Map([...withNumber].map(([op, name]) => [name, op]));

/** @throws {TypeError} for an operand that is not a tensor */
export function checkTensors(op: string, operands: readonly unknown[]): void {
  const index = operands.findIndex((operand) => !isTensor(operand));
  if (index === -1) return;
  const takes = `${functionName(op)} takes ${operands.length === 1 ? 'a tensor' : 'tensors'}`;
  throw new TypeError(`${takes}, got ${named(operands[index])}${advice(op, operands[index], index)}`);
}

/** @throws {TypeError} if `record` is given an operand that is not a tensor, or an op a scalar that is not a number */
export function checkOperands(op: Op, inputs: Inputs): void {
  if (!Array.isArray(inputs)) {
    throw new TypeError(`${functionName(op.name)} takes an array of tensors, got ${named(inputs)}`);
  }
  checkTensors(op.name, inputs);
  const { scalar } = op as { scalar?: unknown };
  if (!('scalar' in op) || typeof scalar === 'number') return;
  const name = functionName(op.name);
  const other = withTensor.get(name);
  const instead = isTensor(scalar) && other !== undefined ? `; ${other} takes two tensors` : '';
  throw new TypeError(`${name} takes a tensor and a number, got ${named(scalar)} for the number${instead}`);
}

const functionName = (op: string): string =>
  op.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const named = (value: unknown): string =>
  typeof value === 'number' ? `the number ${value}` : describe(value);

function advice(op: string, operand: unknown, index: number): string {
  if (typeof operand === 'number') {
    const scalar = withNumber.get(op);
    const swaps = op === 'add' || op === 'multiply';
    if (scalar !== undefined && (index === 1 || swaps)) return `; ${scalar} takes one`;
    return `; make a tensor of it, as in tensor(${operand})`;
  }
  return Array.isArray(operand) ? '; make a tensor of it with tensor(…)' : '';
}
