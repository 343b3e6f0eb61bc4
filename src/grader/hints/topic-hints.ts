/** Hints on a kind of failure of a gradient rule, whatever the op. From a nudge to nearly the answer. */
import type { Topic } from './hint.js';

export const topicHints: Readonly<Partial<Record<Topic, readonly string[]>>> = {
  shape: [
    'An adjoint has exactly the shape and the dtype of its input, and there is one for each input, in a list. Print them beside node.inputs.',
  ],
  crash: [
    'Read the line that threw. Print the shapes of its operands just before it: which of them did you expect to be another?',
  ],
  ties: [
    'Where entries tie, their shares of outGrad add up to one: neither all of it to each, nor nothing to both.',
  ],
  sum: [
    'One tensor may be given as two inputs. The rule returns one adjoint for each place; the sum over places is not its job.',
  ],
  second: [
    'The value of the gradient is right; its own gradient is not. What in your rule depends on the inputs, and was made a constant?',
    'detach, noGrad, toData and Tensor.fromData cut the graph. Say the same with tensor functions of node.inputs, node and outGrad.',
  ],
  graph: [
    'Say the rule with tensor functions of node.inputs, node and outGrad; numbers that were read are right for this one case alone.',
  ],
  memory: [
    'Two adjoints, or an adjoint and outGrad, are one array: whoever changes the one changes the other. Compute a new tensor for each.',
  ],
  purity: [
    'Something that belongs to others was changed: outGrad, an input, or what the op remembers. Only make new tensors, and run it twice.',
  ],
  modes: [
    'In lazy mode nothing is computed while a rule runs: cachedData is still undefined there. Use tensor functions alone.',
  ],
};
