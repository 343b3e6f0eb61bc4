/** A counterexample as the oracle saves its own: a case, and nothing of who failed it. */
import { join } from 'node:path';
import type { Case } from '../../program/case.js';
import { encodeCase } from '../../program/json.js';
import { writeWhole } from '../write-file.js';

/** @returns the file; there is one for each exercise */
export function saveCase(folder: string, exercise: string, testCase: Case): string {
  const file = join(folder, `${exercise}.json`);
  writeWhole(file, `${JSON.stringify(encodeCase(testCase))}\n`);
  return file;
}
