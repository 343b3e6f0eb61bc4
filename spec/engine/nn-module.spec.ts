import { describe, expect, test } from 'vitest';
import {
  add,
  multiply,
  nn,
  ones,
  Random,
  StateError,
  type Tensor,
  tensor,
  zeros,
} from '../../src/engine/index.js';

const random = new Random(1);
const parameter = (...values: number[]) => new nn.Parameter(tensor(values));

/** Holds parameters, a buffer and modules in every way that is found, and others in ways that are not. */
class Model extends nn.Module {
  readonly scale = parameter(2);
  readonly count = new nn.Buffer(tensor(0));
  readonly layers = [new nn.Linear(2, 3, random), new nn.Dropout(0.5, random)];
  readonly heads = { one: new nn.LayerNorm(3), all: [parameter(4, 5)] };
  readonly constant = tensor([1, 2]);
  readonly nothing = null;
  readonly self: Model = this;
  readonly #hidden = parameter(9);
  readonly again = this.scale;

  forward(x: Tensor): Tensor {
    return multiply(add(x, this.#hidden), this.scale);
  }
}

describe('a module finds', () => {
  const model = new Model();

  test('its parameters, in fields, arrays, plain objects and modules, once each', () => {
    expect(model.namedParameters().map(([name]) => name)).toEqual([
      'scale',
      'layers.0.weight',
      'layers.0.bias',
      'heads.one.weight',
      'heads.one.bias',
      'heads.all.0',
    ]);
    expect(model.parameters()).toEqual(model.namedParameters().map(([, each]) => each));
    expect(model.parameters()[0]).toBe(model.scale);
  });

  test('its children, and every module within', () => {
    expect(model.children()).toEqual([...model.layers, model.heads.one]);
    const nested = new nn.Sequential(new nn.Residual(new nn.Tanh()), new nn.ReLU());
    expect(nested.children().map((child) => child.constructor.name)).toEqual(['Residual', 'ReLU']);
    expect(nested.namedModules().map(([name, each]) => `${name}: ${each.constructor.name}`)).toEqual([
      ': Sequential',
      '0: Residual',
      '0.module: Tanh',
      '1: ReLU',
    ]);
  });

  test('whom to tell about its mode', () => {
    const modes = () => model.namedModules().map(([, each]) => each.training);
    expect(model.eval()).toBe(model);
    expect(modes()).toEqual([false, false, false, false]);
    model.train();
    expect(modes()).toEqual([true, true, true, true]);
  });
});

describe('a parameter', () => {
  test('requires grad, and copies the values that it starts from', () => {
    const start = tensor([1, 2]);
    const made = new nn.Parameter(start);
    expect([made.requiresGrad, made.isLeaf]).toEqual([true, true]);
    start.assign([3, 4]);
    expect(made.toArray()).toEqual([1, 2]);
  });

  test('gets gradients', () => {
    const model = new Model();
    model.forward(tensor([1])).backward(tensor([1]));
    expect(model.scale.grad?.toArray()).toEqual([10]);
  });
});

describe('a state dict', () => {
  test('has the values of parameters and buffers, under all of their names', () => {
    const state = new Model().stateDict();
    expect(Object.keys(state)).toContain('again');
    expect(state.count).toEqual({ dtype: 'float64', shape: [], data: [0] });
    expect(state['heads.all.0']).toEqual({ dtype: 'float64', shape: [2], data: [4, 5] });
  });

  test('is a copy, and another module can take it over', () => {
    const make = (seed: number) =>
      new nn.Sequential(new nn.Linear(2, 2, new Random(seed)), new nn.BatchNorm1d(2));
    const [one, other] = [make(1), make(2)];
    const state = one.stateDict();
    other.loadStateDict(state);
    expect(other.stateDict()).toEqual(state);
    one.forward(tensor([[1, 2], [3, 4]])); // biome-ignore format: a matrix
    expect(one.stateDict()).not.toEqual(state);
    expect(other.stateDict()).toEqual(state);
  });

  test('is rounded to the dtype of the module', () => {
    const module = new nn.LayerNorm(1, { dtype: 'float32' });
    module.loadStateDict({ ...module.stateDict(), bias: tensor([0.1]).toData() });
    expect(module.bias.toData()).toEqual({ dtype: 'float32', shape: [1], data: [Math.fround(0.1)] });
  });

  test('that does not fit changes nothing, and all that is wrong is said', () => {
    const module = new nn.Sequential(new nn.LayerNorm(2), new nn.LayerNorm(3));
    const before = module.stateDict();
    const state = {
      '0.weight': zeros([2]).toData(),
      '0.bias': zeros([3]).toData(),
      '1.weight': zeros([3]).toData(),
      toString: ones([1]).toData(),
    };
    expect(() => module.loadStateDict(state)).toThrow(
      new StateError(
        'loadStateDict: the state does not fit this Sequential: 0.bias has shape (3,) instead of (2,); 1.bias is missing; ' +
          'toString is unexpected. Load it into a module that is built like the one it was saved from.',
      ),
    );
    expect(module.stateDict()).toEqual(before);
  });
});
