/** Functions made of source text, where that is allowed. */

const isAllowed = ((): boolean => {
  try {
    return new Function('return true')() as boolean;
  } catch {
    return false; // a content security policy, or Node's --disallow-code-generation-from-strings
  }
})();

/** The function with these parameters and this body; undefined where making code of text is forbidden. */
export const functionOf = (parameters: readonly string[], body: string): unknown =>
  isAllowed ? new Function(...parameters, body) : undefined;
