/** What PyTorch computed while it was traced, beside the values of the steps that its ops become. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { opsOf } from '../../src/case/program.js';
import { type Imported, importGraph, parseGraph } from '../../src/imports/index.js';
import { modelIn } from '../../src/oracle/index.js';

const python = process.env.BACKPROOF_PYTHON ?? '/usr/bin/python3';

function hasTorch(): boolean {
  try {
    execFileSync(python, ['-c', 'import torch.fx'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const exported = (model: string): unknown =>
  JSON.parse(
    execFileSync(python, ['adapters/python/export_torch.py', model], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    }),
  );

function imported(json: unknown): Imported {
  const parsed = parseGraph(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const made = importGraph(parsed.value);
  if (typeof made === 'string') throw new Error(made);
  return made;
}

describe.skipIf(!hasTorch())('a graph that PyTorch traced', () => {
  it('becomes steps that have its values, and two nodes that no step is like are cut out', () => {
    const json = exported('spec/fixtures/aten_ops.py:everything');
    const { program, recorded, notes } = imported(json);
    expect(notes.filter((note) => !note.includes('is kept as it is'))).toEqual([
      'The node i0 (aten.i0.default) is cut out, because no step of a program is like it: its inputs are outputs of the program, and its outputs inputs.',
      'The node lgamma (aten.lgamma.default) is cut out, because no step of a program is like it: its inputs are outputs of the program, and its outputs inputs.',
    ]);
    expect(recorded.size).toBeGreaterThan(110);
    expect(opsOf(program).length).toBeGreaterThan(60);
    // A value that differs would be a note.
    expect(modelIn(json, { seed: 1 })).toMatchObject({ notes });
  });

  it('with attention that masks what comes later has a finite number in place of −∞', () => {
    const { program, notes, names } = imported(exported('bench/models/transformer.py:two_layers'));
    expect(program.outputs).toHaveLength(1);
    expect(program.inputs).toHaveLength(29);
    expect(names.slice(0, 3)).toEqual(['0.before.weight', '0.before.bias', '0.attention.joint.weight']);
    expect(notes).toEqual([
      'Of constant 5, −∞ is replaced by −100.',
      'Of constant 18, −∞ is replaced by −100.',
    ]);
  });
});
