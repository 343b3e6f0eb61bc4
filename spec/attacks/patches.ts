/** Attacks that change what the harness and the engine are built on. */
import { type Attack, atTop, readOnly } from './attack.js';

export const patches: readonly Attack[] = [
  atTop('patches arrays', 'Array.prototype.map = () => [];', readOnly),
  atTop('patches iteration', 'Array.prototype[Symbol.iterator] = function* () {};', readOnly),
  atTop('patches maps', 'Map.prototype.get = () => 0;', readOnly),
  atTop('patches Math', 'Math.abs = () => 0;', readOnly),
  atTop('patches JSON', "JSON.stringify = () => '{}';", readOnly),
  atTop('patches promises', 'Promise.prototype.then = () => new Promise(() => {});', readOnly),
  atTop(
    'patches typed arrays',
    'Object.defineProperty(Float64Array.prototype, "set", { value: () => {} });',
    readOnly,
  ),
  atTop(
    'gives every array a toJSON',
    'Object.defineProperty(Array.prototype, "toJSON", { value: () => [] });',
    readOnly,
  ),
  atTop(
    'lays getters under every object',
    'Object.defineProperty(Object.prototype, "write", { get() { return this; } });',
    readOnly,
  ),
  atTop('patches stack traces', 'Error.prepareStackTrace = (_, sites) => sites;', readOnly),
  atTop(
    'puts another class in the place of a global',
    'globalThis.Float64Array = Float32Array as never;',
    readOnly,
  ),
  atTop(
    'patches tensors',
    `import { Tensor } from 'backproof/engine';\nTensor.prototype.toData = () => ({}) as never;`,
    readOnly,
  ),
  atTop(
    'patches how tensors are made',
    `import { Tensor } from 'backproof/engine';\nTensor.fromData = () => ({}) as never;`,
    readOnly,
  ),
  atTop(
    'patches ops',
    `import { Op } from 'backproof/engine';\nOp.prototype.outputShape = () => [];`,
    readOnly,
  ),
  atTop('assigns to an export', `(engine as any).matmul = () => 0;`, /does not compile|TypeError/),
];
