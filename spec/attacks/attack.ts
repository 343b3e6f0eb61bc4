/**
 * Submissions that try to get points, to stop the grader, or to reach what is not theirs. Unless it says otherwise an
 * attack sits on the matmul exercise, beside a gradient that is wrong: what it gains is points.
 */
import { solutionOf } from '../grader/submit.js';

export interface Attack {
  readonly name: string;
  readonly exercise: string;
  readonly files: Readonly<Record<string, string>>;
  /** More than files, put into the submission's folder. */
  readonly place?: (folder: string) => void;
  /** What its author reads. */
  readonly told: RegExp;
  /** How long loading or a case may take: for what never ends, not long; for what ends by memory, however busy the machine. */
  readonly startMilliseconds?: number;
  readonly runMilliseconds?: number;
  /** Points that are deserved, as the attack is on a right solution or breaks a part of one. */
  readonly deserved?: number;
}

const rule = /gradient\(outGrad: Tensor, node: Node<Two>\): Two \{[^}]*\}/;
export const wrong =
  'return [matmul(outGrad, transpose(b)), engine.mulScalar(matmul(transpose(a), outGrad), 2)];';

/** The matmul exercise with this body for its gradient, and this at its top. */
export const matmulWith = (body: string, top = ''): string =>
  `import * as engine from 'backproof/engine';\n${top}\n${solutionOf('matmul').replace(
    rule,
    () =>
      `gradient(outGrad: Tensor, node: Node<Two>): Two {\n    const [a, b] = node.inputs;\n    ${body}\n  }`,
  )}`;

export const submitted = (source: string, more: Readonly<Record<string, string>> = {}) => ({
  exercise: 'matmul',
  files: { 'matmul/matmul.ts': source, ...more },
});

/** What is tried in the gradient, and what comes of it. */
export const inGradient = (name: string, body: string, told: RegExp): Attack => ({
  name,
  ...submitted(matmulWith(`${body}\n    ${wrong}`)),
  told,
});

/** What is tried while the file is loaded. */
export const atTop = (name: string, top: string, told: RegExp): Attack => ({
  name,
  ...submitted(matmulWith(wrong, top)),
  told,
});

/** Whatever it is given, it takes all of it. */
export const endless = (attack: Attack): Attack => ({
  ...attack,
  startMilliseconds: 2_000,
  runMilliseconds: 1_000,
});

/** What its author is told when something is not there, cannot be changed, or changed nothing. */
export const found = (name: string) => new RegExp(`ReferenceError: ${name} is not defined`);
export const readOnly = /TypeError: Cannot (assign|define|add|redefine|convert a Symbol)/;
export const notImportable = /cannot be imported; a submission imports backproof\/engine and its own files/;
export const stillWrong = /This law is broken: the vjp equals JᵀΔ/;
export const noCode = /EvalError: Code generation from strings disallowed/;
export const right = 'return [matmul(outGrad, transpose(b)), matmul(transpose(a), outGrad)];';
