/** What `backproof/engine` exports, by group. What is internal is imported from its own file, and is not here. */
import { describe, expect, it } from 'vitest';
import { opNames } from '../../src/case/vocabulary.js';
import * as engine from '../../src/engine/index.js';
import { exportsOf } from './exports.js';

const groups = {
  tensors: ['Random', 'Tensor', 'full', 'ones', 'tensor', 'zeros'],
  errors: ['AutogradError', 'DTypeError', 'GradientError', 'NotImplemented', 'ShapeError', 'StateError'],
  derivatives: [
    ...[
      'checkpoint',
      'grad',
      'gradBatched',
      'hessian',
      'hvp',
      'jacobian',
      'jvp',
      'pushforward',
      'vjp',
      'vjpBatched',
    ],
    ...['enableGrad', 'inferenceMode', 'isGradEnabled', 'isInference', 'noGrad', 'setGradEnabled'],
    ...['Context', 'Function'],
  ],
  'eager, lazy, compiled': ['compile', 'eagerly', 'isLazy', 'lazily', 'realize', 'realizeAll', 'setLazy'],
  'layers, optimisers, data': ['data', 'init', 'nn', 'optim'],
  'graphs as text, pictures and programs': [
    ...['format', 'printNode', 'summary', 'toDot', 'toMermaid'],
    ...['engineImplementation', 'interpret', 'toProgram'],
  ],
  'ops, entry by entry': [
    ...['add', 'addScalar', 'divide', 'divideScalar', 'mulScalar', 'multiply', 'negate', 'subtract'],
    ...[
      'cos',
      'erf',
      'exp',
      'expm1',
      'log',
      'log1p',
      'power',
      'powerScalar',
      'sin',
      'sqrt',
      'atan2',
      'logaddexp',
    ],
    ...['gelu', 'hardswish', 'relu', 'sigmoid', 'silu', 'softplus', 'tanh'],
    ...['abs', 'clip', 'dropout', 'dropoutWith', 'maximum', 'minimum', 'where'],
  ],
  'ops along axes': [
    ...['cumprod', 'cumsum', 'max', 'mean', 'min', 'norm', 'prod', 'sort', 'std', 'summation', 'variance'],
    ...['affineBatchNorm', 'affineLayerNorm', 'batchNorm', 'groupNorm', 'layerNorm', 'rmsNorm'],
    ...['logsoftmax', 'logsumexp', 'softmax', 'crossEntropy', 'mseLoss'],
  ],
  'ops that move entries': [
    ...['broadcastTo', 'expand', 'permute', 'reshape', 'squeeze', 'transpose', 'unsqueeze'],
    ...['concat', 'makeTuple', 'split', 'stack', 'TensorTuple', 'tupleGetItem'],
    ...['dilate', 'flip', 'pad', 'resize', 'slice', 'undilate'],
    ...['embedding', 'gather', 'indexPut', 'scatterAdd'],
  ],
  'ops that multiply and add': [
    ...[
      'attention',
      'avgPool',
      'conv',
      'convGeneral',
      'convTranspose',
      'einsum',
      'matmul',
      'maxPool',
      'rope',
    ],
  ],
  'for an op of one’s own': [
    ...['ElementwiseOp', 'Op', 'broadcast', 'checkTensors', 'mask', 'maskOfPair', 'masked', 'record'],
    ...[
      'broadcastAxes',
      'broadcastShapes',
      'matmulShape',
      'normalizeAxes',
      'normalizeAxis',
      'permutation',
      'reduceShape',
      'sameShape',
      'sizeOf',
    ],
    ...['standardized', 'standardizedGradient', 'ungather', 'unslice', 'unsort'],
    ...['computeOf', 'gradientOf', 'propagate', 'topologicalOrder', 'transposition', 'valueFrom'],
  ],
  'kernels, on arrays of numbers': [
    ...['NDArray', 'allocate', 'map', 'mapRuns', 'matrixProduct', 'permuteAxes', 'reduce', 'repeatTo', 'zip'],
    ...['average', 'inverseOf', 'largest', 'smallest', 'sum', 'withShape'],
  ],
};

const isOp = (value: unknown): value is { new (): engine.Op } =>
  typeof value === 'function' && value.prototype instanceof engine.Op && value !== engine.ElementwiseOp;

/** Their functions say what they compute; the arguments of a class are the attributes of its step. */
const classes = Object.entries(engine).flatMap(([name, value]) => (isOp(value) ? [{ name, value }] : []));

const camelCase = (op: string): string => op.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** `var` cannot name a function, and a tensor is detached by a method. */
const otherwise: Readonly<Record<string, string>> = { var: 'variance', detach: 'Tensor' };

describe('backproof/engine', () => {
  it('exports these names, and no others', () => {
    const names = [...Object.values(groups).flat(), ...classes.map(({ name }) => name)];
    expect(Object.keys(engine).sort()).toEqual(names.sort());
  });

  it('has a function for every op of the vocabulary', () => {
    expect(opNames.filter((op) => !((otherwise[op] ?? camelCase(op)) in engine))).toEqual([]);
  });

  it('has the class of every op', () => {
    const names = classes.map(({ value }) => `${value}`.match(/name = ['"](\w+)/)?.[1]);
    expect(opNames.filter((op) => op !== 'detach' && !names.includes(op))).toEqual([]);
  });

  it('says of every name but the classes of ops, types and those in namespaces too, what it is', () => {
    const exported = exportsOf('src/engine/index.ts');
    expect(exported.length).toBeGreaterThan(Object.keys(engine).length);
    const ofOps = new Set(classes.map(({ name }) => name));
    const silent = exported
      .filter(({ comment }) => comment === undefined)
      .filter(({ name }) => !ofOps.has(name));
    expect(silent.map(({ name, file }) => `${name} in ${file}`)).toEqual([]);
  });
});
