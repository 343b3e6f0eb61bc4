/** What the grader knows of the two gates. Students do not get this file. */
import { addScalar, multiply, negate, sigmoid, subtract, tanh } from 'backproof/engine';
import type { ChapterDefinition } from 'backproof/exercise';

export default {
  title: 'Two gates',
  exercises: {
    swish: {
      points: 6,
      inputs: { x: { shape: ['...'] } },
      answer: 'vjp',
      definition: (x) => multiply(x, sigmoid(x)),
      misconceptions: {
        'forgets-the-product-rule': {
          says: 'x·σ(x) is a product of two factors that both depend on x; this rule differentiates only the first.',
          hint: 'Which terms does (uv)′ have?',
          gradient: ({ outGrad }, x) => multiply(outGrad, sigmoid(x)),
        },
      },
    },
    tanhshrink: {
      points: 4,
      inputs: { x: { shape: ['...'] } },
      answer: 'vjp',
      definition: (x) => subtract(x, tanh(x)),
      misconceptions: {
        'slope-of-tanh-alone': {
          says: 'This is the slope of tanh; that of x − tanh(x) is 1 minus it.',
          hint: 'What is the derivative of the x before the tanh?',
          gradient: ({ outGrad }, x) => multiply(outGrad, addScalar(negate(multiply(tanh(x), tanh(x))), 1)),
        },
      },
    },
  },
} satisfies ChapterDefinition;
