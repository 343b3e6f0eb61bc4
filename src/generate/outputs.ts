/** Chooses what a grown program returns, and drops or keeps what its outputs do not need. */

import fc from 'fast-check';
import { at, entry } from '../case/at.js';
import type { Id } from '../case/vocabulary.js';
import { stepOn } from './form.js';
import { outputBiases } from './graph-biases.js';
import { idsOf, type Node, programOf } from './program-builder.js';
import { simplestFirst } from './simplest-first.js';
import { firstAllowed, type Space } from './space.js';
import type { Plan } from './values.js';

/** What becomes of nodes that no output depends on: dropped, returned too, or left there. */
type Leftovers = 'drop' | 'return' | 'leave';

export interface Ending {
  readonly leftovers: Leftovers;
  /** Returned in addition to the last step: 0 is the last step again, then older nodes. */
  readonly extra: readonly number[];
}

const leftovers: readonly Leftovers[] = [...Array<Leftovers>(6).fill('drop'), 'return', 'return', 'leave'];
const older = fc.nat({ max: 9 });

export const endings: fc.Arbitrary<Ending> = fc
  .tuple(simplestFirst(leftovers), simplestFirst([...Array<number>(9).fill(0), 1, 1, 2]), older, older)
  .map(([rest, count, first, second]) => ({ leftovers: rest, extra: [first, second].slice(0, count) }));

const plainest: Ending = { leftovers: 'drop', extra: [] };

/** The plan of a program with these outputs, or with plainer ones if the space leaves something out. */
export function finish(nodes: readonly Node[], ending: Ending, space: Space): Omit<Plan, 'style'> {
  const options = [ending, { ...ending, extra: [] }, plainest];
  const shown = (option: Ending) => outputBiases(assemble(nodes, option, space).program);
  return assemble(nodes, firstAllowed(space, options, shown) ?? plainest, space);
}

function assemble(nodes: readonly Node[], ending: Ending, space: Space): Omit<Plan, 'style'> {
  const last = nodes.length - 1;
  const extra = ending.extra.map((back) => last - (back % nodes.length));
  const outputs = [...(ending.leftovers === 'return' ? sinksOf(nodes) : [last]), ...extra];
  if (ending.leftovers === 'leave') return planOf(nodes, outputs, space);
  const live = liveOf(nodes, outputs);
  const kept = [...live].sort((a, b) => a - b);
  const moved = new Map(kept.map((id, index) => [id, index]));
  const place = (id: Id) => entry(moved, id);
  return planOf(
    kept.map((id) => readFrom(at(nodes, id), place)),
    outputs.map(place),
    space,
  );
}

/** The steps that no step reads, oldest first. */
function sinksOf(nodes: readonly Node[]): Id[] {
  const read = new Set(nodes.flatMap((node) => (node.kind === 'step' ? node.step.args : [])));
  return [...nodes.keys()].filter((id) => nodes[id]?.kind === 'step' && !read.has(id));
}

/** The outputs, and everything they depend on. Arguments are older, so one pass from the newest finds them. */
function liveOf(nodes: readonly Node[], outputs: readonly Id[]): Set<Id> {
  const live = new Set(outputs);
  for (let id = nodes.length - 1; id >= 0; id--) {
    const node = at(nodes, id);
    if (live.has(id) && node.kind === 'step') for (const arg of node.step.args) live.add(arg);
  }
  return live;
}

const readFrom = (node: Node, place: (id: Id) => Id): Node =>
  node.kind === 'input' ? node : { ...node, step: stepOn(node.step, node.step.args.map(place)) };

function planOf(nodes: readonly Node[], outputs: readonly Id[], space: Space): Omit<Plan, 'style'> {
  const ids = idsOf(nodes);
  const pools = nodes.flatMap((node) => (node.kind === 'input' ? [node.pool] : []));
  return {
    program: { ...programOf(nodes, space.dtype), outputs: outputs.map((id) => at(ids, id)) },
    pools,
    // Programs use only short decimals: the Jacobians that a submission gets for them are in float64.
    fresh: pools.map(() => undefined),
  };
}
