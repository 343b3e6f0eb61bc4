/** Attacks on whoever differentiates a gradient's own graph for the second order. */
import { type Attack, inGradient, right } from './attack.js';

/** Where the gradient is recorded for the second order, and there alone: adds nothing, at great cost. */
const onRecord = (name: string, nothing: string): Attack => ({
  ...inGradient(
    name,
    `if (outGrad.requiresGrad) return engine.lazily(() => {
      const one = engine.summation(outGrad);
      const spread = (t: any, shape: any) => engine.broadcastTo(engine.mulScalar(engine.summation(t), 0), shape);
      const nothing = ${nothing};
      return [
        engine.add(matmul(outGrad, transpose(b)), spread(nothing, a.shape)),
        matmul(transpose(a), outGrad),
      ];
    });
    ${right}`,
    /too large to be differentiated: it (has|makes|goes|takes)/,
  ),
});

export const graphs: readonly Attack[] = [
  onRecord(
    'records a product of large matrices',
    'matmul(engine.broadcastTo(one, [1000, 1000]), engine.broadcastTo(one, [1000, 1000]))',
  ),
  onRecord('records an enormous array', 'engine.broadcastTo(one, [100_000, 100_000])'),
  onRecord(
    'records an array of more entries than numbers count',
    'engine.broadcastTo(one, Array(40).fill(1e9))',
  ),
  onRecord(
    'records thousands of steps',
    'Array.from({ length: 3000 }).reduce((t: any) => engine.negate(t), one) as any',
  ),
  onRecord(
    'records many arrays of a million entries',
    'Array.from({ length: 20 }).reduce((t: any) => engine.negate(t), engine.broadcastTo(one, [1000, 1000])) as any',
  ),
];
