/** What an exercise over an adapter is scored by: its ops one by one, or programs of them. */
import fc from 'fast-check';
import { casesOf, programsRow, type Session } from '../../oracle/index.js';
import type { Kinks } from '../../program/kinks.js';
import type { Exercise } from '../exercises.js';
import type { Part } from '../parts.js';

export function partsOver(exercise: Exercise, session: Session, kinks?: Kinks): readonly Part[] {
  const { id, ops, programs, order, without = [] } = exercise;
  const { broadcasts, batchBroadcasts, maxOrder } = session;
  const limits = [...session.limits, ...without];
  const present = ops.filter((op) => session.ops.includes(op));
  // Of an op that is not there cases are drawn as well: that it is not there is then what they show.
  const usable = programs && present.length > 0 ? present : ops;
  const able = { ops: usable, broadcasts, batchBroadcasts, limits, maxOrder: order === 1 ? 1 : maxOrder };
  return (programs ? [programsRow] : ops).map((row) => {
    const cases = session.dtypes.flatMap((dtype) =>
      session.modes.flatMap((mode) => casesOf(row, able, dtype, mode, kinks) ?? []),
    );
    return { name: programs ? id : row, cases: fc.oneof(...cases) };
  });
}
