/** What an adapter says that one of its ops can take: the ranks, dtypes and sizes of its tensors. */
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import { dtypeOf, shapesOf } from '../case/program.js';
import { sizeOf } from '../case/shape.js';
import type { DType } from '../case/tensor-data.js';
import type { OpName } from '../case/vocabulary.js';

/** Limits of one op; what is left out is not limited. */
export interface OpLimit {
  /** How many axes its operands may have. */
  readonly ranks?: readonly number[];
  readonly dtypes?: readonly DType[];
  /** How many entries an operand or its output may have. */
  readonly mostEntries?: number;
}

export type OpLimits = Readonly<Partial<Record<OpName, OpLimit>>>;

/** The first limit that a case exceeds, in a sentence; undefined if there is none. */
export function beyondOpLimits(limits: OpLimits, { program }: Case): string | undefined {
  const dtype = dtypeOf(program);
  const shapes = shapesOf(program);
  for (const [index, { op, args }] of program.steps.entries()) {
    const limit = limits[op];
    if (limit === undefined) continue;
    const { ranks, dtypes, mostEntries } = limit;
    if (dtypes !== undefined && !dtypes.includes(dtype))
      return `the adapter has ${op} only in ${listed(dtypes)}`;
    const operands = args.map((id) => at(shapes, id));
    if (ranks !== undefined && !operands.every(({ length }) => ranks.includes(length)))
      return `the adapter has ${op} only for operands of rank ${listed(ranks)}`;
    const all = [...operands, at(shapes, program.inputs.length + index)];
    if (mostEntries !== undefined && all.some((shape) => sizeOf(shape) > mostEntries))
      return `the adapter has ${op} only for tensors of at most ${mostEntries} entries`;
  }
  return undefined;
}

const listed = (names: readonly (string | number)[]): string => names.join(' or ') || 'none';
