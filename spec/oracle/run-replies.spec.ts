import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Done, Outcome } from '../../src/case/implementation.js';
import { caseText, encodeTensor } from '../../src/case/json.js';
import type { TensorData } from '../../src/case/tensor-data.js';
import { RunReplies } from '../../src/oracle/run-replies.js';

const x: TensorData = { dtype: 'float64', shape: [2], data: [0.5, -0] };
const delta: TensorData = { dtype: 'float64', shape: [2], data: [3, Number.NaN] };
const testCase: Case = {
  program: { inputs: [{ dtype: 'float64', shape: [2] }], steps: [{ op: 'negate', args: [0] }], outputs: [1] },
  inputs: [x],
  cotangents: [[delta]],
  mode: 'eager',
  order: 1,
  directions: [],
};
const asked = caseText(testCase);

/** What an adapter may answer to request `id`. */
const reply = (id: number, value: number): string =>
  JSON.stringify({
    id,
    outcome: 'done',
    values: [{ dtype: 'float64', shape: [1], data: [value] }],
    vjps: [],
    echo: [],
  });

/** The same, with an echo at its end. */
const echoing = (id: number, echo: readonly unknown[]): string =>
  JSON.stringify({ id, outcome: 'done', values: [], vjps: [], echo });

const valueIn = (outcome: Outcome) => (outcome as Done).values[0]?.data;

describe('a reply to a case that was run before', () => {
  it('is not read again when it differs in its id alone, with a space before that or without', () => {
    const replies = new RunReplies();
    const first = replies.read(testCase, asked, reply(3, 2), 3);
    expect(replies.read(testCase, asked, reply(17, 2), 17)).toBe(first);
    expect(replies.read(testCase, asked, reply(18, 2).replace(':18', ': 18'), 18)).toBe(first);
  });

  it('is read when anything else differs, or the case does', () => {
    const replies = new RunReplies();
    const first = replies.read(testCase, asked, reply(3, 2), 3);
    const other = replies.read(testCase, asked, reply(4, 5), 4);
    expect(valueIn(first)).toEqual([2]);
    expect(valueIn(other)).toEqual([5]);
    expect(replies.read(testCase, '{"program":{"steps":[]}}', reply(5, 5), 5)).not.toBe(other);
  });

  it('must still carry the id that was asked for', () => {
    const replies = new RunReplies();
    replies.read(testCase, asked, reply(3, 2), 3);
    expect(() => replies.read(testCase, asked, reply(3, 2), 4)).toThrow('expected 4, the request that waits');
  });

  it('is forgotten once many others have come', () => {
    const replies = new RunReplies();
    const first = replies.read(testCase, asked, reply(0, 2), 0);
    for (let id = 1; id <= 100; id++) replies.read(testCase, `{"order":${id}}`, reply(id, 2), id);
    const again = replies.read(testCase, asked, reply(101, 2), 101);
    expect(again).toEqual(first);
    expect(again).not.toBe(first);
  });
});

describe('an echo', () => {
  const echoOf = (line: string) => (new RunReplies().read(testCase, asked, line, 3) as Done).echo;

  it('that is what was sent is not read, and is what was sent', () => {
    const echo = echoOf(echoing(3, [x, delta].map(encodeTensor)));
    expect(echo[0]).toBe(x);
    expect(echo[1]).toBe(delta);
  });

  it('that differs in an entry is read', () => {
    const changed = { ...x, data: [0.5, 1] };
    expect(echoOf(echoing(3, [changed, delta].map(encodeTensor)))).toEqual([changed, delta]);
  });

  it('within another field is none', () => {
    const hidden = echoing(3, [x, delta].map(encodeTensor)).replace('"echo"', '"more":{"echo"');
    expect(() => echoOf(`${hidden}}`)).toThrow('$.echo');
    expect(() => echoOf(hidden)).toThrow('expected a line of JSON');
  });
});
