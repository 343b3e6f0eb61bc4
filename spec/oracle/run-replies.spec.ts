import { describe, expect, it } from 'vitest';
import type { Done, Outcome } from '../../src/case/implementation.js';
import { RunReplies } from '../../src/oracle/run-replies.js';

const asked = '{"program":{}}';

/** What an adapter may answer to request `id`. */
const reply = (id: number, value: number): string =>
  JSON.stringify({
    id,
    outcome: 'done',
    values: [{ dtype: 'float64', shape: [1], data: [value] }],
    vjps: [],
    echo: [],
  });

const valueIn = (outcome: Outcome) => (outcome as Done).values[0]?.data;

describe('a reply to a case that was run before', () => {
  it('is not read again when it differs in its id alone, with a space before that or without', () => {
    const replies = new RunReplies();
    const first = replies.read(asked, reply(3, 2), 3);
    expect(replies.read(asked, reply(17, 2), 17)).toBe(first);
    expect(replies.read(asked, reply(18, 2).replace(':18', ': 18'), 18)).toBe(first);
  });

  it('is read when anything else differs, or the case does', () => {
    const replies = new RunReplies();
    const first = replies.read(asked, reply(3, 2), 3);
    const other = replies.read(asked, reply(4, 5), 4);
    expect(valueIn(first)).toEqual([2]);
    expect(valueIn(other)).toEqual([5]);
    expect(replies.read('{"program":{"steps":[]}}', reply(5, 5), 5)).not.toBe(other);
  });

  it('must still carry the id that was asked for', () => {
    const replies = new RunReplies();
    replies.read(asked, reply(3, 2), 3);
    expect(() => replies.read(asked, reply(3, 2), 4)).toThrow('expected 4, the request that waits');
  });

  it('is forgotten once many others have come', () => {
    const replies = new RunReplies();
    const first = replies.read(asked, reply(0, 2), 0);
    for (let id = 1; id <= 100; id++) replies.read(`{"order":${id}}`, reply(id, 2), id);
    const again = replies.read(asked, reply(101, 2), 101);
    expect(again).toEqual(first);
    expect(again).not.toBe(first);
  });
});
