/** What a probe is answered has the form of an answer, before its numbers are looked at. */
import { expect, it } from 'vitest';
import { runProbe } from '../../src/grader/check-part.js';
import type { ExerciseKind } from '../../src/grader/exercises.js';
import { exercises } from '../../src/grader/exercises.js';
import { submissionOf } from '../../src/grader/implementation.js';
import { probes } from '../../src/grader/probes.js';
import type { Sandbox } from '../../src/grader/sandbox.js';

const probe = probes.deep;
const entry = (value: number) => ({ dtype: 'float64', shape: [1], data: [value] });

/** A process that answers a probe of one step rightly, with these gradients. */
function answering(kind: ExerciseKind, vjps: unknown) {
  const exercise = exercises.find((each) => each.kind === kind) as (typeof exercises)[number];
  const echo = kind === 'realize' ? [entry(0.75)] : [entry(0.75), entry(-1.5)];
  const reply = (id: number) => ({
    ...{ id, outcome: 'done', values: [entry(-0.75)], vjps, seconds: [], echo },
    ...{ aliases: [], traces: [], calls: 1, numbers: '' },
  });
  const sandbox = {
    request: async ({ id }: { id: number }) => ({ kind: 'line', text: JSON.stringify(reply(id)) }),
  } as unknown as Sandbox;
  return runProbe(probe, 1, submissionOf(exercise, sandbox));
}

it('asks backward for gradients: a reply without them passes no probe', async () => {
  expect(await answering('backward', [[entry(1.5)]])).toBeUndefined();
  expect((await answering('backward', []))?.verdict).toMatchObject({ kind: 'malformed' });
  expect((await answering('backward', [[]]))?.verdict).toMatchObject({ kind: 'malformed' });
});

it('asks realize for values alone', async () => {
  expect(await answering('realize', [])).toBeUndefined();
});
