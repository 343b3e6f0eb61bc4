/** Cases drawn from a fixed seed, so that counts in the specs are exact. */
import fc from 'fast-check';
import type { Case } from '../../src/case/case.js';
import type { OpName } from '../../src/case/vocabulary.js';
import { type Bias, biasesOf, programCases, type Space, singleOpCases } from '../../src/generate/index.js';

const draw = (cases: fc.Arbitrary<Case>, numRuns: number): Case[] => fc.sample(cases, { numRuns, seed: 11 });

export const opSamples = (op: OpName, space: Space, runs: number): Case[] =>
  draw(singleOpCases(op, space), runs);
export const programSamples = (space: Space, runs: number): Case[] => draw(programCases(space), runs);

/** How large a share of the cases shows the bias. */
export const shareOf = (bias: Bias, cases: readonly Case[]): number =>
  cases.filter((testCase) => biasesOf(testCase).has(bias)).length / cases.length;

export const inputEntries = ({ inputs }: Case): number =>
  inputs.reduce((count, { data }) => count + data.length, 0);
