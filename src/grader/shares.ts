/**
 * The parts of the exercises that are not scored by ops: each is earned on its own, and the points are shared
 * equally. share-parts.ts has the cases on which each is checked.
 */

export interface Share {
  readonly name: string;
  /** What is right when it is earned. */
  readonly sentence: string;
}

const shares: Readonly<Record<string, readonly Share[]>> = {
  matmul: [
    { name: 'left-adjoint', sentence: 'the adjoint of the left matrix' },
    { name: 'right-adjoint', sentence: 'the adjoint of the right matrix' },
    { name: 'batch-axes', sentence: 'both adjoints where there are batch axes' },
    { name: 'second-order', sentence: 'a gradient that can be differentiated again' },
  ],
  backward: [
    { name: 'chain', sentence: 'every node is asked before its inputs' },
    { name: 'shared', sentence: 'the adjoints of a tensor that one node reads twice are added' },
    { name: 'diamond', sentence: 'paths that part and meet again all count, whatever their lengths' },
    { name: 'outputs', sentence: 'several outputs, some of which are used to compute others' },
    { name: 'deep', sentence: 'a deep graph does not overflow, and each node is asked once' },
  ],
  realize: [
    { name: 'chain', sentence: 'inputs are computed before the nodes that read them' },
    { name: 'shared', sentence: 'a node that is read twice is computed once' },
    { name: 'diamond', sentence: 'paths that part and meet again, whatever their lengths' },
    { name: 'outputs', sentence: 'several outputs, of graphs that are computed in part' },
    { name: 'deep', sentence: 'a deep graph does not overflow' },
  ],
};

/** Undefined if an exercise is scored otherwise. */
export const sharesOf = ({
  id,
  kind,
}: {
  readonly id: string;
  readonly kind: string;
}): readonly Share[] | undefined => (kind === 'adapter' || kind === 'function' ? undefined : shares[id]);
