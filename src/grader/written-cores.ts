/**
 * The draws that make up the cores, as the build wrote them down: choosing them takes longer than checking some of
 * them. Without a build they are chosen anew, with the same result.
 */
import type { Chosen } from '../generate/index.js';
import type { Exercise } from './exercises.js';
import { sharesOf } from './shares.js';

/** By what a core is for. */
export type WrittenCores = Readonly<Record<string, readonly Chosen[]>>;

let written: WrittenCores | undefined;

/** For a page, which brings what the build wrote along. */
export function useCores(cores: WrittenCores): void {
  written = cores;
}

/** Where there is Node: what the build wrote, whether this is in its own room or joined with others. */
function onDisk(here = import.meta.url): WrittenCores {
  const files = globalThis.process?.getBuiltinModule?.('node:fs');
  const file = new URL('../grader/cores.json', here);
  return files?.existsSync(file) ? JSON.parse(files.readFileSync(file, 'utf8')) : {};
}

export function writtenChoice(exercise: Exercise, part: string): readonly Chosen[] | undefined {
  written ??= onDisk();
  return written[coreName(exercise, part)];
}

/** A part that is an op is asked about that op in every exercise; a share of an exercise is about all its ops. */
export function coreName(exercise: Exercise, part: string): string {
  return sharesOf(exercise) === undefined ? part : [exercise.id, part, ...exercise.ops].join(' ');
}
