/** Saves a counterexample in the oracle's format, with the conventions that it was graded by, if any. */
import type { Case } from '../../case/case.js';
import { encodeCase } from '../../case/json.js';
import { encodeDependence, encodeSaved } from '../../oracle/saved-case.js';
import type { Dependence } from '../../verify/index.js';
import type { Convention } from '../conventions/conventions.js';
import { saveJson } from '../write-file.js';

interface Details {
  readonly dependence?: Dependence | undefined;
  /** Those that cost no points; none if the adapter has no traces to find them in. */
  readonly conventions?: readonly Convention[];
}

/** @returns the file, which has this name. @throws when it cannot be written */
export function saveCase(
  folder: string,
  name: string,
  testCase: Case,
  { dependence, conventions }: Details = {},
): string {
  if (conventions === undefined) return saveJson(folder, name, encodeSaved(testCase, dependence));
  const more = dependence && encodeDependence(dependence);
  return saveJson(folder, name, { ...more, conventions, case: encodeCase(testCase) });
}
