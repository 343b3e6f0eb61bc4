/** A counterexample as the oracle saves its own: a case, and nothing of who failed it. */
import { join } from 'node:path';
import { encodeSaved } from '../../oracle/saved-case.js';
import type { Case } from '../../program/case.js';
import type { Dependence } from '../../verify/index.js';
import { refuseLinks } from '../replay-file.js';
import { writeWhole } from '../write-file.js';

/** @returns the file, which has this name. @throws when it cannot be written */
export function saveCase(folder: string, name: string, testCase: Case, dependence?: Dependence): string {
  const file = join(folder, `${name}.json`);
  refuseLinks(folder, file);
  writeWhole(file, `${JSON.stringify(encodeSaved(testCase, dependence))}\n`);
  return file;
}
