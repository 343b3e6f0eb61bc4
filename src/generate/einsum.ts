/** Forms of einsum: equations of one and two operands, from products to traces of broadcasting. */
import fc from 'fast-check';
import { letterSizes, parseEquation } from '../case/equation.js';
import type { Shape } from '../case/shape.js';
import { shapeBiases } from './biases-of.js';
import type { Form } from './form.js';
import { simplestFirst } from './simplest-first.js';
import { firstAllowed, type Space } from './space.js';

/** The simplest first. In some, a letter of one operand alone is summed over. */
const equations = [
  'i,i->i',
  'i,i->',
  'i,j->ij',
  'i->',
  'ij->ji',
  'ij->j',
  'ij,jk->ik',
  'ij,jk->ki',
  'ij,ij->i',
  'ij,j->i',
  'ij,jk->i',
  'ij,jk->ik',
  'ij,k->j',
  'ijk->ki',
  'bij,bjk->bik',
  'bij,bjk->ik',
  'ijk,kl->jil',
] as const;

const sizes = simplestFirst([1, 2, 2, 3, 3, 4]);

export function einsumForms(space: Space): fc.Arbitrary<Form> {
  const most = space.biases.has('high-rank') ? 3 : 2;
  const within = equations.filter((equation) =>
    parseEquation(equation).operands.every((letters) => letters.length <= most),
  );
  return fc.tuple(simplestFirst(within), sizes, sizes).map(([equation, first, second]) => {
    const { operands } = parseEquation(equation);
    const [own = '', other] = operands;
    return {
      op: 'einsum',
      ranks: { least: own.length, most: own.length },
      operation: () => ({ op: 'einsum', equation }),
      count: operands.length,
      partner:
        other === undefined
          ? undefined
          : (shape) => {
              const known = letterSizes({ operands: [own], result: '' }, [shape]);
              const fresh = [...other].filter((letter) => !known.has(letter));
              const options = [[first, second], ...[1, 2, 3, 4, 5].map((n) => [n, n])].map(
                (drawn): Shape =>
                  [...other].map((letter) => known.get(letter) ?? (drawn[fresh.indexOf(letter)] as number)),
              );
              return firstAllowed(space, options, shapeBiases);
            },
    };
  });
}
