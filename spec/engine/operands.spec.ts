/** Whoever gives a function something else than tensors is told what it takes, what came, and what to do. */
import { describe, expect, it, test } from 'vitest';
import { type OpName, opNames, vocabulary } from '../../src/case/vocabulary.js';
import * as engine from '../../src/engine/index.js';
import { type Tensor, tensor } from '../../src/engine/index.js';

const functions: Readonly<Record<string, unknown>> = { ...engine };

/** Called as plain JavaScript would, where no types are checked. */
const call = (name: keyof typeof engine, ...args: readonly unknown[]): unknown =>
  (functions[name] as (...args: readonly unknown[]) => unknown)(...args);

const arityOf = (op: OpName): unknown => vocabulary[op].arity;
const functionOf = (op: OpName) =>
  op.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) as keyof typeof engine;
const x = () => tensor([1, 2, 3], { requiresGrad: true });

function thrownBy(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  throw new Error('nothing was thrown');
}

describe('a function of two tensors', () => {
  it.each([
    ['add', 'addScalar'],
    ['multiply', 'mulScalar'],
    ['divide', 'divideScalar'],
    ['power', 'powerScalar'],
  ] as const)('%s names the one that takes a number', (name, scalar) => {
    expect(thrownBy(() => call(name, x(), 2))).toBe(
      `TypeError: ${name} takes tensors, got the number 2; ${scalar} takes one`,
    );
  });

  it('says what to do with a number in another place', () => {
    expect(thrownBy(() => call('multiply', 2, x()))).toBe(
      'TypeError: multiply takes tensors, got the number 2; mulScalar takes one',
    );
    expect(thrownBy(() => call('divide', 1, x()))).toBe(
      'TypeError: divide takes tensors, got the number 1; make a tensor of it, as in tensor(1)',
    );
  });

  const ofTwo = opNames.filter(
    (op) => arityOf(op) === 2 && Object.keys(vocabulary[op].attributes).length === 0,
  );

  it.each(ofTwo.map(functionOf))('%s refuses numbers, arrays and nothing', (name) => {
    const takes = `TypeError: ${name} takes tensors, got`;
    expect(thrownBy(() => call(name, x(), 0.5))).toContain(`${takes} the number 0.5; `);
    expect(thrownBy(() => call(name, x(), [1, 2]))).toBe(
      `${takes} an array of 2 numbers; make a tensor of it with tensor(…)`,
    );
    expect(thrownBy(() => call(name, undefined, x()))).toBe(`${takes} undefined`);
    expect(thrownBy(() => call(name, x()))).toBe(`${takes} undefined`);
  });
});

describe('a function of one tensor', () => {
  /** `var` and `detach` are no functions; dropout and slice look at their attributes first. */
  const others: readonly OpName[] = ['var', 'detach', 'dropout', 'slice'];
  const ofOne = opNames.filter((op) => arityOf(op) === 1 && !others.includes(op));

  it.each(ofOne.map(functionOf))('%s refuses numbers, arrays and nothing', (name) => {
    const takes = `TypeError: ${name} takes a tensor, got`;
    expect(thrownBy(() => call(name, 2))).toBe(`${takes} the number 2; make a tensor of it, as in tensor(2)`);
    expect(thrownBy(() => call(name, [1]))).toBe(
      `${takes} an array of 1 number; make a tensor of it with tensor(…)`,
    );
    expect(thrownBy(() => call(name, undefined))).toBe(`${takes} undefined`);
  });

  it.each([
    ['addScalar', 'add'],
    ['mulScalar', 'multiply'],
    ['divideScalar', 'divide'],
    ['powerScalar', 'power'],
  ] as const)('%s and a number refuses a tensor for the number', (name, other) => {
    expect(thrownBy(() => call(name, x(), x()))).toBe(
      `TypeError: ${name} takes a tensor and a number, got a Tensor for the number; ${other} takes two tensors`,
    );
    expect(thrownBy(() => call(name, x()))).toBe(
      `TypeError: ${name} takes a tensor and a number, got undefined for the number`,
    );
    expect(thrownBy(() => call(name, 1, 2))).toContain(`${name} takes a tensor, got the number 1`);
  });
});

test('a function of several tensors refuses a single one, and anything else among them', () => {
  expect(thrownBy(() => call('stack', x()))).toBe('TypeError: stack takes an array of tensors, got a Tensor');
  expect(thrownBy(() => call('concat', [x(), 3]))).toBe(
    'TypeError: concat takes tensors, got the number 3; make a tensor of it, as in tensor(3)',
  );
});

describe('of a leaf', () => {
  test('gradientOf says that there is no rule', () => {
    expect(thrownBy(() => engine.gradientOf(x(), x()))).toBe(
      'AutogradError: gradientOf: this tensor is a leaf: no op made it, so there is no rule to ask; go on where node.op is null',
    );
    expect(thrownBy(() => call('gradientOf', engine.exp(x())))).toBe(
      'TypeError: gradientOf takes a node and its outGrad, both tensors, got a Tensor and undefined',
    );
  });

  test('computeOf says that there is nothing to compute', () => {
    expect(thrownBy(() => engine.computeOf(x()))).toBe(
      'AutogradError: computeOf: this tensor is a leaf: no op made it, so there is nothing to compute; its value is its cachedData',
    );
    expect(thrownBy(() => engine.computeOf(undefined as unknown as Tensor))).toBe(
      'TypeError: computeOf takes a tensor, got undefined',
    );
  });
});

test('an output of several entries says what backward needs', () => {
  expect(thrownBy(() => engine.exp(x()).backward())).toBe(
    'AutogradError: backward from a tensor of shape (3,) needs an outGrad of that shape; only an output of one entry has 1 for its outGrad',
  );
});
