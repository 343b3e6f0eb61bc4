import type { Law } from '../law.js';

/** The value is right, and the gradient threw: there is nothing that a law could judge. */
export const gradientThrew: Law = {
  id: 'gradient',
  sentence: 'where the value is computed, so is the gradient, without an error',
  check: () => undefined,
};

/** Findings that are not of a law; they come before those of the laws. */
export const findings: readonly Law[] = [gradientThrew];
