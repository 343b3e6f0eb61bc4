/** Rounds, in which every subject takes its turn. */
import type { DType } from '../../src/case/tensor-data.js';
import { numberIn, processFor, Skipped, SubjectProcess } from './process.js';
import type { Program } from './programs.js';
import type { Subject } from './subjects.js';

export interface Cell {
  readonly subject: string;
  readonly ours: boolean;
  /** Microseconds of processor time of one run, by round; null where a slow subject had no turn. Or why there are none. */
  readonly samples: readonly (number | null)[] | { readonly skipped: string };
}

/** None where it was skipped. */
export const samplesOf = ({ samples }: Cell): readonly number[] =>
  'skipped' in samples ? [] : samples.filter((each) => each !== null);

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

/** By subject and round; null where a slow subject had no turn. */
type Samples = readonly (number | null)[][];

/** Rounds of processes that are warmed up once. Each begins with another subject, so that none always follows the same one. */
async function sampled(ready: Ready[], samples: Samples, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < ready.length; turn++) {
      const at = (round + turn) % ready.length;
      const each = ready[at] as Ready;
      if ('skipped' in each) continue;
      const resting = round >= Math.max(1, mostTime / each.micros);
      try {
        samples[at]?.push(resting ? null : await sampleOf(each.process));
      } catch (error) {
        ready[at] = skippedBy(error);
      }
    }
  }
}

const sampleOf = async (process: SubjectProcess): Promise<number> =>
  numberIn(await process.ask({ ask: 'sample', milliseconds: sampleTime }), 'micros');

/**
 * @param rounds how many, in each generation of processes: what a process compiles, and so how fast it becomes, is partly
 * chance
 */
export async function measure(
  subjects: readonly Subject[],
  asked: Asked,
  { rounds, generations }: { readonly rounds: number; readonly generations: number },
): Promise<Row> {
  const samples: Samples = subjects.map(() => []);
  let ready: Ready[] = [];
  for (let generation = 0; generation < generations; generation++) {
    const before = ready;
    ready = [];
    // One after another: while one warms up, none disturbs it.
    for (const [at, subject] of subjects.entries()) {
      const earlier = before[at];
      ready.push(earlier !== undefined && 'skipped' in earlier ? earlier : await readied(subject, asked));
    }
    await sampled(ready, samples, rounds);
    for (const each of ready) {
      if ('process' in each && !each.process.subject.reusable) await each.process.end();
    }
  }
  const { program, size, dtype } = asked;
  return {
    program: program.name,
    title: program.title(size),
    size,
    dtype,
    cells: subjects.map(({ name, ours }, at) => {
      const each = ready[at] as Ready;
      return { subject: name, ours, samples: 'skipped' in each ? each : (samples[at] ?? []) };
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
