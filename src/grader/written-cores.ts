/**
 * The draws that make up the cores, as the build wrote them down: choosing them takes longer than checking some of
 * them. Without a build they are chosen anew, with the same result.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chosen } from '../generate/index.js';
import type { Exercise } from './exercises.js';
import { roomsFolder } from './package-root.js';
import { sharesOf } from './shares.js';

/** By what a core is for. */
export type WrittenCores = Readonly<Record<string, readonly Chosen[]>>;

/** What the build writes. */
const file = join(roomsFolder, 'grader', 'cores.json');

let written: WrittenCores | undefined;

export function writtenChoice(exercise: Exercise, part: string): readonly Chosen[] | undefined {
  written ??= existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as WrittenCores) : {};
  return written[coreName(exercise, part)];
}

/** A part that is an op is asked about that op in every exercise; a share of an exercise is about all its ops. */
export function coreName(exercise: Exercise, part: string): string {
  return sharesOf(exercise) === undefined ? part : [exercise.id, part, ...exercise.ops].join(' ');
}
