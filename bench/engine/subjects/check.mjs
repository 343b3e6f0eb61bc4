/** A dense check of the gradient of softmax, as bench/check.ts makes them: our engine against the reference's Jacobian. */
import { pathToFileURL } from 'node:url';

export async function denseCheck(dist) {
  const load = (file) => import(pathToFileURL(`${dist}/${file}`));
  const { engineImplementation } = await load('engine/index.js');
  const { chainOf, planOf, pullback } = await load('reference/index.js');
  const { compare } = await load('verify/tolerance.js');
  const engine = engineImplementation();

  return ([tensor], size, dtype) => {
    const input = tensor.toData();
    const program = {
      inputs: [{ dtype, shape: [size] }],
      steps: [{ op: 'softmax', args: [0], axes: 0 }],
      outputs: [1],
    };
    const cotangent = { ...input, data: input.data.map((_, k) => Math.sin(k + 1)) };
    const testCase = {
      program,
      inputs: [input],
      cotangents: [[cotangent]],
      mode: 'eager',
      order: 1,
      directions: [],
    };
    return () => {
      const [gradient] = engine.run(testCase).vjps[0];
      const [truth] = pullback(chainOf(planOf(program), [input]), [cotangent]);
      if (compare(truth, gradient.data, dtype).kind === 'wrong') throw new Error('the check fails');
      return { output: tensor, gradients: [] };
    };
  };
}
