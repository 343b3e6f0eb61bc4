import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { caseId } from '../../src/case/case-id.js';
import { canonicalJson, caseText, encodeCase } from '../../src/case/json.js';
import { formatProblems, type Parsed, parseCase, parseProgram, parseTensor } from '../../src/case/parse.js';
import { nameOf, printProgram, printStep } from '../../src/case/print.js';
import { formatNumber, formatTensor, tensorData } from '../../src/case/tensor-data.js';
import { programCases, space } from '../../src/generate/index.js';

const sample: Case = {
  program: {
    inputs: [
      { dtype: 'float64', shape: [2, 3] },
      { dtype: 'float64', shape: [3] },
    ],
    steps: [
      { op: 'multiply', args: [0, 1] },
      { op: 'summation', args: [2], axes: -1, keepdims: false },
    ],
    outputs: [3],
  },
  inputs: [
    tensorData('float64', [2, 3], [1, 2, 3, 4, 5, -0]),
    tensorData('float64', [3], [0.1, Number.NaN, 7]),
  ],
  cotangents: [[tensorData('float64', [2], [2, Number.NEGATIVE_INFINITY])]],
  mode: 'eager',
  order: 1,
  directions: [],
};

const problemsOf = (parsed: Parsed<unknown>): string[] =>
  parsed.ok ? [] : formatProblems(parsed.problems).split('\n');

describe('a case', () => {
  it('survives JSON, with NaN, infinities and -0', () => {
    const parsed = parseCase(JSON.parse(JSON.stringify(encodeCase(sample))));
    expect(parsed).toEqual({ ok: true, value: sample });
  });

  it('survives JSON whatever was generated', () => {
    fc.assert(
      fc.property(programCases(space({ order: 2, dtype: 'float32' })), (testCase) => {
        expect(parseCase(JSON.parse(JSON.stringify(encodeCase(testCase))))).toEqual({
          ok: true,
          value: testCase,
        });
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('has the text of its JSON, also when it is varied after its text was asked for', () => {
    const asked: Case = { ...sample, kinks: { relu: 0 } };
    const [cotangent] = sample.cotangents;
    const variations: Partial<Case>[] = [
      {},
      { mode: 'lazy "quoted"' },
      { cotangents: [cotangent ?? [], cotangent ?? []] },
      { tangents: sample.inputs, batched: true },
      { order: 2, directions: [sample.inputs] },
    ];
    for (const changes of variations) {
      const varied = { ...asked, ...changes };
      expect(caseText(varied)).toBe(JSON.stringify(encodeCase(varied)));
    }
  });

  it('may hold tangents, or ask for a batch', () => {
    const asked: Case = { ...sample, tangents: sample.inputs, batched: true };
    expect(parseCase(JSON.parse(JSON.stringify(encodeCase(asked))))).toEqual({ ok: true, value: asked });
    const json = { ...(encodeCase(asked) as object), tangents: [] };
    expect(problemsOf(parseCase(json))).toMatchInlineSnapshot(`
      [
        "$.tangents: expected 2 tensors (one per input), got 0",
      ]
    `);
    expect(problemsOf(parseCase({ ...json, batched: false }))).toContain(
      '$.batched: expected true, or no such field, got false',
    );
  });

  it('has an id that depends on nothing but its content', () => {
    expect(caseId(sample)).toMatchInlineSnapshot(`"3b568f3a1c6208db"`);
    expect(canonicalJson({ b: [1, 'x'], a: null })).toBe('{"a":null,"b":[1,"x"]}');
  });

  it('prints as JAX prints its programs', () => {
    expect(printProgram(sample.program)).toMatchInlineSnapshot(`
      "{ a:f64[2,3] b:f64[3]
        c:f64[2,3] = multiply a b
        d:f64[2] = summation[axes=-1 keepdims=false] c
        return d }"
    `);
    const nested = {
      op: 'pad',
      args: [0],
      padding: [
        [1, 0],
        [0, -2],
      ],
    } as const;
    expect(printStep(nested)).toBe('pad[padding=((1,0),(0,-2))] a');
    expect([nameOf(25), nameOf(26), nameOf(701), nameOf(702)]).toEqual(['z', 'aa', 'zz', 'aaa']);
  });
});

describe('a malformed case', () => {
  it('is reported with every problem, each with its path', () => {
    const json = {
      program: {
        inputs: [{ dtype: 'int8', shape: [2, -1] }],
        steps: [
          { op: 'multipy', args: [0, 0] },
          { op: 'add', args: [0] },
          { op: 'exp', args: [7], extra: 1 },
        ],
        outputs: [9],
      },
      inputs: [{ dtype: 'float64', shape: [2], data: [1, 'two'] }],
      cotangents: {},
      mode: '',
      order: 3,
    };
    const lines = problemsOf(parseCase(json)).map((line) => line.replace(/known ops: .*/, 'known ops: …'));
    expect(lines).toMatchInlineSnapshot(`
      [
        "$.program.inputs[0].dtype: expected "float64" or "float32" or "float16" or "bfloat16", got "int8"",
        "$.program.inputs[0].shape[1]: expected a size (an integer ≥ 0), got -1",
        "$.program.steps[0].op: unknown op "multipy"; known ops: …",
        "$.program.steps[1].args: add takes 2 arguments, got 1",
        "$.program.steps[2].extra: unknown field; a exp step has the fields op, args",
        "$.program.steps[2].args[0]: id 7 is not defined here; a step refers only to ids 0 … 2",
        "$.program.outputs[0]: id 9 is not defined here; a step refers only to ids 0 … 3",
        "$.inputs[0].data[1]: expected a number, or "NaN", "Infinity", "-Infinity" or "-0", got "two"",
        "$.cotangents: expected cotangents (an array), got {}",
        "$.mode: expected the name of a mode, such as "eager", got """,
        "$.order: expected 1 or 2, got 3",
      ]
    `);
  });

  it('is told of shapes that do not fit, step by step', () => {
    const json = encodeCase({
      ...sample,
      program: {
        ...sample.program,
        inputs: [
          { dtype: 'float64', shape: [2, 4] },
          { dtype: 'float64', shape: [3] },
        ],
      },
    });
    expect(problemsOf(parseCase(json))).toMatchInlineSnapshot(`
      [
        "$.program.steps[0]: multiply: shapes (2, 4) and (3,) do not broadcast; counted from the right, sizes must be equal or 1, and 4 meets 3",
      ]
    `);
  });

  it('is told of attributes that are not of their kind', () => {
    const step = (op: string, attributes: object, args: readonly number[] = [0]) => ({
      op,
      args,
      ...attributes,
    });
    const program = {
      inputs: [{ dtype: 'float64', shape: [2, 3] }],
      steps: [
        step('stack', { axis: 0 }, []),
        step('split', { axis: 0.5, index: '1' }),
        step('pad', { padding: [[1, 1], [1]] }),
        step('slice', { starts: [0, 'a'], stops: null, steps: [1, 1] }),
        step('gather', { axis: 0, index: 3, indexShape: [1, -1] }),
        step('einsum', { equation: 7 }),
      ],
      outputs: [1],
    };
    expect(problemsOf(parseProgram(program))).toMatchInlineSnapshot(`
      [
        "$.steps[0].args: stack takes one or more arguments, got 0",
        "$.steps[1].axis: expected an integer, got 0.5",
        "$.steps[1].index: expected an integer, got "1"",
        "$.steps[2].padding[1]: expected two integers, got [1]",
        "$.steps[3].starts[1]: expected an integer or null, got "a"",
        "$.steps[3].stops: expected bounds (an array), got null",
        "$.steps[4].index: expected integers (an array), got 3",
        "$.steps[4].indexShape[1]: expected a size (an integer ≥ 0), got -1",
        "$.steps[5].equation: expected a string, got 7",
      ]
    `);
  });

  it('is told of tensors that are not of their type', () => {
    const json = encodeCase({
      ...sample,
      inputs: sample.inputs.slice(0, 1),
      cotangents: [[tensorData('float32', [2], [1, 2])]],
    });
    expect(problemsOf(parseCase(json))).toMatchInlineSnapshot(`
      [
        "$.inputs: expected 2 tensors (one per input), got 1",
        "$.cotangents[0][0]: expected float64 of shape (2,), as the program's output 0, got float32 of shape (2,)",
      ]
    `);
  });

  it('cannot hold a cycle: a step that refers forwards is refused', () => {
    const program = {
      inputs: [{ dtype: 'float64', shape: [] }],
      steps: [{ op: 'exp', args: [1] }],
      outputs: [1],
    };
    expect(problemsOf(parseCase({ ...(encodeCase(sample) as object), program }))).toContain(
      '$.program.steps[0].args[0]: id 1 is not defined here; a step refers only to ids 0 … 0',
    );
  });

  it.each([null, 3, 'case', []])('may be %j', (json) => {
    expect(problemsOf(parseCase(json))[0]).toMatch(/^\$: expected a case \(an object\), got /);
  });
});

describe('tensor data', () => {
  it('may be base64 of little-endian bytes', () => {
    const data = Buffer.from(new Float32Array([1, -2.5]).buffer).toString('base64');
    expect(parseTensor({ dtype: 'float32', shape: [2], data })).toEqual({
      ok: true,
      value: { dtype: 'float32', shape: [2], data: [1, -2.5] },
    });
    expect(problemsOf(parseTensor({ dtype: 'float64', shape: [1], data: 'AAAA' }))).toMatchInlineSnapshot(`
      [
        "$.data: expected base64 of little-endian float64 entries (8 bytes each)",
      ]
    `);
  });

  it('is rounded to its dtype, and prints as short as that allows', () => {
    const tensor = tensorData('float32', [2, 2], [0.1, -0, 1e10, 3]);
    expect(tensor.data[0]).toBe(Math.fround(0.1));
    expect(formatTensor(tensor)).toBe('[[0.1, -0], [10000000000, 3]]');
    expect(formatNumber(0.1 + 0.2)).toBe('0.30000000000000004');
    expect(formatTensor(tensorData('float64', [0, 2], []))).toBe('[]');
  });

  it('is printed by its ends if it is large', () => {
    const counting = (count: number) => Array.from({ length: count }, (_, k) => k);
    expect(formatTensor(tensorData('float64', [1000], counting(1000)))).toContain('500');
    expect(formatTensor(tensorData('float64', [2, 501], counting(1002)))).toBe(
      '[[0, 1, 2, …, 498, 499, 500], [501, 502, 503, …, 999, 1000, 1001]]',
    );
  });

  it('holds as many entries as its shape', () => {
    expect(() => tensorData('float64', [2], [1])).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: expected 2 entries for shape (2,), got 1]`,
    );
  });
});
