/** Instructions that compute an expression in vectors: every lane an entry. */
import { type Condition, type Expression, type FieldOf, isSameInSingle } from './expression.js';
import * as i from './instructions.js';
import { Unknown } from './tokens.js';

/** How many bytes the instructions of one formula may have. */
const most = 4096;

/** What an operand is in the lanes that are computed with. */
type Operand = (index: number) => readonly number[];
type Field = (name: string) => readonly number[];

/** The numbers that an op holds: what they are now, and the locals in which they are in all lanes. */
export interface Fields {
  readonly value: FieldOf;
  readonly local: (name: string, lanes: i.Lanes) => number;
}

/**
 * The result is rounded to the dtype once.
 * @param operands the locals of the operands, in vectors of the dtype
 * @throws {Unknown} when that takes too many instructions
 */
export function codeOf(
  it: Expression,
  dtype: 'float32' | 'float64',
  operands: readonly number[],
  fields: Fields,
): readonly number[] {
  const operand = (index: number): number[] => {
    const found = operands[index];
    if (found === undefined) throw new Unknown(`operand ${index}`);
    return i.get(found);
  };
  const fieldIn = (lanes: i.Lanes) => (name: string) => i.get(fields.local(name, lanes));
  if (dtype === 'float64') return new Code(i.doubles, operand, fieldIn(i.doubles)).of(it);
  if (isSameInSingle(it, fields.value)) return new Code(i.singles, operand, fieldIn(i.singles)).of(it);
  // In doubles, two halves.
  const lower = new Code(i.doubles, (index) => [...operand(index), ...i.promote], fieldIn(i.doubles));
  const higher = new Code(
    i.doubles,
    (index) => [...operand(index), ...operand(index), ...i.higher, ...i.promote],
    fieldIn(i.doubles),
  );
  return [...lower.of(it), ...i.demote, ...higher.of(it), ...i.demote, ...i.together];
}

class Code {
  constructor(
    private readonly lanes: i.Lanes,
    private readonly operand: Operand,
    private readonly field: Field,
  ) {}

  of(it: Expression): readonly number[] {
    const code = this.expression(it);
    if (code.length > most) throw new Unknown('a long formula');
    return code;
  }

  private expression(it: Expression): readonly number[] {
    switch (it.kind) {
      case 'operand':
        return this.operand(it.index);
      case 'field':
        return this.field(it.name);
      case 'number':
        return this.lanes.constant(it.value);
      case 'one':
        return [...this.of(it.of), ...this.named(it.f === '-' ? 'negative' : it.f)];
      case 'two':
        return [...this.of(it.left), ...this.of(it.right), ...this.named(it.f)];
      case 'choice':
        return [...this.of(it.then), ...this.of(it.otherwise), ...this.condition(it.when), ...i.select];
    }
  }

  private condition(it: Condition): readonly number[] {
    switch (it.kind) {
      case 'compare':
        return [...this.of(it.left), ...this.of(it.right), ...this.named(it.f)];
      case 'not':
        return [...this.condition(it.of), ...i.not];
      default:
        return [
          ...this.condition(it.left),
          ...this.condition(it.right),
          ...(it.kind === 'and' ? i.and : i.or),
        ];
    }
  }

  private named(name: string): readonly number[] {
    return this.lanes.codes[name] as readonly number[];
  }
}
