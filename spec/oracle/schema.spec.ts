import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineImplementation } from '../../src/engine/index.js';
import { programCases, space } from '../../src/generate/index.js';
import { parseRunReply, parseStartReply } from '../../src/oracle/reply.js';
import { caseSchema, requestSchema, runReplySchema, startReplySchema } from '../../src/oracle/schema.js';
import type { Done } from '../../src/program/implementation.js';
import { encodeCase, encodeTensor, type Json } from '../../src/program/json.js';
import { parseCase } from '../../src/program/parse.js';
import { opNames } from '../../src/program/vocabulary.js';

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
    ['dtypes', ['float16']],
    ['modes', []],
    ['maxOrder', 3],
    ['broadcasts', 'yes'],
    ['batchBroadcasts', 'yes'],
    ['limits', ['0-d']],
    ['rowsOnly', ['rows']],
    ['pipeline', 0],
  ])('on a start reply whose %s are %j', (field, value) => {
    const line = JSON.stringify({ ...started, [field]: value });
    expect([isStartReply(JSON.parse(line)), accepts(() => parseStartReply(line))]).toEqual([false, false]);
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
