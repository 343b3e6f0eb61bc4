/** A counterexample as the oracle saves its own: a case, and nothing of who failed it. */
import { join } from 'node:path';
import type { Case } from '../../program/case.js';
import { encodeCase } from '../../program/json.js';
import { refuseLinks } from '../replay-file.js';
import { writeWhole } from '../write-file.js';

/** @returns the file, which has this name. @throws when it cannot be written */
export function saveCase(folder: string, name: string, testCase: Case): string {
  const file = join(folder, `${name}.json`);
  refuseLinks(folder, file);
  writeWhole(file, `${JSON.stringify(encodeCase(testCase))}\n`);
  return file;
}
