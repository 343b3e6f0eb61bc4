/** The order of laws in every report: what was found beside them comes first. */
import { laws as allLaws, findings, type Law } from '../verify/index.js';

const position = (id: string): number => [...findings, ...allLaws].findIndex((law) => law.id === id);

export const inOrder = <T>(counts: ReadonlyMap<string, T>): Record<string, T> =>
  Object.fromEntries([...counts].sort(([a], [b]) => position(a) - position(b)));

export const inLawOrder = <T extends { readonly law: Law }>(broken: readonly T[]): T[] =>
  [...broken].sort((a, b) => position(a.law.id) - position(b.law.id));
