/** The conventions in which right rules may differ; an assignment can refuse each of them. */
export const conventionNames = ['epsilon', 'mean-times-count', 'shifted-angle', 'zero-exponent'] as const;
export type Convention = (typeof conventionNames)[number];

/** The conventions that a counterexample was saved with: undefined if the file has none, or the problem. */
export function parseConventions(json: unknown): readonly Convention[] | string | undefined {
  const { conventions } = Object(json) as { readonly conventions?: unknown };
  if (conventions === undefined) return undefined;
  const known = (name: unknown) => conventionNames.some((each) => each === name);
  return Array.isArray(conventions) && conventions.every(known)
    ? conventions
    : `$.conventions: expected a list of ${conventionNames.join(', ')}`;
}

/** What a rule with this convention does, as the end of a sentence. */
export const conventionTexts: Readonly<Record<Convention, string>> = {
  epsilon: 'it adds an ε of at most 1e-7 to a divisor, or to the argument of a logarithm, root or power',
  'mean-times-count': 'it writes a sum as a mean times its count, which rounds where the sum does not',
  'shifted-angle':
    'it writes a cosine as a shifted sine, or a sine as a shifted cosine, which rounds the angle',
  'zero-exponent': 'it computes n·xⁿ⁻¹ even for n = 0 at x = 0, where that is 0 · ∞ and the slope is 0',
};
