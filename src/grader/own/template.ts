/** The files of a new exercise: swish, written out and commented, to be changed into another. */
import { camelCase, titleOf } from './words.js';

export interface TemplateFile {
  readonly name: string;
  readonly text: string;
}

/** @param python whether students write Python */
export function templateOf(id: string, python = false): readonly TemplateFile[] {
  const name = camelCase(id);
  const type = name.charAt(0).toUpperCase() + name.slice(1);
  return [
    python ? { name: 'exercise.py', text: inPython } : { name: 'exercise.ts', text: exercise(name, type) },
    { name: 'definition.ts', text: definition(id, python ? 'exercise.py' : 'exercise.ts') },
    { name: 'README.md', text: readme(id, python ? askedInPython : asked(name, type), python ? 'py' : 'ts') },
  ];
}

const exercise = (name: string, type: string): string => `/** x · sigmoid(x), entry by entry. */
import {
  add,
  addScalar,
  type Context,
  Function,
  multiply,
  negate,
  sigmoid,
  type Tensor,
} from 'backproof/engine';

class ${type} extends Function {
  static forward(ctx: Context, x: Tensor): Tensor {
    ctx.saveForBackward(x);
    return multiply(x, sigmoid(x));
  }

  static backward(ctx: Context, outGrad: Tensor): Tensor {
    const [x] = ctx.savedTensors as [Tensor];
    // BEGIN SOLUTION: return the adjoint of x
    const s = sigmoid(x);
    const slope = add(s, multiply(multiply(x, s), addScalar(negate(s), 1)));
    return multiply(outGrad, slope);
    // END SOLUTION
  }
}

/** The grader calls this function, with one tensor per input. Its name is that of the exercise. */
export const ${name} = (x: Tensor): Tensor => ${type}.apply(x);
`;

const inPython = `"""x · sigmoid(x), entry by entry: its value, and its vector-Jacobian product."""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def value(x):
    return x * sigmoid(x)


def vjp(out_grad, x):
    """The adjoint of x; of several inputs, a list with one for each."""
    # BEGIN SOLUTION: return the adjoint of x
    s = sigmoid(x)
    return out_grad * (s + x * s * (1 - s))
    # END SOLUTION
`;

const definition = (id: string, file: string): string => `/**
 * What the grader knows of this exercise. Students do not get this file. They get README.md, and ${file} without what
 * stands between BEGIN SOLUTION and END SOLUTION: there they find a TODO with the text after the colon. A solution that
 * begins at the beginning of a line, such as a helper, is left out as a whole.
 */
import { addScalar, multiply, negate, sigmoid } from 'backproof/engine';
import type { ExerciseDefinition } from 'backproof/exercise';

export default {
  title: ${JSON.stringify(titleOf(id))},
  points: 10,

  // The inputs of the function, in order. A shape holds numbers and names of sizes, such as ['n', 'm']; '...' in front
  // stands for any axes. domain: 'real', 'positive', 'nonzero', 'integer', or an interval such as [-1, 1].
  inputs: {
    x: { shape: ['...'], domain: 'real' },
  },

  // The function itself. The grader works out its values and its gradients from this, so it needs no rule.
  definition: (x) => multiply(x, sigmoid(x)),

  // Wrong rules that students really write. A submission that gives the same answers is told the name, what it says,
  // and its hint. \`outGrad\` is the adjoint of the output, \`output\` the output; return one adjoint per input.
  misconceptions: {
    'forgets-the-product-rule': {
      says: 'x·σ(x) is a product of two factors that both depend on x; this rule differentiates only the first.',
      hint: 'Which terms does (uv)′ have?',
      gradient: ({ outGrad }, x) => multiply(outGrad, sigmoid(x)),
    },
    'slope-of-sigmoid-alone': {
      says: 'The slope of the sigmoid is there, but not the factor x in front of it, nor the other term.',
      hint: 'What is the derivative of x·σ(x), if σ were a constant?',
      gradient: ({ outGrad }, x) => {
        const s = sigmoid(x);
        return multiply(outGrad, multiply(s, addScalar(negate(s), 1)));
      },
    },
  },
} satisfies ExerciseDefinition;
`;

const asked = (
  name: string,
  type: string,
): string => `Write \`backward\` of \`${type}\`. Its \`forward\` is there, and \`${name}\` calls both. Use tensor functions of
\`backproof/engine\` alone, so that your gradient can be differentiated again.`;

const askedInPython = `Write \`vjp\`, with NumPy: \`out_grad\` is the adjoint of the value, and of its shape. \`value\` is there.`;

const readme = (id: string, asks: string, extension: string): string => `# ${titleOf(id)}

\`${id}.${extension}\` · 10 points

${asks}

## The mathematics

    y = x·σ(x), with σ(x) = 1/(1 + e⁻ˣ)      σ′ = σ·(1 − σ)

## A worked example

x = 0, so σ(x) = ½ and y = 0. The slope there is ½, and with ȳ = 4

    x̄ = 4·½ = 2

## Hints

<details><summary>Hint 1</summary>

y is a product of two factors, and both of them depend on x.
</details>
<details><summary>Hint 2</summary>

(uv)′ = u′v + uv′, with u = x and v = σ(x).
</details>
<details><summary>Hint 3</summary>

The slope is σ + x·σ·(1 − σ). Multiply it by outGrad.
</details>

## How it is graded

Run \`npx backproof grade SUBMISSION --exercise ${id}\`. A broken law is shown with the smallest case that breaks it.
`;
