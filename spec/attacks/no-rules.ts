/**
 * Rules that are no rules: Jacobians read off numerically, slopes and Taylor polynomials with the numbers of the case
 * in them. Each is right to the last digit, or nearly, wherever it is asked.
 */
import { altered } from '../grader/submit.js';
import type { Attack } from './attack.js';

const worth = { elementwise: 12, exponential: 9, shape: 18, matmul: 9, stable: 12 } as const;
const parts = { elementwise: 12, exponential: 9, shape: 6, matmul: 1, stable: 3 } as const;
type Rules = keyof typeof worth;

/** An exercise with one rule replaced, and something at the end of its file. */
const instead = (
  exercise: Rules,
  [from, to]: readonly [string, string],
  { name, told, end = '' }: { name: string; told: RegExp; end?: string },
): Attack => ({
  name,
  exercise,
  files: {
    [`${exercise}/${exercise}.ts`]: `import * as engine from 'backproof/engine';\n${altered(exercise, [from, to])}\n${end}`,
  },
  told,
  deserved: worth[exercise] - worth[exercise] / parts[exercise],
});

const called = /a gradient is written with tensor functions; compute was called/;
const numbers = /holds numbers of this very case|second order equals the reference's/;

/** JᵀΔ by tensor functions, with J by basis vectors. */
const byBasis = `
function byBasis(x: Tensor, outGrad: Tensor, run: (unit: Tensor) => any): Tensor {
  const [n, m] = [engine.sizeOf(x.shape), engine.sizeOf(outGrad.shape)];
  const units = Array.from({ length: n }, (_, at) => Array.from({ length: n }, (__, i) => (i === at ? 1 : 0)));
  const rows = units.map((data) => Array.from([run(engine.Tensor.fromData({ dtype: x.dtype, shape: x.shape, data }))].flat(9) as number[]));
  const jacobian = engine.Tensor.fromData({ dtype: x.dtype, shape: [n, m], data: rows.flat() });
  return engine.reshape(engine.matmul(jacobian, engine.reshape(outGrad, [m, 1])), x.shape);
}
`;

/** Of each linear op of one input: its rule, the node's name there, and the op as a function of one tensor. */
const linear = [
  ['reshape', 'return [reshape(outGrad, x.shape)];', 'node', 'reshape(unit, this.shape)'],
  ['transpose', 'return [transpose(outGrad, this.axes)];', '_', 'transpose(unit, this.axes)'],
  [
    'permute',
    'return [permute(outGrad, inverseOf(permutation(this.axes, node.shape.length)))];',
    'node',
    'permute(unit, this.axes)',
  ],
  [
    'broadcast_to',
    'return [reshape(summation(outGrad, repeated), x.shape)];',
    'node',
    'broadcastTo(unit, this.shape)',
  ],
  [
    'summation',
    'return [broadcastTo(reshape(outGrad, kept), x.shape)];',
    'node',
    'summation(unit, this.axes, this.keepdims)',
  ],
] as const;

const ofLinearOps: readonly Attack[] = linear.flatMap(([op, rule, node, run]) => [
  instead(
    'shape',
    [
      rule,
      `return [byBasis(${node}.inputs[0], outGrad, (unit) => Array.from(this.compute(unit.cachedData as never).data))];`,
    ],
    {
      name: `computes ${op} on basis vectors`,
      told: called,
      end: byBasis,
    },
  ),
  instead('shape', [rule, `return [byBasis(${node}.inputs[0], outGrad, (unit) => ${run}.toArray())];`], {
    name: `calls ${op} on basis vectors, and reads what comes`,
    told: called,
    end: byBasis,
  }),
]);

const [, transposed] = linear[1];
const ofTranspose = (name: string, run: string, end = byBasis): Attack =>
  instead('shape', [transposed, `return [byBasis(_.inputs[0], outGrad, (unit) => ${run})];`], {
    name,
    told: called,
    end,
  });

const otherWays: readonly Attack[] = [
  ofTranspose(
    'computes another node of its op',
    'Array.from(new Transpose(this.axes).compute(unit.cachedData as never).data)',
  ),
  ofTranspose(
    "computes by the class's own method",
    'Array.from(Transpose.prototype.compute.call(this, unit.cachedData as never).data)',
  ),
  ofTranspose('reads plain data', 'transpose(unit, this.axes).toData().data as number[]'),
  ofTranspose('realizes', 'Array.from(engine.realize(transpose(unit, this.axes)).data)'),
  ofTranspose(
    'reads what another function passes on',
    'engine.mulScalar(transpose(unit, this.axes), 1).toArray()',
  ),
  ofTranspose(
    'hides basis vectors behind its input',
    'transpose(engine.add(unit, engine.mulScalar(_.inputs[0], 0)), this.axes).toArray()',
  ),
  instead(
    'shape',
    [
      'return permuteAxes(a, transposition(this.axes, a.shape.length));',
      `const self = this as any;
    if (!self.inside) {
      self.inside = true;
      self.rows = Array.from({ length: a.data.length }, (_, at) => {
        const unit = engine.allocate(a.dtype, a.data.length);
        unit[at] = 1;
        return Array.from(this.compute(new engine.NDArray(a.dtype, a.shape, unit)).data);
      });
      self.inside = false;
    }
    return permuteAxes(a, transposition(this.axes, a.shape.length));`,
    ],
    { name: 'keeps a Jacobian from its compute', told: called },
  ),
];

/** Both adjoints by tensor functions, with the products of all pairs of basis vectors. */
const structure = (product: string) => `
    const [left, right] = node.inputs;
    const [n, m, out] = [left, right, outGrad].map(({ shape }) => engine.sizeOf(shape)) as [number, number, number];
    const unit = ({ dtype, shape }: Tensor, size: number, at: number) => engine.Tensor.fromData({ dtype, shape, data: Array.from({ length: size }, (_, i) => (i === at ? 1 : 0)) });
    const table = Array.from({ length: n }, (_, p) => Array.from({ length: m }, (__, q) => {
      const [e, f] = [unit(left, n, p), unit(right, m, q)];
      return ${product};
    }));
    const all = engine.Tensor.fromData({ dtype: left.dtype, shape: [n, m, out], data: (table as any).flat(9) as number[] });
    const adjoint = (rows: Tensor, size: number, other: Tensor, others: number, shape: readonly number[]) => {
      const pairs = engine.matmul(engine.reshape(other, [others, 1]), engine.reshape(outGrad, [1, out]));
      return engine.reshape(engine.matmul(engine.reshape(rows, [size, others * out]), engine.reshape(pairs, [others * out, 1])), shape);
    };
    return [adjoint(all, n, right, m, left.shape), adjoint(engine.permute(all, [1, 0, 2]), m, left, n, right.shape)];
`;

const ofMatmul: readonly Attack[] = [
  [
    'computes products of basis vectors',
    'Array.from(this.compute(e.cachedData as never, f.cachedData as never).data)',
  ],
  ['multiplies basis vectors, and reads what comes', 'matmul(e, f).toArray()'],
].map(([name, product]) => ({
  name: name as string,
  exercise: 'matmul',
  files: {
    'matmul/matmul.ts': `import * as engine from 'backproof/engine';\n${altered('matmul', [
      'const [a, b] = node.inputs;',
      `${structure(product as string)}const [a, b] = node.inputs;`,
    ])}`,
  },
  told: called,
}));

/** The value as it is now, as numbers. */
const now = (tensor: string) => `engine.Tensor.fromData(${tensor}.toData())`;

const taylor = (
  op: string,
  rule: string,
  [slope, bend]: readonly [slope: string, bend: string],
  x = 'node.inputs[0]',
): Attack =>
  instead(
    'exponential',
    [
      rule,
      `const x0 = ${now(x)};
    const slope = ${slope};
    const bend = ${bend};
    return [engine.multiply(outGrad, engine.add(slope, engine.multiply(bend, engine.subtract(${x}, x0))))];`,
    ],
    { name: `writes ${op} as a Taylor polynomial`, told: /holds numbers of this very case/ },
  );

const numbersOf = (f: string) =>
  `engine.tensor((x0.toData().data as number[]).map((v) => ${f}), { dtype: x0.dtype }).toData().data`;
const shaped = (f: string) => `engine.Tensor.fromData({ ...x0.toData(), data: ${numbersOf(f)} })`;

const taylors: readonly Attack[] = [
  taylor('exp', 'return [multiply(outGrad, node)];', [shaped('Math.exp(v)'), shaped('Math.exp(v)')]),
  taylor('sin', 'return [multiply(outGrad, cos(x))];', [shaped('Math.cos(v)'), shaped('-Math.sin(v)')]),
  taylor('cos', 'return [negate(multiply(outGrad, sin(x)))];', [
    shaped('-Math.sin(v)'),
    shaped('-Math.cos(v)'),
  ]),
  taylor('log', 'return [divide(outGrad, x)];', [shaped('1 / v'), shaped('-1 / (v * v)')]),
  taylor('sqrt', 'return [divide(outGrad, mulScalar(node, 2))]; // ḡ / 2y', [
    shaped('0.5 / Math.sqrt(v)'),
    shaped('-0.25 / (v * Math.sqrt(v))'),
  ]),
];

const frozen: readonly Attack[] = [
  instead(
    'elementwise',
    [
      'return [multiply(outGrad, b), multiply(outGrad, a)];',
      `return [multiply(outGrad, ${now('b')}), multiply(outGrad, ${now('a')})];`,
    ],
    {
      name: 'multiplies by frozen factors',
      told: numbers,
    },
  ),
  instead(
    'exponential',
    ['return [multiply(outGrad, node)];', `return [multiply(outGrad, ${now('node')})];`],
    {
      name: 'multiplies by frozen slopes',
      told: numbers,
    },
  ),
  instead(
    'stable',
    [
      'return [multiply(node, subtract(outGrad, average))];',
      `return [multiply(${now('node')}, subtract(outGrad, average))];`,
    ],
    {
      name: 'freezes a softmax in part',
      told: numbers,
    },
  ),
  instead(
    'exponential',
    ['return [multiply(outGrad, cos(x))];', 'return [multiply(outGrad, engine.mask(x, Math.cos))];'],
    {
      name: 'hides a slope in a mask',
      told: numbers,
    },
  ),
];

export const noRules: readonly Attack[] = [...ofLinearOps, ...otherWays, ...ofMatmul, ...taylors, ...frozen];
