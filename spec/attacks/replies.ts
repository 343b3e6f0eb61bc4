/** Attacks that forge what the parent reads. */
import { type Attack, atTop, inGradient, stillWrong } from './attack.js';

export const replies: readonly Attack[] = [
  inGradient(
    'prints a reply',
    `console.log('{"id":0,"outcome":"done","values":[],"vjps":[],"echo":[]}');`,
    stillWrong,
  ),
  atTop('prints a greeting', `console.log('{"version":1}');`, stillWrong),
  inGradient('prints half a reply', `console.log('{"id":0,"outcome"');`, stillWrong),
  inGradient('prints its points', `console.log('matmul 9 / 9 passed');`, stillWrong),
  inGradient(
    'puts objects with toJSON among its numbers',
    `const data = [{ toJSON: () => 'same' }] as never;
    return [engine.Tensor.of(new engine.NDArray('float64', a.shape, data)), outGrad] as never;`,
    /garbled|gradient|This law is broken/,
  ),
  inGradient(
    'has getters that throw',
    `Object.defineProperty(outGrad, 'shape', { get() { throw new Error('no shape'); } });`,
    /no shape|Cannot redefine/,
  ),
  inGradient(
    'returns proxies',
    `const other = new Proxy(outGrad, { get: (target, name) => (name === 'shape' ? a.shape : Reflect.get(target, name)) });
    return [other, b] as never;`,
    /This law is broken|garbled|TypeError/,
  ),
  inGradient(
    'returns what only seems a tensor',
    `const other = new Proxy({}, { getPrototypeOf: () => engine.Tensor.prototype, get: () => a.shape });
    return [other, other] as never;`,
    /This law is broken|garbled|TypeError/,
  ),
  inGradient(
    'throws a proxy',
    'throw new Proxy({}, { get() { throw new Error("hands off"); } });',
    /It threw|ended without a reply/,
  ),
  inGradient(
    'writes to the terminal',
    String.raw`throw new Error('\u001b[2J\u001b[32m9 / 9 passed\u202e');`,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
    /^[^\u001b\u202e]*$/,
  ),
];
