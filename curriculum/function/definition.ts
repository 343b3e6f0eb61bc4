/** What the grader knows of the chapter. */
import {
  add,
  addScalar,
  clip,
  divide,
  divideScalar,
  exp,
  gelu,
  mask,
  mean,
  mulScalar,
  multiply,
  negate,
  powerScalar,
  relu,
  sigmoid,
  softplus,
  subtract,
  summation,
  type Tensor,
  tanh,
} from 'backproof/engine';
import type { ChapterDefinition } from 'backproof/exercise';

const oneLess = (tensor: Tensor): Tensor => addScalar(negate(tensor), 1);
const any = { inputs: { x: { shape: ['...'] } } } as const;

/** √(2/π), and the factor of the cube. */
const [c, cubic] = [Math.sqrt(2 / Math.PI), 0.044715];
const tanhOf = (x: Tensor): Tensor => tanh(mulScalar(add(x, mulScalar(powerScalar(x, 3), cubic)), c));

/** @param inner the slope of u by x; null if it is left out */
function ofGelu(outGrad: Tensor, x: Tensor, inner: Tensor | null): Tensor {
  const t = tanhOf(x);
  const ofU = multiply(x, oneLess(multiply(t, t)));
  const slope = add(addScalar(t, 1), inner === null ? ofU : multiply(ofU, inner));
  return multiply(outGrad, mulScalar(slope, 0.5));
}

const positive = (x: Tensor): Tensor => mask(x, (each) => (each > 0 ? 1 : 0));
const belowZero = (x: Tensor): Tensor => negate(relu(negate(x)));
const slopeOfPrelu = (x: Tensor, a: Tensor): Tensor => add(positive(x), multiply(a, oneLess(positive(x))));

export default {
  title: 'Functions with rules of their own',
  exercises: {
    swish: {
      points: 2,
      ...any,
      definition: (x) => multiply(x, sigmoid(x)),
      misconceptions: {
        'forgets-the-product-rule': {
          says: 'x·σ(x) is a product of two factors that both depend on x; this rule differentiates only the first.',
          hint: 'Which terms does (uv)′ have?',
          gradient: ({ outGrad }, x) => multiply(outGrad, sigmoid(x)),
        },
        'slope-of-sigmoid-alone': {
          says: 'The slope of the sigmoid is there, but not the factor x in front of it, nor the other term.',
          hint: 'What is the derivative of x·σ(x), if σ were a constant?',
          gradient: ({ outGrad }, x) => multiply(outGrad, multiply(sigmoid(x), oneLess(sigmoid(x)))),
        },
        'forgets-outgrad': {
          says: 'This is the slope alone; it is not multiplied by outGrad.',
          hint: 'What does the chain rule do with the slope?',
          gradient: (_, x) => add(sigmoid(x), multiply(multiply(x, sigmoid(x)), oneLess(sigmoid(x)))),
        },
      },
    },
    softplus: {
      points: 3,
      ...any,
      definition: (x) => softplus(x),
      misconceptions: {
        'forgets-the-inner-slope': {
          says: 'outGrad is divided by 1 + eˣ, the slope of the logarithm; the slope eˣ of what is inside is missing.',
          hint: 'What is the derivative of ln(u) by x, if u depends on x?',
          gradient: ({ outGrad }, x) => divide(outGrad, addScalar(exp(x), 1)),
        },
        'slope-of-relu': {
          says: 'This is the rule of relu, of which softplus is a smooth version.',
          hint: 'What is the slope of ln(1 + eˣ) at 0?',
          gradient: ({ outGrad }, x) => multiply(outGrad, positive(x)),
        },
        'slope-of-the-slope': {
          says: 'The slope is σ(x), and this is its derivative, σ(1 − σ).',
          hint: 'Where is softplus steepest?',
          gradient: ({ outGrad }, x) => multiply(outGrad, multiply(sigmoid(x), oneLess(sigmoid(x)))),
        },
      },
    },
    huber: {
      points: 2,
      inputs: { x: { shape: ['...'], domain: [-3, 3] } },
      definition: (x) => {
        const near = clip(x, -1, 1);
        return subtract(multiply(near, x), divideScalar(multiply(near, near), 2));
      },
      misconceptions: {
        'slope-of-the-square': {
          says: 'The slope is x everywhere; beyond ±1 the function is a line, of slope ±1.',
          hint: 'What is the slope at x = 2?',
          gradient: ({ outGrad }, x) => multiply(outGrad, x),
        },
        'zero-outside': {
          says: 'Beyond ±1 the adjoint is 0; there the function is |x| − ½, which is not flat.',
          hint: 'What is the slope at x = 2?',
          gradient: ({ outGrad }, x) =>
            multiply(
              outGrad,
              multiply(
                x,
                mask(x, (each) => (Math.abs(each) <= 1 ? 1 : 0)),
              ),
            ),
        },
        'sign-everywhere': {
          says: 'The slope is ±1 everywhere; between −1 and 1 it is x.',
          hint: 'What is the slope at x = ½?',
          gradient: ({ outGrad }, x) => multiply(outGrad, mask(x, Math.sign)),
        },
      },
    },
    'gelu-tanh': {
      title: 'GELU by tanh',
      points: 3,
      inputs: { x: { shape: ['...'], domain: [-3, 3] } },
      definition: (x) => gelu(x, 'tanh'),
      misconceptions: {
        'forgets-the-product-rule': {
          says: 'Only the factor x is differentiated: tanh u depends on x, too.',
          hint: 'Which terms does (uv)′ have?',
          gradient: ({ outGrad }, x) => multiply(outGrad, mulScalar(addScalar(tanhOf(x), 1), 0.5)),
        },
        'forgets-the-inner-slope': {
          says: 'The slope of tanh at u is there; that of u by x is missing.',
          hint: 'What is the derivative of tanh(u) by x?',
          gradient: ({ outGrad }, x) => ofGelu(outGrad, x, null),
        },
        'forgets-the-three': {
          says: 'The slope of the cube is 3x², and the 3 is missing.',
          hint: 'What is the derivative of x + 0.044715·x³?',
          gradient: ({ outGrad }, x) =>
            ofGelu(outGrad, x, addScalar(mulScalar(multiply(x, x), cubic * c), c)),
        },
      },
    },
    rsqrt: {
      title: 'One over the root',
      points: 2,
      inputs: { x: { shape: ['...'], domain: [0.2, 4] } },
      definition: (x) => powerScalar(x, -0.5),
      misconceptions: {
        'takes-the-output-for-the-input': {
          says: 'The rule −½·x^(−3/2) is right, but what was saved is y, and not x.',
          hint: 'What did forward hand to saveForBackward?',
          gradient: ({ outGrad, output }) => mulScalar(multiply(outGrad, powerScalar(output, -1.5)), -0.5),
        },
        'square-instead-of-cube': {
          says: 'y² stands where y³ should: x^(−3/2) is the cube of x^(−1/2).',
          hint: 'Which power of y is x^(−3/2)?',
          gradient: ({ outGrad, output }) => mulScalar(multiply(outGrad, multiply(output, output)), -0.5),
        },
        'forgets-the-minus': {
          says: 'The sign is wrong: 1/√x falls as x grows.',
          hint: 'Which factor does the derivative of x^(−½) have?',
          gradient: ({ outGrad, output }) => mulScalar(multiply(outGrad, powerScalar(output, 3)), 0.5),
        },
      },
    },
    prelu: {
      title: 'PReLU, whose inputs broadcast',
      points: 3,
      inputs: { x: { shape: ['n', 'm'], domain: [-2, 2] }, a: { shape: ['m'], domain: [-2, 2] } },
      sizes: { n: [1, 3], m: [1, 3] },
      definition: (x, a) => subtract(relu(x), multiply(a, relu(negate(x)))),
      misconceptions: {
        'forgets-to-sum-broadcast': {
          says: 'a is used by every row, and its adjoint was not summed over them: it has the shape of the output.',
          hint: 'Compare the shape of your answer with that of a.',
          gradient: ({ outGrad }, x, a) => [
            multiply(outGrad, slopeOfPrelu(x, a)),
            multiply(outGrad, belowZero(x)),
          ],
        },
        'averages-over-rows': {
          says: 'The adjoint of a is the mean over the rows, and not the sum.',
          hint: 'How many rows use a[0]?',
          gradient: ({ outGrad }, x, a) => [
            multiply(outGrad, slopeOfPrelu(x, a)),
            mean(multiply(outGrad, belowZero(x)), 0),
          ],
        },
        'slope-of-relu': {
          says: 'The adjoint of x is 0 where x is below 0: that is the rule of relu.',
          hint: 'What is the slope by x where the value is a·x?',
          gradient: ({ outGrad }, x) => [
            multiply(outGrad, positive(x)),
            summation(multiply(outGrad, belowZero(x)), 0),
          ],
        },
      },
    },
    cube: {
      title: 'A number among the arguments',
      points: 2,
      inputs: { x: { shape: ['...'], domain: [-3, 3] } },
      definition: (x) => powerScalar(x, 3),
      misconceptions: {
        'keeps-the-power': {
          says: 'k·xᵏ has one factor x too many.',
          hint: 'What is the slope of x² at 5?',
          gradient: ({ outGrad }, x) => multiply(outGrad, mulScalar(powerScalar(x, 3), 3)),
        },
        'forgets-the-factor': {
          says: 'The factor k in front of xᵏ⁻¹ is missing.',
          hint: 'What is the slope of x² at 5?',
          gradient: ({ outGrad }, x) => multiply(outGrad, powerScalar(x, 2)),
        },
      },
    },
  },
} satisfies ChapterDefinition;
