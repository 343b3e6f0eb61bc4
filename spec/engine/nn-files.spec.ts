import { describe, expect, test } from 'vitest';
import { nn, Random, StateError } from '../../src/engine/index.js';

const network = new nn.Sequential(
  new nn.Linear(2, 3, new Random(1), { dtype: 'float32' }),
  new nn.BatchNorm1d(3),
  new nn.Linear(3, 1, new Random(2)),
);
const awkward: nn.StateDict = {
  specials: {
    dtype: 'float64',
    shape: [2, 2],
    data: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0],
  },
  scalar: { dtype: 'float32', shape: [], data: [Math.fround(0.1)] },
  empty: { dtype: 'float64', shape: [0, 3], data: [] },
  half: { dtype: 'float16', shape: [2], data: [2 ** -24, -65504] },
  'brain half': { dtype: 'bfloat16', shape: [1], data: [1 + 2 ** -7] },
  'a “name” \u0000 ✓': { dtype: 'float32', shape: [1], data: [1] },
};

describe.each([
  ['JSON', (state: nn.StateDict) => nn.stateFromJson(nn.stateToJson(state))],
  ['safetensors', (state: nn.StateDict) => nn.stateFromSafetensors(nn.stateToSafetensors(state))],
])('%s', (_, thereAndBack) => {
  test('gives a state back as it was', () => {
    expect(thereAndBack(network.stateDict())).toEqual(network.stateDict());
    expect(thereAndBack(awkward)).toEqual(awkward);
    expect(thereAndBack({})).toEqual({});
  });
});

/** A file by the published format, made by hand. */
function file(header: unknown, data: Uint8Array = new Uint8Array(), length?: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setUint32(0, length ?? text.length, true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

// struct.pack('<2f', 1.5, -2).hex() and struct.pack('<d', 0.1).hex() in Python.
const numbers = Uint8Array.from(Buffer.from('0000c03f000000c0' + '9a9999999999b93f', 'hex'));

// What Python's safetensors 0.8.0 writes for four NumPy arrays: safetensors.numpy.save({'layer.weight':
// array([[0.1, -2], [3, 4.5]]), 'layer.bias': array([1.5, -0.25], float32), 'empty': zeros((0, 3)),
// 'scalar': array(7.0, float32)}), in base64.
const fromPython = [
  'AAEAAAAAAAB7ImVtcHR5Ijp7ImR0eXBlIjoiRjY0Iiwic2hhcGUiOlswLDNdLCJkYXRhX29mZnNldHMiOlswLDBdfSwibGF5',
  'ZXIud2VpZ2h0Ijp7ImR0eXBlIjoiRjY0Iiwic2hhcGUiOlsyLDJdLCJkYXRhX29mZnNldHMiOlswLDMyXX0sImxheWVyLmJp',
  'YXMiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzJdLCJkYXRhX29mZnNldHMiOlszMiw0MF19LCJzY2FsYXIiOnsiZHR5cGUi',
  'OiJGMzIiLCJzaGFwZSI6W10sImRhdGFfb2Zmc2V0cyI6WzQwLDQ0XX19ICAgICAgmpmZmZmZuT8AAAAAAAAAwAAAAAAAAAhA',
  'AAAAAAAAEkAAAMA/AACAvgAA4EA=',
].join('');

test('a file of the Python package is read, and written byte for byte', () => {
  const state: nn.StateDict = {
    'layer.weight': { dtype: 'float64', shape: [2, 2], data: [0.1, -2, 3, 4.5] },
    'layer.bias': { dtype: 'float32', shape: [2], data: [1.5, -0.25] },
    empty: { dtype: 'float64', shape: [0, 3], data: [] },
    scalar: { dtype: 'float32', shape: [], data: [7] },
  };
  expect(nn.stateFromSafetensors(Buffer.from(fromPython, 'base64'))).toEqual(state);
  expect(Buffer.from(nn.stateToSafetensors(state)).toString('base64')).toBe(fromPython);
});

describe('safetensors', () => {
  test('reads what the format describes', () => {
    const header = {
      __metadata__: { format: 'pt' },
      b: { dtype: 'F64', shape: [1, 1], data_offsets: [8, 16] },
      a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
    };
    expect(nn.stateFromSafetensors(file(header, numbers))).toEqual({
      b: { dtype: 'float64', shape: [1, 1], data: [0.1] },
      a: { dtype: 'float32', shape: [2], data: [1.5, -2] },
    });
  });

  test('cannot hold a tensor with the name of its free text', () => {
    const state = { __metadata__: { dtype: 'float64', shape: [1], data: [1] } } as const;
    expect(() => nn.stateToSafetensors(state)).toThrow(
      'safetensors: a tensor is named __metadata__, which the format keeps for free text; give it another name',
    );
  });

  test('writes it, with the numbers at multiples of their size', () => {
    const bytes = nn.stateToSafetensors({
      a: { dtype: 'float32', shape: [2], data: [1.5, -2] },
      b: { dtype: 'float64', shape: [1, 1], data: [0.1] },
    });
    const length = new DataView(bytes.buffer).getUint32(0, true);
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      b: { dtype: 'F64', shape: [1, 1], data_offsets: [0, 8] },
      a: { dtype: 'F32', shape: [2], data_offsets: [8, 16] },
    });
    expect(Buffer.from(bytes.subarray(8 + length)).toString('hex')).toBe(
      '9a9999999999b93f' + '0000c03f000000c0',
    );
  });

  test('reads bytes that begin anywhere in a buffer', () => {
    const bytes = file({ a: { dtype: 'F64', shape: [], data_offsets: [0, 8] } }, numbers.subarray(8));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(nn.stateFromSafetensors(shifted.subarray(3)).a?.data).toEqual([0.1]);
  });

  const f32 = (begin: number, end: number, shape: unknown = [1]) => ({
    dtype: 'F32',
    shape,
    data_offsets: [begin, end],
  });

  test.each([
    [new Uint8Array(3), 'expected at least 8 bytes, which hold the length of the header, got 3'],
    [
      file('{}', undefined, 100),
      'the first 8 bytes say that the header has 100 bytes, but only 2 follow; the file is cut off, or not a safetensors file',
    ],
    [file('[1]'), 'expected an object of tensors by name, got [1]'],
    [file({ a: null }), 'a has dtype undefined; only F64, F32, F16, BF16 can be read: convert it first'],
    [
      file({ a: { ...f32(0, 2), dtype: 'I16' } }),
      'a has dtype "I16"; only F64, F32, F16, BF16 can be read: convert it first',
    ],
    [file({ a: f32(0, 4, [-1]) }), 'a has shape [-1]; expected a list of sizes'],
    [
      file({ a: { ...f32(0, 4), data_offsets: [0] } }),
      'a has data_offsets [0]; expected [begin, end] in bytes',
    ],
    [
      file({ a: f32(0, 8, [3]) }, numbers),
      'a of shape (3,) and dtype F32 needs 12 bytes, but its data_offsets hold 8',
    ],
    [
      file({ a: f32(0, 4), b: f32(8, 12) }, numbers),
      'b begins at byte 8, but expected 4, where the tensor before it ends',
    ],
    [
      file({ a: f32(0, 8, [2]), b: f32(4, 12, [2]) }, numbers),
      'b begins at byte 4, but expected 8, where the tensor before it ends',
    ],
    [file({ a: f32(0, 4) }, numbers), 'the tensors have 4 bytes, but 16 follow the header'],
  ])('refuses %s: %s', (bytes, message) => {
    expect(() => nn.stateFromSafetensors(bytes)).toThrow(new StateError(`safetensors: ${message}`));
  });

  test('refuses a header that is not JSON', () => {
    expect(() => nn.stateFromSafetensors(file('{'))).toThrow(/^safetensors: this is not JSON: /);
  });
});

describe('JSON', () => {
  test('is one object of tensors', () => {
    expect(nn.stateToJson({ a: { dtype: 'float64', shape: [2], data: [1, -0] } })).toBe(
      '{"a":{"dtype":"float64","shape":[2],"data":[1,"-0"]}}',
    );
  });

  test.each([
    ['', /^stateFromJson: this is not JSON: /],
    ['3', /^stateFromJson: expected an object of tensors by name, got 3$/],
    ['{"a": {"dtype": "float64", "shape": [2], "data": [1]}}', /^stateFromJson: a.data: /],
  ])('refuses %s', (text, message) => {
    expect(() => nn.stateFromJson(text)).toThrow(message);
  });
});
