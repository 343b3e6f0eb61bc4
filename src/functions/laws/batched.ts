/** vmap(vjp): the gradients of a stack of cotangents are the stack of their gradients. */
import { at } from '../../case/at.js';
import type { Verdict } from '../../verify/index.js';
import { type Asked, numbersOf } from '../asked.js';
import type { Gradients } from '../subject.js';
import { formProblem } from './form.js';
import { likeParts } from './linear.js';

/** @param batch of all the cotangents */
export async function batched(asked: Asked, batch: readonly Gradients[]): Promise<Verdict> {
  const problem = formProblem(batch, asked.question, asked.names);
  if (problem !== undefined)
    return { kind: 'malformed', problem: `in a batch of all cotangents, ${problem}` };
  for (const [cotangent, gradients] of batch.entries()) {
    const alone = numbersOf(at(asked.gradients, cotangent));
    const why = `That is, in a batch of all cotangents, cotangent ${cotangent} has another vjp than alone.`;
    const said = await likeParts(asked, gradients, [alone], (k) => at(alone, k), why);
    if (said.kind !== 'agree') return said;
  }
  return { kind: 'agree' };
}
