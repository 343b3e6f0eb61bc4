/** What a formula computes, as data: a formula is JavaScript, of which WebAssembly can be made only when it is known. */

export type Comparison = '===' | '!==' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/' | 'max' | 'min';
export type Function1 = '-' | 'abs' | 'sqrt' | 'floor' | 'ceil' | 'trunc';

/** A number. */
export type Expression =
  | { readonly kind: 'operand'; readonly index: number }
  /** A number that the op holds, such as its scalar. */
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'one'; readonly f: Function1; readonly of: Expression }
  | { readonly kind: 'two'; readonly f: Arithmetic; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'choice';
      readonly when: Condition;
      readonly then: Expression;
      readonly otherwise: Expression;
    };

export type Condition =
  | {
      readonly kind: 'compare';
      readonly f: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

/** The value of a number that the op holds. */
export type FieldOf = (name: string) => number;

const isSingle = (value: number): boolean => Object.is(Math.fround(value), value);

/** Whether it selects among float32 numbers, and so is one, whatever its operands are. */
function selects(it: Expression, field: FieldOf): boolean {
  switch (it.kind) {
    case 'operand':
      return true;
    case 'field':
      return isSingle(field(it.name));
    case 'number':
      return isSingle(it.value);
    case 'one':
      return it.f !== 'sqrt' && selects(it.of, field);
    case 'two':
      return (it.f === 'max' || it.f === 'min') && selects(it.left, field) && selects(it.right, field);
    case 'choice':
      return decides(it.when, field) && selects(it.then, field) && selects(it.otherwise, field);
  }
}

function decides(it: Condition, field: FieldOf): boolean {
  switch (it.kind) {
    case 'compare':
      return selects(it.left, field) && selects(it.right, field);
    case 'not':
      return decides(it.of, field);
    default:
      return decides(it.left, field) && decides(it.right, field);
  }
}

/**
 * Whether arithmetic in float32 gives what arithmetic in float64, rounded at the end, gives. One rounding does: a sum,
 * difference, product, quotient or square root of float32 numbers is the same through float64, which has more than twice
 * their digits (Figueroa, "When is double rounding innocuous?", 1995).
 */
export function isSameInSingle(it: Expression, field: FieldOf): boolean {
  const same = (part: Expression) => isSameInSingle(part, field);
  switch (it.kind) {
    case 'one':
      if (it.f === 'sqrt') return selects(it.of, field);
      // Rounding commutes with these two.
      return it.f === '-' || it.f === 'abs' ? same(it.of) : selects(it, field);
    case 'two':
      if (it.f === 'max' || it.f === 'min') return same(it.left) && same(it.right);
      return selects(it.left, field) && selects(it.right, field);
    case 'choice':
      return decides(it.when, field) && same(it.then) && same(it.otherwise);
    default:
      return selects(it, field);
  }
}
