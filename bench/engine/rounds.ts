/** Rounds, in which every subject takes its turn. */
import type { DType } from '../../src/case/tensor-data.js';
import { numberIn, processFor, Skipped, SubjectProcess } from './process.js';
import type { Program } from './programs.js';
import type { Subject } from './subjects.js';

export interface Cell {
  readonly subject: string;
  readonly ours: boolean;
  /** Microseconds of processor time of one run, a sample a round; or why there are none. */
  readonly samples: readonly number[] | { readonly skipped: string };
}

export interface Row {
  readonly program: string;
  readonly title: string;
  readonly size: number;
  readonly dtype: DType;
  readonly cells: readonly Cell[];
}

export interface Asked {
  readonly program: Program;
  readonly size: number;
  readonly dtype: DType;
}

const warmUp = 700;
const sampleTime = 20;
/** A subject whose rounds would take longer than this, in microseconds, gets fewer. */
const mostTime = 8_000_000;

/** A process, or why there is none. */
type Ready = { readonly process: SubjectProcess; readonly micros: number } | { readonly skipped: string };

export const skippedBy = (error: unknown): { readonly skipped: string } => {
  if (error instanceof Skipped) return { skipped: error.message };
  throw error;
};

export const questionOf = ({ program, size, dtype }: Asked) => ({
  ask: 'prepare',
  program: program.name,
  size,
  dtype,
  inputs: program.inputs(size),
});

async function readied(subject: Subject, asked: Asked): Promise<Ready> {
  if (!subject.dtypes.includes(asked.dtype)) return { skipped: `${subject.name} has no ${asked.dtype}` };
  let process: SubjectProcess | undefined;
  try {
    process = processFor(subject);
    await process.ask(questionOf(asked));
    return { process, micros: numberIn(await process.ask({ ask: 'warm', milliseconds: warmUp }), 'micros') };
  } catch (error) {
    if (process !== undefined && (!subject.reusable || process.dead)) process.kill();
    return skippedBy(error);
  }
}

/** Each round begins with another subject, so that none always follows the same one. */
export async function measure(subjects: readonly Subject[], asked: Asked, rounds: number): Promise<Row> {
  const ready: Ready[] = [];
  // One after another: while one warms up, none disturbs it.
  for (const subject of subjects) ready.push(await readied(subject, asked));
  const samples: number[][] = subjects.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < subjects.length; turn++) {
      const at = (round + turn) % subjects.length;
      const each = ready[at] as Ready;
      if ('skipped' in each || round >= Math.max(1, mostTime / each.micros)) continue;
      try {
        const answer = await each.process.ask({ ask: 'sample', milliseconds: sampleTime });
        samples[at]?.push(numberIn(answer, 'micros'));
      } catch (error) {
        ready[at] = skippedBy(error);
      }
    }
  }
  for (const each of ready) {
    if ('process' in each && !each.process.subject.reusable) await each.process.end();
  }
  const { program, size, dtype } = asked;
  return {
    program: program.name,
    title: program.title(size),
    size,
    dtype,
    cells: subjects.map(({ name, ours }, at) => {
      const each = ready[at] as Ready;
      return { subject: name, ours, samples: 'skipped' in each ? each : (samples[at] as number[]) };
    }),
  };
}

/** The bytes that one run adds to the peak of a process that has done nothing else. */
export async function peakMemory(
  subject: Subject,
  asked: Asked,
): Promise<number | { readonly skipped: string }> {
  if (!subject.dtypes.includes(asked.dtype)) return { skipped: `${subject.name} has no ${asked.dtype}` };
  let process: SubjectProcess | undefined;
  try {
    process = new SubjectProcess(subject);
    await process.ask(questionOf(asked));
    return numberIn(await process.ask({ ask: 'memory' }), 'bytes');
  } catch (error) {
    return skippedBy(error);
  } finally {
    process?.kill();
  }
}
