/** Checkouts in needle's layout, as specs change them. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseAssignment } from '../../src/grader/assignment/parse.js';
import { grade } from '../../src/grader/grade.js';
import type { GradeOptions } from '../../src/grader/options.js';
import type { ExerciseResult } from '../../src/grader/result.js';

/** A Python that has NumPy. */
export const python = ['python3', '/usr/bin/python3'].find(
  (each) => spawnSync(each, ['-c', 'import numpy']).status === 0,
);

export const needleAdapter = `${python} adapters/python/needle_adapter.py {submission}`;

/** A file of the package, and what stands there in the place of what. */
export type Change = readonly [module: string, from: string, to: string];

/** A copy of the fixture in which files of the package hold another text. */
export function checkoutIn(folder: string, name: string, ...changes: readonly Change[]): string {
  const path = join(folder, name);
  cpSync('spec/fixtures/needle', path, { recursive: true });
  for (const [module, from, to] of changes) {
    const file = join(path, 'python/needle', module);
    const source = readFileSync(file, 'utf8');
    expect(source).toContain(from);
    writeFileSync(
      file,
      source.replace(from, () => to),
    );
  }
  return path;
}

/** The change that adds an op: its operands, what it computes of their arrays, and its gradient. */
export function opAdded(name: string, operands: string, computed: string, gradient: string): Change[] {
  const source = `class Own_${name}(TensorOp):
    def compute(self, ${operands}):
        return ${computed}

    def gradient(self, out_grad, node):
        ${gradient}


def ${name}(${operands}):
    return Own_${name}()(${operands})


def add(a, b):`;
  return [
    ['ops.py', '"summation"', `"summation", "${name}"`],
    ['ops.py', 'def add(a, b):', source],
  ];
}

/** The results of one exercise over these ops, which is worth 6 points. */
export async function gradedOver(
  submission: string,
  exercise: Readonly<Record<string, unknown>> & { readonly ops: readonly string[] },
  { conventions, ...options }: Partial<GradeOptions> & { readonly conventions?: readonly string[] } = {},
): Promise<ExerciseResult> {
  const parsed = parseAssignment({
    version: 1,
    name: 'needle',
    title: 'Ops',
    over: 'adapter',
    ...(conventions && { conventions }),
    exercises: [{ id: 'ops', title: 'Ops', points: 6, without: ['empty'], ...exercise }],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { exercises } = await grade({
    submission,
    assignment: parsed.value,
    adapter: { text: needleAdapter, folder: process.cwd() },
    runs: 12,
    replayFolder: join(submission, '.backproof'),
    ...options,
  });
  return exercises[0] as ExerciseResult;
}
