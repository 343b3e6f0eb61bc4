/** Rules that are right where the cases might not look, and wrong elsewhere. */
import { type Attack, inGradient, right } from './attack.js';

const lawBroken = /This law is broken/;

/** Right where this condition holds, wrong elsewhere. */
const rightWhen = (name: string, condition: string): Attack =>
  inGradient(`is right ${name}`, `if (${condition}) { ${right} }`, lawBroken);

const returns = (name: string, body: string, told = lawBroken): Attack => inGradient(name, body, told);

/** The right adjoints, named, to be changed a little. */
const adjoints =
  'const [first, second] = [matmul(outGrad, transpose(b)), matmul(transpose(a), outGrad)] as [Tensor, Tensor];';
const numbersOf = (tensor: string) => `${tensor}.toData().data as readonly number[]`;
const withNumbers = (tensor: string, numbers: string) =>
  `engine.Tensor.fromData({ ...${tensor}.toData(), data: ${numbers} })`;

const conditions: readonly (readonly [name: string, condition: string])[] = [
  ['without batches alone', 'a.shape.length === 2 && b.shape.length === 2'],
  ['with batches alone', 'a.shape.length > 2'],
  ['in float64 alone', "a.dtype === 'float64'"],
  ['in float32 alone', "a.dtype === 'float32'"],
  ['for two different operands alone', 'a !== b'],
  ['in eager mode alone', 'node.cachedData !== undefined'],
  ['for cotangents that begin above zero', `(${numbersOf('outGrad')})[0]! > 0`],
  ['for cotangents that begin below zero', `(${numbersOf('outGrad')})[0]! < 0`],
  ['for whole numbers', `(${numbersOf('a')}).every(Number.isInteger)`],
  ['for fractions', `!(${numbersOf('a')}).every(Number.isInteger)`],
  ['for wide matrices', 'a.shape.at(-1)! > a.shape.at(-2)!'],
  ['for tall matrices', 'a.shape.at(-1)! < a.shape.at(-2)!'],
  ['for an odd inner size', 'a.shape.at(-1)! % 2 === 1'],
  ['for inner sizes above one', 'a.shape.at(-1)! > 1'],
  ['nine times in ten', 'Math.random() < 0.9'],
  ['where a clock says so', 'Date.now() % 2 === 0'],
];

export const partlyRight: readonly Attack[] = [
  ...conditions.map(([name, condition]) => rightWhen(name, condition)),
  returns('returns zeros', `return [engine.mulScalar(a, 0), engine.mulScalar(b, 0)];`),
  returns('returns its inputs', 'return [a, b];'),
  returns('returns its inputs the other way round', 'return [b, a];'),
  returns('returns the cotangent twice', 'return [outGrad, outGrad];'),
  returns('returns nothing', 'return undefined as never;', /must return an array of 2 tensors/),
  returns('returns one adjoint too many', `${adjoints} return [first, second, first] as never;`, /2|two/),
  returns('returns a right and a missing adjoint', `${adjoints} return [first] as never;`, /2|two/),
  returns('returns numbers', 'return [1, 2] as never;', /tensor/i),
  returns('is off by a millionth', `${adjoints} return [engine.mulScalar(first, 1 + 1e-6), second];`),
  returns('has the sign wrong in one adjoint', `${adjoints} return [first, engine.negate(second)];`),
  returns(
    'has its last entry wrong',
    `${adjoints} const data = [...(${numbersOf('first')})]; data[data.length - 1] = data[data.length - 1]! + 1;
    return [${withNumbers('first', 'data')}, second];`,
  ),
  returns(
    'loses the graph of its cotangent',
    `const Δ = engine.Tensor.fromData(outGrad.toData()); return [matmul(Δ, transpose(b)), matmul(transpose(a), Δ)];`,
  ),
  returns(
    'has NaN for a gradient',
    `${adjoints} return [engine.mulScalar(first, NaN), engine.mulScalar(second, NaN)];`,
  ),
  returns('has infinity for a gradient', `${adjoints} return [engine.mulScalar(first, Infinity), second];`),
];
