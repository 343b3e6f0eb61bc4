import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Done } from '../../src/case/implementation.js';
import { encodeCase, encodeTensor, type Json } from '../../src/case/json.js';
import { parseCase } from '../../src/case/parse.js';
import { type OpName, opNames, vocabulary } from '../../src/case/vocabulary.js';
import { engineImplementation } from '../../src/engine/index.js';
import { allBiases, programCases, singleOpCases, space } from '../../src/generate/index.js';
import { parseRunReply, parseStartReply, runReplySchema, startReplySchema } from '../../src/oracle/reply.js';
import { caseSchema, requestSchema } from '../../src/oracle/schema.js';

const ajv = new Ajv2020({ strict: false });
const isCase = ajv.compile(caseSchema);
const isRequest = ajv.compile(requestSchema);
const isStartReply = ajv.compile(startReplySchema);
const isRunReply = ajv.compile(runReplySchema);

const cases = fc.sample(programCases(space({ order: 2 })), { numRuns: 200, seed: 5 });

const started = {
  version: 1,
  implementation: { name: 'a', version: '1', language: 'C', homepage: '' },
  ops: ['add'],
  dtypes: ['float64'],
  modes: ['eager'],
  maxOrder: 2,
  broadcasts: true,
};

function replyOf(done: Done): Record<string, Json> {
  const tensors = (list: Done['values']) => list.map(encodeTensor);
  return {
    id: 3,
    outcome: 'done',
    values: tensors(done.values),
    vjps: done.vjps.map(tensors),
    seconds: done.seconds.map(tensors),
    echo: tensors(done.echo),
  };
}

const reply = replyOf(engineImplementation().run(cases[0] as (typeof cases)[0]) as Done);

const accepts = (parse: () => unknown): boolean => {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
};

describe('the schemas', () => {
  it('take every case that the generators draw, with every op', () => {
    const ops = new Set(cases.flatMap(({ program }) => program.steps.map(({ op }) => op)));
    expect([...ops].sort()).toEqual([...opNames].sort());
    for (const testCase of cases) {
      expect(isCase(encodeCase(testCase))).toBe(true);
      expect(isRequest({ cmd: 'run', id: 0, case: encodeCase(testCase) })).toBe(true);
    }
  });

  it('take the other requests, and nothing else', () => {
    expect(isRequest({ cmd: 'start', version: 1 })).toBe(true);
    expect(isRequest({ cmd: 'stop' })).toBe(true);
    expect(isRequest({ cmd: 'stop', now: true })).toBe(false);
  });
});

describe('schema and parser agree', () => {
  it('on cases without a field', () => {
    const whole = encodeCase(cases[0] as (typeof cases)[0]) as Record<string, Json>;
    for (const field of ['program', 'inputs', 'cotangents', 'mode', 'order']) {
      const { [field]: _, ...rest } = whole;
      expect([field, isCase(rest), parseCase(rest).ok]).toEqual([field, false, false]);
    }
  });

  it.each(Object.keys(started))('on a start reply without %s', (field) => {
    expect([isStartReply(started), accepts(() => parseStartReply(JSON.stringify(started)))]).toEqual([
      true,
      true,
    ]);
    const rest = { ...started, [field]: undefined };
    const line = JSON.stringify(rest);
    expect([isStartReply(JSON.parse(line)), accepts(() => parseStartReply(line))]).toEqual([false, false]);
  });

  it.each([
    ['ops', ['sum']],
    ['ops', []],
    ['dtypes', ['int8']],
    ['accumulates', { bfloat16: 'int8' }],
    ['roundsOnce', ['rows']],
    ['modes', []],
    ['maxOrder', 3],
    ['broadcasts', 'yes'],
    ['batchBroadcasts', 'yes'],
    ['limits', ['0-d']],
    ['opLimits', { rows: { ranks: [2] } }],
    ['opLimits', { exp: { ranks: [-1] } }],
    ['opLimits', { exp: { most: 3 } }],
    ['rowsOnly', ['rows']],
    ['nodes', ['onnx']],
    ['pipeline', 0],
  ])('on a start reply whose %s are %j', (field, value) => {
    const line = JSON.stringify({ ...started, [field]: value });
    expect([isStartReply(JSON.parse(line)), accepts(() => parseStartReply(line))]).toEqual([false, false]);
  });

  it('on a start reply that has neither ops nor functions, but runs nodes', () => {
    const line = JSON.stringify({ ...started, ops: [], nodes: ['aten'] });
    expect([isStartReply(JSON.parse(line)), accepts(() => parseStartReply(line))]).toEqual([true, true]);
  });

  it('on the functions of a start reply', () => {
    const both = (functions: Json, ops: Json = []) => {
      const line = JSON.stringify({ ...started, ops, functions });
      return [isStartReply(JSON.parse(line)), accepts(() => parseStartReply(line))];
    };
    const domains = ['real', 'positive', [0, 1], { integer: [0, 'n'] }, { integer: [0, 3] }];
    const inputs = domains.map((domain) => ({ shape: ['n', 3], domain, dtype: 'float32', name: 'x' }));
    expect(both([{ name: 'f', inputs }])).toEqual([true, true]);
    const sample = { dtype: 'float64', shape: [2], data: [1, 2] };
    expect(both([{ name: 'f.g_2', inputs: [sample] }], ['add'])).toEqual([true, true]);
    expect(both([])).toEqual([false, false]);
    const wrong: readonly Json[] = [
      { shape: [-1] },
      { shape: [''] },
      { shape: 3 },
      { domain: [0, 1] },
      { shape: [], domain: 'any' },
      { shape: [], domain: [1] },
      { shape: [], domain: { integer: [0.5, 2] } },
      { shape: [], dtype: 'int8' },
      { shape: [], name: '' },
    ];
    for (const input of wrong)
      expect([input, both([{ name: 'f', inputs: [input] }])]).toEqual([input, [false, false]]);
    for (const name of ['', 'a b', '../f', 7])
      expect([name, both([{ name, inputs: [sample] }])]).toEqual([name, [false, false]]);
    expect(both([{ name: 'f', inputs: [] }])).toEqual([false, false]);
    const program = {
      inputs: [{ dtype: 'float64', shape: [2] }],
      steps: [{ op: 'exp', args: [0] }],
      outputs: [1],
    };
    for (const more of [{ order: 2 }, { definition: 'exp(x)' }, { definition: program, order: 1 }])
      expect([more, both([{ name: 'f', inputs: [sample], ...more }])]).toEqual([more, [true, true]]);
    for (const more of [{ order: 3 }, { order: '2' }, { definition: 2 }, { definition: { steps: [] } }])
      expect([more, both([{ name: 'f', inputs: [sample], ...more }])]).toEqual([more, [false, false]]);
  });

  it.each([
    [[{ name: 'add', inputs: [{ shape: [] }] }], '"add" is a row of its own; give the function another name'],
    [
      [0, 1].map(() => ({ name: 'f', inputs: [{ shape: [] }] })),
      '$.functions[1].name: there are two functions "f"',
    ],
    [[{ name: 'f', inputs: [{ shape: [], domain: { integer: [0, 'm'] } }] }], 'no shape has the size "m"'],
    [
      [{ name: 'f', inputs: [{ shape: [] }, { dtype: 'float64', shape: [], data: [1] }] }],
      'some are samples',
    ],
    [
      [{ name: 'f', inputs: [{ shape: ['n'], name: 'x' }, { shape: ['n'] }], definition: 'y * x' }],
      '$.functions[0].definition: The expression "y * x" has "y", which is none of the inputs x, b',
    ],
    [
      [
        {
          name: 'f',
          inputs: [{ shape: ['n'] }],
          definition: { inputs: [{ dtype: 'float64', shape: [2] }], steps: [], outputs: [0] },
        },
      ],
      'input 0 of the program is float64 of shape (2), and that of the function float64 of shape (n); for sizes with names use an expression',
    ],
  ])('except for %j, which only the parser refuses', (functions, sentence) => {
    expect(() => parseStartReply(JSON.stringify({ ...started, functions }))).toThrow(sentence);
  });

  it.each(['id', 'outcome', 'values', 'vjps', 'echo'])('on a run reply without %s', (field) => {
    expect([isRunReply(reply), accepts(() => parseRunReply(JSON.stringify(reply), 3))]).toEqual([true, true]);
    const line = JSON.stringify({ ...reply, [field]: undefined });
    expect([isRunReply(JSON.parse(line)), accepts(() => parseRunReply(line, 3))]).toEqual([false, false]);
  });

  it.each([
    { id: 3, outcome: 'malformed', problem: 'two gradients for one input' },
    { id: 3, outcome: 'unsupported', why: 'no 0-d', issue: 'https://example.org/1' },
    { id: 3, outcome: 'crashed', error: { type: 'E', message: 'm', traceback: '' } },
  ])('on $outcome', (other) => {
    expect([isRunReply(other), accepts(() => parseRunReply(JSON.stringify(other), 3))]).toEqual([true, true]);
  });
});

/** A case of each op whose step is changed. */
function changed(op: OpName, change: (attributes: Record<string, Json>) => void, seed = 3): Json[] {
  return fc.sample(singleOpCases(op, space()), { numRuns: 12, seed }).map((testCase) => {
    const encoded = structuredClone(encodeCase(testCase)) as unknown as Encoded;
    for (const step of encoded.program.steps) if (step.op === op) change(step);
    return encoded as unknown as Json;
  });
}
interface Encoded {
  readonly program: { readonly steps: Record<string, Json>[] };
}

describe('on the bounds of attributes, schema and parser', () => {
  it.each([
    ['conv', 'padding', [-1, 0.5, '1', null]],
    ['conv', 'stride', [0, -1, 1.5, null]],
    ['conv_general', 'stride', [[0, 1], [1], [1, 2, 3], 1, [1, 0.5]]],
    ['conv_transpose', 'outputPadding', [[-1, 0], [0], 0, null]],
    ['avg_pool', 'kernel', [0, -2, 0.5]],
    ['max_pool', 'stride', [0, -1]],
    ['dilate', 'dilation', [-1, 0.5]],
    ['undilate', 'dilation', [-1, 0.5]],
    ['split', 'index', [-1, 0.5]],
    ['pad', 'padding', [[[1]], [[1, 2, 3]], [[0.5, 0]], [[null, 0]], 1]],
    ['dropout', 'p', [-0.1, 1, 2, 'NaN', 'Infinity']],
    ['layer_norm', 'eps', [-1, 'NaN', '-Infinity', null]],
    ['batch_norm', 'eps', [-0.5, 'NaN']],
    ['group_norm', 'groups', [0, -1, 1.5, null]],
    ['clip', 'min', ['NaN', 'x', true]],
    ['gelu', 'approximate', ['erf', '', 1]],
    ['slice', 'steps', [[0], [0.5], 1]],
    ['expand', 'shape', [[-2], [0.5]]],
    ['reshape', 'shape', [[-1], [0.5]]],
    ['summation', 'axes', [0.5, ['0'], 'all']],
    ['summation', 'keepdims', [0, null]],
  ] as const)('refuse %s whose %s is one of %j', (op, attribute, values) => {
    for (const value of values) {
      for (const json of changed(op, (step) => Object.assign(step, { [attribute]: value }))) {
        expect([value, isCase(json), parseCase(json).ok]).toEqual([value, false, false]);
      }
    }
  });

  it.each([
    ['where', 'condition', [2, -1, 0.5, null]],
    ['dropout', 'mask', [2, -1, 0.5]],
    ['cross_entropy', 'labels', [-1, 0.5]],
    ['gather', 'index', [-1, 0.5]],
    ['embedding', 'indices', [-1, 0.5]],
  ] as const)('refuse %s with an entry of its %s that is one of %j', (op, attribute, values) => {
    for (const value of values) {
      for (const json of changed(op, (step) => Object.assign(step, { [attribute]: [value] }))) {
        expect([value, isCase(json), parseCase(json).ok]).toEqual([value, false, false]);
      }
    }
  });

  it('refuse more than 64 axes', () => {
    for (const json of changed('reshape', (step) => Object.assign(step, { shape: new Array(65).fill(1) }))) {
      expect([isCase(json), parseCase(json).ok]).toEqual([false, false]);
    }
  });

  it('take a negative padding, which takes entries away', () => {
    const json = {
      program: {
        inputs: [{ dtype: 'float64', shape: [3] }],
        steps: [{ op: 'pad', args: [0], padding: [[-1, 2]] }],
        outputs: [1],
      },
      inputs: [{ dtype: 'float64', shape: [3], data: [1, 2, 3] }],
      cotangents: [],
      mode: 'eager',
      order: 1,
      directions: [],
    };
    expect([isCase(json), parseCase(json).ok]).toEqual([true, true]);
  });

  it.each(opNames)(
    'whatever is put into an attribute of %s: what the parser takes, the schema takes',
    (op) => {
      const values: Json[] = [
        -2,
        -1,
        0,
        1,
        3,
        0.5,
        'NaN',
        '-0',
        'Infinity',
        'none',
        true,
        null,
        [],
        [0],
        [-1],
        [1, 0],
      ];
      const nested: Json[] = [
        [[0, 0]],
        [[-1, 1]],
        [
          [-1, 0],
          [1, 1],
        ],
        [null],
        [2, null],
      ];
      const { attributes } = vocabulary[op];
      for (const attribute of Object.keys(attributes)) {
        for (const value of [...values, ...nested]) {
          for (const json of changed(op, (step) => Object.assign(step, { [attribute]: value }))) {
            if (parseCase(json).ok)
              expect([attribute, value, isCase(json)]).toEqual([attribute, value, true]);
          }
        }
      }
    },
  );
});

it('a tensor is read from numbers and from base64 alike', () => {
  const bytes = Buffer.alloc(16);
  bytes.writeDoubleLE(0.1, 0);
  bytes.writeDoubleLE(Number.NEGATIVE_INFINITY, 8);
  const with_ = (data: Json) => ({
    id: 3,
    outcome: 'done',
    vjps: [],
    echo: [],
    values: [{ dtype: 'float64', shape: [2], data }],
  });
  const [numbers, base64] = [[0.1, '-Infinity'], bytes.toString('base64')].map(with_);
  expect(parseRunReply(JSON.stringify(numbers), 3)).toEqual(parseRunReply(JSON.stringify(base64), 3));
});

it('the documentation of the protocol lists every bias that a limit can name, and no other', () => {
  const table = /Limits have the names of the generators' biases:\n\n(.*?)\n\n/s.exec(
    readFileSync('docs/protocol.md', 'utf8'),
  )?.[1];
  const listed = [...(table ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  expect(listed).toEqual([...allBiases]);
});

it('a reply that is nested without end breaks the protocol, and no more than that', () => {
  const endless = `{"id":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  for (const read of [() => parseRunReply(endless, 0), () => parseStartReply(endless)])
    expect(read).toThrow('it is nested more than 32 deep');
});
