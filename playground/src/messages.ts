/** Between the page and a worker that checks. */
import type { Checked } from '../../src/grader/page/check.js';
import type { Language } from '../../src/texts/language.js';

/** What a part failed about last, and how often in a row. */
export interface Failed {
  readonly topic: string;
  readonly times: number;
}

export interface CheckRequest {
  readonly kind: 'check';
  readonly chapter: string;
  readonly exercise: string;
  readonly part: string;
  readonly source: string;
  readonly earlier: Failed | undefined;
  /** In which the result is told. */
  readonly language: Language;
  /** Requests that workers before this one never answered. */
  readonly hung: readonly string[];
}

export type ToWorker = CheckRequest | { readonly kind: 'warm'; readonly chapter: string };

export type FromWorker =
  | { readonly kind: 'ready' }
  /** The learner's code runs: it may never come back. */
  | { readonly kind: 'begins'; readonly request: string }
  | { readonly kind: 'over' }
  | { readonly kind: 'checked'; readonly checked: Checked }
  /** A fault of this page. */
  | { readonly kind: 'failed'; readonly why: string };

/** How long the learner's code may take for one case. */
export const caseMilliseconds = 2_000;
