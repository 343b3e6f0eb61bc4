import type { Program } from '../case/program.js';
import type { Id } from '../case/vocabulary.js';

/** The ids from which a path leads to an output, with or without paths that a detach cuts. */
export function reachableFrom(
  program: Program,
  { throughDetach }: { readonly throughDetach: boolean },
): Set<Id> {
  const reached = new Set<Id>(program.outputs);
  for (let index = program.steps.length - 1; index >= 0; index--) {
    const step = program.steps[index];
    if (step === undefined || !reached.has(program.inputs.length + index)) continue;
    if (step.op === 'detach' && !throughDetach) continue;
    for (const id of step.args) reached.add(id);
  }
  return reached;
}
