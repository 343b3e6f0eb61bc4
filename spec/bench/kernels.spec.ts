import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kernelCases } from '../../bench/kernels/cases.js';
import { type Judged, judgedCases, openKernels, openReference, python } from '../../bench/kernels/judged.js';
import type { Session } from '../../src/oracle/index.js';

const hasTorch = (): boolean => {
  try {
    execFileSync(python, ['-c', 'import numpy, torch'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** As many cases as the mistake needs, which the check of kernel suites never sees. */
const runs = 30;

describe.skipIf(!hasTorch())('a fused kernel in bfloat16', () => {
  const open: Session[] = [];
  const opened = async (session: Promise<Session>): Promise<Session> => {
    open.push(await session);
    return session;
  };
  let judgedWith: (mistake?: string) => Promise<Judged[]>;
  let right: readonly Judged[];
  beforeAll(async () => {
    const reference = await opened(openReference());
    judgedWith = async (mistake) => {
      const kernels = await opened(openKernels(mistake));
      const cases = kernelCases('rms_norm', kernels, { runs, seed: 1 });
      return judgedCases(cases, kernels, reference);
    };
    right = await judgedWith();
  });
  afterAll(() => Promise.all(open.map((session) => session.stop())));

  it('is not blamed where it is right', () => {
    expect(right.flatMap(({ broken }) => broken)).toEqual([]);
    expect(right.filter(({ undecided }) => undecided)).toEqual([]);
  });

  it('is blamed for writing its gradient over the cotangent, which atol = rtol = 1e-2 does not see', async () => {
    const wrong = await judgedWith('rms-in-place');
    expect(new Set(wrong.flatMap(({ broken }) => broken))).toEqual(new Set(['pure']));
    expect(wrong.map(({ allclose }) => allclose)).toEqual(right.map(({ allclose }) => allclose));
  });

  it('is blamed for what it keeps in bfloat16, though it says that it rounds once', async () => {
    const wrong = await judgedWith('rms-rstd-in-bfloat16');
    expect(wrong.flatMap(({ broken }) => broken)).toContain('vjp');
  });
});
