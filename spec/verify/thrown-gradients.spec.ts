/** A gradient that throws after a right value is a finding of its own, and two answers of one implementation are told apart. */
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Done, Implementation } from '../../src/case/implementation.js';
import type { TensorData } from '../../src/case/tensor-data.js';
import { engineImplementation } from '../../src/engine/index.js';
import { fails, formatVerdict, judge } from '../../src/verify/index.js';

const tensor = (data: readonly number[]): TensorData => ({ dtype: 'float64', shape: [data.length], data });
const type = { dtype: 'float64', shape: [2] } as const;

const logs: Case = {
  program: { inputs: [type], steps: [{ op: 'log', args: [0] }], outputs: [1] },
  inputs: [tensor([0.5, 2])],
  cotangents: [[tensor([1, -0.5])], [tensor([0.75, 2])]],
  mode: 'eager',
  order: 1,
  directions: [],
};
const second: Case = { ...logs, order: 2, directions: [[tensor([1, 2])], [tensor([0.25, 1])]] };

const engine = engineImplementation();

const throwing = (when: (testCase: Case) => boolean): Implementation => ({
  ...engine,
  run: (testCase) => {
    if (when(testCase)) throw new TypeError('no such kernel');
    return engine.run(testCase);
  },
});

async function findings(implementation: Implementation, testCase: Case): Promise<string[]> {
  const verdicts = await judge(implementation, testCase);
  return verdicts
    .filter(({ verdict }) => fails(verdict))
    .map(({ law, verdict }) => `${law.id}: ${formatVerdict(verdict)}`);
}

describe('what threw', () => {
  const hasGradients = ({ cotangents }: Case) => cotangents.length > 0;

  it('is the gradient, where the value is right: that is not the law of values', async () => {
    const planted = throwing(hasGradients);
    expect(await findings(planted, logs)).toEqual([
      'gradient: the gradient of log threw TypeError: no such kernel',
    ]);
    const verdicts = await judge(planted, logs);
    expect(verdicts.find(({ law }) => law.id === 'value')?.verdict.kind).toBe('agree');
  });

  it('is the second order, where the gradient is computed', async () => {
    expect(
      await findings(
        throwing(({ order }) => order === 2),
        second,
      ),
    ).toEqual(['gradient: the second order of log threw TypeError: no such kernel']);
  });

  it('is the gradient of a program, where there are several steps', async () => {
    const program = { ...logs.program, steps: [...logs.program.steps, { op: 'exp', args: [1] } as const] };
    expect(await findings(throwing(hasGradients), { ...logs, program })).toEqual([
      'gradient: the gradient of a program of log, exp threw TypeError: no such kernel',
    ]);
  });

  it('is the run, where no value came either', async () => {
    expect(
      await findings(
        throwing(() => true),
        logs,
      ),
    ).toEqual(['value: threw TypeError: no such kernel']);
  });

  it('leaves a value that is wrong as the finding', async () => {
    const planted: Implementation = {
      ...engine,
      run: async (testCase) => {
        if (hasGradients(testCase)) throw new TypeError('no such kernel');
        const done = (await engine.run(testCase)) as Done;
        return { ...done, values: done.values.map((value) => ({ ...value, data: [7, 7] })) };
      },
    };
    expect(await findings(planted, logs)).toEqual([
      'value: value of output b, entry [0]: expected -0.6931471805599453, got 7 (tolerance 6.2e-16).',
    ]);
  });

  it('is told with the mode, where it threw in another alone', async () => {
    const planted = throwing((testCase) => hasGradients(testCase) && testCase.mode === 'lazy');
    expect(await findings(planted, logs)).toEqual([
      'modes: in mode lazy, the gradient of log threw TypeError: no such kernel',
    ]);
  });
});

describe('two answers of one implementation', () => {
  /** The gradients doubled, when told so. */
  const doubling = (when: (testCase: Case, run: number) => boolean): Implementation => {
    let runs = 0;
    const twice = (given: TensorData) => ({ ...given, data: given.data.map((entry) => 2 * entry) });
    return {
      ...engine,
      run: async (testCase) => {
        const done = (await engine.run(testCase)) as Done;
        if (!when(testCase, ++runs)) return done;
        return { ...done, vjps: done.vjps.map((all) => all.map(twice)) };
      },
    };
  };
  const of = (id: string, found: readonly string[]) => found.find((each) => each.startsWith(`${id}: `));

  it('are told with their modes, and the one that the reference supports', async () => {
    const lazily = await findings(
      doubling(({ mode }) => mode === 'lazy'),
      logs,
    );
    expect(lazily).toEqual([
      'modes: gradient of input a, for cotangent 0, entry [1]: eager gives -0.25, lazy gives -0.5 (they may differ by 4.7e-14). The reference supports eager: it has -0.25.',
    ]);
    const eagerly = await findings(
      doubling(({ mode }) => mode === 'eager'),
      logs,
    );
    expect(of('modes', eagerly)).toMatch(
      /eager gives -0\.5, lazy gives -0\.25 .* The reference supports lazy: it has -0\.25\.$/,
    );
  });

  it('are told with their runs', async () => {
    const found = await findings(
      doubling((_, run) => run > 1),
      logs,
    );
    expect(of('pure', found)).toBe(
      'pure: gradient of input a, for cotangent 0, entry [0]: the first run gives 2, the second run gives 4 (they may not differ). The reference supports the first run: it has 2. That is, a second run of the same case returned other gradients.',
    );
  });

  it('are told with what Δ is', async () => {
    const found = await findings(
      doubling(({ cotangents }) => cotangents.length === 1),
      logs,
    );
    expect(of('linear', found)).toMatch(
      /^linear: gradient of input a, for 2Δ₀ - 3Δ₁, entry \[1\]: 2 VJP\(Δ₀\) - 3 VJP\(Δ₁\) gives -3\.5, VJP\(2Δ₀ - 3Δ₁\) gives -7 \(.*\)\. The reference supports 2 VJP\(Δ₀\) - 3 VJP\(Δ₁\): it has -3\.5\.$/,
    );
  });

  it('are told with the uses of an input', async () => {
    const squares: Case = {
      ...logs,
      program: { ...logs.program, steps: [{ op: 'multiply', args: [0, 0] }] },
    };
    const found = await findings(
      doubling(({ inputs }) => inputs.length === 1),
      squares,
    );
    expect(of('accumulate', found)).toMatch(
      /the sum over its 2 uses taken as separate inputs gives 1, the input as it is used gives 2 .* The reference supports the sum over its 2 uses taken as separate inputs: it has 1\.$/,
    );
  });

  it('are both wrong, where the reference supports neither', async () => {
    let runs = 0;
    const growing: Implementation = {
      ...engine,
      run: async (testCase) => {
        const done = (await engine.run(testCase)) as Done;
        runs++;
        const more = (given: TensorData) => ({ ...given, data: given.data.map((entry) => entry + runs) });
        return { ...done, vjps: done.vjps.map((all) => all.map(more)) };
      },
    };
    expect(of('pure', await findings(growing, logs))).toMatch(
      /the first run gives 3, the second run gives \d+ \(they may not differ\)\. The reference supports neither: it has 2\./,
    );
  });
});
