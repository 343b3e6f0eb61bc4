import type { Case } from './case.js';
import { canonicalJson, encodeCase, type Json } from './json.js';
import { sha256 } from './sha256.js';

/** A case's id: the first 16 hexadecimal digits of the SHA-256 of its canonical JSON. */
export const caseId = (testCase: Case): string => idOf(encodeCase(testCase));

export const idOf = (json: Json): string => sha256(canonicalJson(json)).slice(0, 16);
