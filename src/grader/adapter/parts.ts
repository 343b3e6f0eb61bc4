/** The parts of an exercise over an adapter: its ops one by one, or programs of them. */

import type { Kinks } from '../../case/kinks.js';
import type { OpName } from '../../case/vocabulary.js';
import { type Bias, type Core, opCore, programCore } from '../../generate/index.js';
import { type Session, spacesOf } from '../../oracle/index.js';
import type { Exercise } from '../exercises.js';
import { type Part, partOf } from '../part.js';

export function partsOver(exercise: Exercise, session: Session, kinks?: Kinks): readonly Part[] {
  const { id, ops, programs, optional = [], order, without = [], emptyAxes } = exercise;
  const { broadcasts, batchBroadcasts, maxOrder } = session;
  // Libraries differ in what an empty list of axes reduces: nothing, as in NumPy, or everything.
  const unasked: readonly Bias[] = emptyAxes ? [] : ['no-axes'];
  const limits = [...session.limits, ...without, ...unasked];
  const present = ops.filter((op) => session.ops.includes(op));
  // Cases are drawn for a missing op as well: they then show that it is missing.
  const usable = programs && present.length > 0 ? present : ops;
  const able = { ops: usable, broadcasts, batchBroadcasts, limits, maxOrder: order === 1 ? 1 : maxOrder };
  const spaces = session.dtypes.flatMap((dtype) =>
    session.modes.flatMap((mode) => spacesOf(able, dtype, mode, kinks)),
  );
  // A step that is used four times would depend on how the engine sums.
  if (programs) return [partOf(programCore(spaces), { name: id })];
  const asked = ops.filter((op) => present.includes(op) || !optional.includes(op));
  return asked.map((op) => partOf(within(session, op, opCore(op, spaces, { again: false })), { name: op }));
}

/** Of an op that an adapter has only for some cases, the others are not asked: nobody could pass them. */
function within(session: Session, op: OpName, drawn: Core): Core {
  const { rowsOnly = [], opLimits = {} } = session.about;
  if (!rowsOnly.includes(op) && opLimits[op] === undefined) return drawn;
  return {
    get core() {
      return drawn.core.filter((testCase) => session.isAskable(testCase));
    },
    get cases() {
      return drawn.cases.filter((testCase) => session.isAskable(testCase));
    },
    get chosen() {
      return drawn.chosen;
    },
    drawn: drawn.drawn,
  };
}
