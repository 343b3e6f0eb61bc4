/** A failure of a large program in as few steps as still show it: delta debugging. */
import type { Case } from '../../case/case.js';
import type { Implementation } from '../../case/implementation.js';
import { judge, type LawVerdict } from '../judge.js';
import type { Law } from '../law.js';
import { fails, type Verdict } from '../verdict.js';
import { cutterOf } from './pieces.js';
import { withFewerOutputs, withShortNumbers, withSmallerAxes } from './smaller.js';

interface Broken {
  readonly law: Law;
  readonly verdict: Verdict;
  readonly testCase: Case;
}

type TryOut = (testCase: Case) => Promise<Broken | undefined>;

/**
 * The failure in the fewest steps, with the fewest outputs, the smallest axes and the shortest numbers that still show it.
 * @param laws are judged at each try
 * @param onTry is called at each try
 */
export async function inFewestSteps(
  implementation: Implementation,
  broken: Broken,
  laws: readonly Law[],
  onTry: () => void = () => {},
): Promise<Broken> {
  const tryOut: TryOut = async (testCase) => {
    onTry();
    const verdicts = await judge(implementation, testCase, laws);
    const found = verdicts.find((each) => isSame(broken, each));
    return found && { ...found, testCase };
  };
  let shown = await minimized(broken, tryOut);
  for (const smaller of [withFewerOutputs, withSmallerAxes, withShortNumbers])
    shown = await smaller(shown, tryOut);
  return shown;
}

/** Where Jacobians are too large, only the laws along directions see what `vjp` sees in a small piece. */
const isSame = (broken: Broken, { law, verdict }: LawVerdict): boolean =>
  fails(verdict) &&
  verdict.kind === broken.verdict.kind &&
  (law.id === broken.law.id || (law.id === 'vjp' && broken.law.id === 'dot'));

/**
 * Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002: ever smaller parts of the steps are tried, then
 * what is left without each of them.
 */
async function minimized(broken: Broken, tryOut: TryOut): Promise<Broken> {
  const cut = cutterOf(broken.testCase);
  let kept = [...broken.testCase.program.steps.keys()];
  let smallest = broken;
  let count = 2;
  while (kept.length > 1) {
    const parts = partsOf(kept, count);
    const rests = count > 2 ? parts.map((part) => kept.filter((index) => !part.includes(index))) : [];
    const found = await firstThatFails([...parts, ...rests], (each) => tryOut(cut(each)));
    if (found !== undefined) {
      const isRest = found.index >= parts.length;
      [kept, smallest] = [found.kept, found.broken];
      count = Math.min(kept.length, isRest ? Math.max(count - 1, 2) : 2);
    } else if (count >= kept.length) return smallest;
    else count = Math.min(kept.length, 2 * count);
  }
  return smallest;
}

async function firstThatFails(
  candidates: readonly number[][],
  tryOut: (kept: readonly number[]) => Promise<Broken | undefined>,
) {
  for (const [index, kept] of candidates.entries()) {
    const broken = await tryOut(kept);
    if (broken !== undefined) return { index, kept, broken };
  }
  return undefined;
}

/** Neighbours stay together. */
const partsOf = (list: readonly number[], count: number): number[][] =>
  Array.from({ length: count }, (_, part) =>
    list.slice(Math.floor((part * list.length) / count), Math.floor(((part + 1) * list.length) / count)),
  );
