/** The biases of a program's graph: how ids are shared, what is left over, what comes out. */
import { at } from '../case/at.js';
import type { Program } from '../case/program.js';
import type { Id } from '../case/vocabulary.js';
import type { Bias } from './bias.js';

/** For every id, the ids it is computed from, and itself. */
function ancestorsOf({ inputs, steps }: Pick<Program, 'inputs' | 'steps'>): ReadonlySet<Id>[] {
  const ancestors: Set<Id>[] = inputs.map((_, id) => new Set([id]));
  for (const { args } of steps) {
    ancestors.push(new Set([ancestors.length, ...args.flatMap((id) => [...at(ancestors, id)])]));
  }
  return ancestors;
}

/** All biases that `wiringBiases` can find. */
export const allWiringBiases: readonly Bias[] = ['repeated-input', 'fan-out', 'four-uses', 'diamond'];

/**
 * 'repeated-input': a step takes one id more than once. 'fan-out': several steps read one id. 'four-uses': an id is read
 * four times or more. 'diamond': two different operands of a step depend on one id.
 */
export function wiringBiases(program: Pick<Program, 'inputs' | 'steps'>): Bias[] {
  const found: Bias[] = [];
  const { steps } = program;
  const reads = steps.flatMap(({ args }) => [...new Set<Id>(args)]);
  if (steps.some(({ args }) => new Set<Id>(args).size < args.length)) found.push('repeated-input');
  const fansOut = new Set(reads).size < reads.length;
  if (fansOut) found.push('fan-out');
  const uses = new Map<Id, number>();
  for (const id of steps.flatMap(({ args }) => [...args])) uses.set(id, (uses.get(id) ?? 0) + 1);
  if ([...uses.values()].some((count) => count >= 4)) found.push('four-uses');
  // Paths can only meet again if they parted.
  if (fansOut && pathsMeet(program)) found.push('diamond');
  return found;
}

function pathsMeet(program: Pick<Program, 'inputs' | 'steps'>): boolean {
  const ancestors = ancestorsOf(program);
  return program.steps.some(({ args }) => {
    const below = [...new Set<Id>(args)].flatMap((id) => [...at(ancestors, id)]);
    return new Set(below).size < below.length;
  });
}

/**
 * 'unused-input', 'unused-step': no output depends on it. 'consumed-output': a step that matters reads it too.
 * 'repeated-output': one id comes out twice. 'input-as-output': an input comes out as it is.
 */
export function outputBiases(program: Program): Bias[] {
  const { inputs, steps, outputs } = program;
  const found: Bias[] = [];
  const ancestors = ancestorsOf(program);
  const live = new Set(outputs.flatMap((id) => [...at(ancestors, id)]));
  const read = new Set(steps.flatMap(({ args }, index) => (live.has(inputs.length + index) ? args : [])));
  if (inputs.some((_, id) => !live.has(id))) found.push('unused-input');
  if (steps.some((_, index) => !live.has(inputs.length + index))) found.push('unused-step');
  if (outputs.length > 1) found.push('several-outputs');
  if (new Set(outputs).size < outputs.length) found.push('repeated-output');
  if (outputs.some((id) => read.has(id))) found.push('consumed-output');
  if (outputs.some((id) => id < inputs.length)) found.push('input-as-output');
  return found;
}
