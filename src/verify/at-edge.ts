/** Compares the answers to a case of which a step has no derivative with what the whole program tells. */

import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Implementation } from '../case/implementation.js';
import { nameOf } from '../case/print.js';
import { dtypeOf } from '../case/program.js';
import { indexOf } from '../case/shape.js';
import { type DType, type TensorData, unitRoundoff } from '../case/tensor-data.js';
import { EdgeTruth, NoTruth, planOf } from '../reference/index.js';
import { noBound, verdictOn } from './compared.js';
import { compare, type Expected } from './tolerance.js';
import type { Verdict } from './verdict.js';

const known = new WeakMap<Case, Map<DType, EdgeComparer>>();

/**
 * What compares the answers to this case; kept as long as the case.
 * @throws {NoTruth} why the program has no derivative, if the whole has none either
 */
export function edgeOf(
  testCase: Case,
  why: NoTruth,
  { accumulates }: Pick<Implementation, 'accumulates'> = {},
): EdgeComparer {
  const own = dtypeOf(testCase.program);
  const sums = accumulates?.[own] ?? own;
  const comparers = known.get(testCase) ?? new Map<DType, EdgeComparer>();
  const found = comparers.get(sums) ?? new EdgeComparer(testCase, why, sums);
  known.set(testCase, comparers.set(sums, found));
  return found;
}

export class EdgeComparer {
  private readonly truth: EdgeTruth;

  constructor(
    private readonly testCase: Case,
    why: NoTruth,
    accumulates: DType,
  ) {
    try {
      this.truth = new EdgeTruth(planOf(testCase.program, { accumulates }), testCase.inputs, testCase.kinks);
    } catch (error) {
      throw error instanceof NoTruth ? new NoTruth(`${why.message}; ${error.message}`) : error;
    }
  }

  value(what: string, output: number, got: TensorData): Verdict {
    return this.entries(what, this.truth.values(output), got);
  }

  /** An entry whose slope is finite to neither side is never right or wrong: with one, the verdict is `inconclusive` at best. */
  gradient(cotangent: number, input: number, got: TensorData): Verdict {
    const what = `gradient of input ${nameOf(input)}, for cotangent ${cotangent}`;
    const truths = at(this.truth.gradients(at(this.testCase.cotangents, cotangent)), input);
    const verdict = this.entries(what, truths, got);
    const unasked = truths.indexOf(undefined);
    if (verdict.kind !== 'agree' || unasked === -1) return verdict;
    const place =
      got.shape.length === 0 ? what : `${what}, entry [${indexOf(unasked, got.shape).join(', ')}]`;
    return { kind: 'inconclusive', why: `${place}: the function has no finite slope there` };
  }

  private entries(what: string, truths: readonly (Entry | undefined)[], got: TensorData): Verdict {
    const u = unitRoundoff[dtypeOf(this.testCase.program)];
    // Entries of which nothing is asked, and infinite ones that are met, leave nothing to compare.
    const left = truths.map((truth, k) => (isMet(truth, at(got.data, k)) ? undefined : truth));
    const expected: Expected = {
      value: left.map((truth) => truth?.value ?? 0),
      spread: left.map((truth) => truth?.spread ?? 0),
      rounding: left.map((truth) => (truth?.tolerance ?? 0) / u),
    };
    const data = got.data.map((entry, k) => (left[k] === undefined ? 0 : entry));
    return verdictOn(compare(expected, data, got.dtype), what, expected, got, noBound);
  }
}

interface Entry {
  readonly value: number;
  readonly spread?: number;
  readonly tolerance: number;
}

const isMet = (truth: Entry | undefined, got: number): boolean =>
  truth !== undefined && !Number.isFinite(truth.value) && truth.value === got;
