import { describe, expect, it } from 'vitest';
import { parseReply } from '../../src/grader/reply.js';

const scalar = { dtype: 'float64', shape: [], data: [1] };
const done = {
  id: 3,
  outcome: 'done',
  values: [scalar],
  vjps: [[scalar]],
  echo: [],
  aliases: [],
  traces: [],
  calls: 0,
};
const messageOf = (line: string) => {
  const { outcome } = parseReply(line, 3);
  return outcome.kind === 'crashed' ? outcome.error.message : outcome.kind;
};

describe('a reply of a submission', () => {
  it('is read as an outcome', () => {
    const { outcome } = parseReply(JSON.stringify(done), 3);
    expect(outcome).toEqual({
      kind: 'done',
      values: [scalar],
      vjps: [[scalar]],
      seconds: [],
      echo: [],
      aliases: [],
    });
  });

  it.each([
    ['{"id":3,"outcome"', 'it is not a JSON object'],
    ['7', 'it is not a JSON object'],
    [JSON.stringify({ ...done, id: 2 }), 'it answers request 2'],
    [JSON.stringify({ ...done, outcome: 'perfect' }), 'its outcome is unknown'],
    [JSON.stringify({ ...done, values: 1 }), '$.values is not a list'],
    [JSON.stringify({ ...done, vjps: [1] }), '$.vjps[0] is not a list'],
    [
      JSON.stringify({ ...done, values: [{ ...scalar, data: [1, 2] }] }),
      '$.values[0].data: expected 1 entries for shape (), got 2',
    ],
    [
      JSON.stringify({ ...done, values: [{ ...scalar, dtype: 'int8' }] }),
      '$.values[0].dtype: expected "float64" or "float32" or "float16" or "bfloat16", got "int8"',
    ],
  ])('that is garbled counts as a crash: %s', (line, problem) => {
    expect(messageOf(line)).toBe(`The reply of the submission's process is garbled: ${problem}.`);
  });

  it('is read no further than to its first bad entry, however many there are', () => {
    const data = Array.from({ length: 9_000 }, () => 'x');
    expect(messageOf(JSON.stringify({ ...done, values: [{ ...scalar, shape: [9_000], data }] }))).toMatch(
      /\$\.values\[0\]\.data\[0\]: expected a number/,
    );
  });

  it.each([
    [
      { ...done, values: [{ ...scalar, shape: [20_000], data: Array(20_000).fill(1) }] },
      'more than 10000 numbers',
    ],
    [{ ...done, vjps: Array(1_000).fill([]) }, '$.vjps has 1000 entries'],
    [{ ...done, aliases: JSON.parse(`${'['.repeat(50)}${']'.repeat(50)}`) }, 'nested more than 32 deep'],
  ])('holds no more than what was asked for', (reply, problem) => {
    expect(messageOf(JSON.stringify(reply))).toContain(problem);
  });

  it('may say that the process broke at any time', () => {
    const line = JSON.stringify({
      outcome: 'crashed',
      error: { type: 'Error', message: 'later', traceback: 7 },
    });
    expect(parseReply(line, 3).outcome).toEqual({
      kind: 'crashed',
      error: { type: 'Error', message: 'later', traceback: '' },
    });
  });
});
