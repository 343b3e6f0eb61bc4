/** fast-check reports a case as we do, and not as JSON of a few hundred characters. */
import fc from 'fast-check';
import type { Case } from '../case/case.js';
import { explainCase } from '../case/explain.js';

/** The same case. What fast-check asks for its text is not enumerable: a case is still plain JSON. */
export const readable = (testCase: Case): Case =>
  Object.defineProperty(testCase, fc.toStringMethod, { value: textOf });

function textOf(this: Case): string {
  return `\n${explainCase(this)}\n`;
}
