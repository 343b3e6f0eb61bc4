import { expect, test } from 'vitest';
import { nn, ones, Random, summary, type Tensor, tanh } from '../../src/engine/index.js';

const random = new Random(1);
const network = () =>
  new nn.Sequential(
    new nn.Linear(4, 16, random),
    new nn.BatchNorm1d(16),
    new nn.Residual(new nn.Sequential(new nn.Linear(16, 16, random), new nn.ReLU())),
    new nn.Linear(16, 3, random),
  );

test('lists the modules and counts their parameters', () => {
  expect(summary(network())).toMatchInlineSnapshot(`
    "name        layer        parameters
                Sequential            0
    0           Linear               80
    1           BatchNorm1d          32
    2           Residual              0
    2.module    Sequential            0
    2.module.0  Linear              272
    2.module.1  ReLU                  0
    3           Linear               51
    total                           435"
  `);
});

test('with an input, says which shape each returns', () => {
  expect(summary(network(), ones([1, 4]))).toMatchInlineSnapshot(`
    "name        layer        output   parameters
                Sequential   (1, 3)            0
    0           Linear       (1, 16)          80
    1           BatchNorm1d  (1, 16)          32
    2           Residual     (1, 16)           0
    2.module    Sequential   (1, 16)           0
    2.module.0  Linear       (1, 16)         272
    2.module.1  ReLU         (1, 16)           0
    3           Linear       (1, 3)           51
    total                                    435"
  `);
});

test('changes nothing: not the modes, the running statistics, or the methods', () => {
  const model = new nn.Sequential(new nn.Dropout(0.5, new Random(3)), new nn.BatchNorm1d(4));
  model.children()[0]?.eval();
  const before = model.stateDict();
  summary(model, ones([2, 4]));
  expect(model.stateDict()).toEqual(before);
  expect(model.namedModules().map(([, each]) => each.training)).toEqual([true, false, true]);
  expect(Object.keys(model)).not.toContain('forward');
});

test('restores a forward that is a field, and counts a shared parameter once', () => {
  class Twice extends nn.Module {
    readonly inner = new nn.Linear(2, 2, random);
    readonly again = this.inner;
    readonly scale = new nn.Parameter(ones([2]));
    override forward = (x: Tensor) => tanh(this.again.forward(this.inner.forward(x)));
  }
  const model = new Twice();
  const { forward } = model;
  expect(summary(model, ones([1, 2]))).toMatchInlineSnapshot(`
    "name   layer   output  parameters
           Twice   (1, 2)           2
    inner  Linear  (1, 2)           6
    total                           8"
  `);
  expect(model.forward).toBe(forward);
});

test('an error in forward comes through, and everything is as before', () => {
  const model = network();
  expect(() => summary(model, ones([1, 5]))).toThrow('matmul');
  expect(model.training).toBe(true);
  expect(Object.hasOwn(model, 'forward')).toBe(false);
});
