/**
 * Of which draws the cores are made, as the build writes it down: to choose them takes longer than to check some of
 * them. Where nothing was built they are chosen anew, which gives the same.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Chosen } from '../generate/index.js';
import type { Exercise } from './exercises.js';
import { sharesOf } from './shares.js';

/** By what a core is of. */
export type WrittenCores = Readonly<Record<string, readonly Chosen[]>>;

/** What the build writes, beside this file. */
const file = fileURLToPath(new URL('cores.json', import.meta.url));

let written: WrittenCores | undefined;

export function writtenChoice(exercise: Exercise, part: string): readonly Chosen[] | undefined {
  written ??= existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as WrittenCores) : {};
  return written[coreName(exercise, part)];
}

/** A part that is an op asks of it whatever its exercise is; a share of an exercise is about all its ops. */
export function coreName(exercise: Exercise, part: string): string {
  return sharesOf(exercise) === undefined ? part : [exercise.id, part, ...exercise.ops].join(' ');
}
