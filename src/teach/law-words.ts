/** Laws in the words of the first lecture: what each one asks, and why it must hold. */
import { en, type Texts } from '../texts/index.js';

/** By law id. */
export const lawWords: Readonly<Record<string, string>> = {
  value: 'the value y is the one that the definition gives.',
  form: 'a rule returns one adjoint for each input, in the order of the inputs, and each has the shape and the dtype of its input.',
  vjp: 'the adjoint of an input adds up, over all entries k of the output, Δₖ times the slope of yₖ: āᵢ = Σₖ Δₖ·∂yₖ/∂aᵢ.',
  edges:
    'the chain rule holds for a single number, for an empty array and for axes of size 1 as for any other shape.',
  ties: 'where entries tie, each may have any share of Δ, but the shares add up to one.',
  accumulate: 'an input that is used several times gets the sum of what its uses send back.',
  unused: 'what the output does not depend on has the adjoint 0.',
  linear:
    'the adjoints are linear in Δ: twice the Δ gives twice the adjoints, and the adjoints of a sum are a sum.',
  dot: 'whichever way a product with J is taken, the number is the same: ⟨Δ, Jv⟩ = ⟨JᵀΔ, v⟩.',
  memory: 'each adjoint is an array of its own: whoever adds to one must not change another.',
  pure: 'differentiating only reads: values, inputs and Δ are the same afterwards, and asking twice gives the same answer.',
  modes: 'whether it is computed at once or later, the numbers are the same.',
  second: 'the adjoint is itself made of differentiable functions: its own gradient is right, too.',
  twice: 'the adjoint, as a function of Δ, can be differentiated by Δ.',
  graph: 'the adjoint is built from tensors by functions; numbers that were read cannot be differentiated.',
};

/** @param sentence what the law is called where it has no words of its own */
export function lawInWords(id: string, sentence: string, { says, teach }: Texts = en): string {
  const words = lawWords[id];
  return words === undefined ? teach.sentence(says(sentence)) : says(words);
}
