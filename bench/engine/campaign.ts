/** A whole run of the bench: rows, memory and curves, one piece after another. */
import { cpus } from 'node:os';
import { type Curve, measureCurve } from './curves.js';
import { Interrupted, type Kept } from './kept.js';
import { endReused, SubjectProcess } from './process.js';
import type { Program } from './programs.js';
import type { Memory, Results } from './report.js';
import { measure, peakMemory, type Row, samplesOf, skippedBy } from './rounds.js';
import { spreadOf } from './spread.js';
import type { Subject } from './subjects.js';

export interface Campaign {
  readonly programs: readonly Program[];
  readonly subjects: readonly Subject[];
  readonly rounds: number;
  /** Whether the memory and the growth curves are measured, too. */
  readonly memory: boolean;
  readonly curves: boolean;
  readonly kept: Kept;
}

async function versionOf(subject: Subject): Promise<string> {
  const child = new SubjectProcess(subject);
  try {
    return String((await child.ask({ ask: 'hello' })).version);
  } catch (error) {
    return skippedBy(error).skipped;
  } finally {
    await child.end();
  }
}

function progress({ title, dtype, cells }: Row): void {
  const shown = cells.flatMap((cell) => {
    const samples = samplesOf(cell);
    return samples.length === 0 ? [] : [`${cell.subject} ${spreadOf(samples).median.toPrecision(3)}`];
  });
  console.error(`${title}, ${dtype}, µs: ${shown.join(', ')}`);
}

/** Three rounds to a generation of processes. */
const inGenerations = (rounds: number) => ({
  rounds: Math.min(3, rounds),
  generations: Math.ceil(rounds / 3),
});

async function measureRows(rows: Row[], { programs, subjects, rounds, kept }: Campaign): Promise<void> {
  for (const program of programs) {
    for (const size of program.sizes) {
      for (const dtype of program.dtypes) {
        const asked = { program, size, dtype };
        const name = `row ${program.name} ${size} ${dtype}`;
        rows.push(await kept.piece(name, () => measure(subjects, asked, inGenerations(rounds))));
        progress(rows.at(-1) as Row);
      }
    }
  }
}

const processes = 3;

async function measureMemory(memory: Memory[], { programs, subjects, kept }: Campaign): Promise<void> {
  for (const program of programs.filter(({ memory }) => memory)) {
    const size = program.sizes[0] as number;
    for (const dtype of program.dtypes) {
      for (const subject of subjects) {
        const name = `memory ${program.name} ${dtype} ${subject.name}`;
        const peaks = await kept.piece(name, async () => {
          const found = [];
          for (let k = 0; k < processes; k++) found.push(await peakMemory(subject, { program, size, dtype }));
          return found;
        });
        const bytes = peaks.filter((peak) => typeof peak === 'number');
        if (bytes.length === processes) {
          memory.push({ title: program.title(size), dtype, subject: subject.name, bytes });
        }
      }
    }
  }
}

async function measureCurves(curves: Curve[], { programs, subjects, rounds, kept }: Campaign): Promise<void> {
  for (const program of programs) {
    if (program.curve === undefined) continue;
    const curve: Curve = { program: program.name, grows: program.curve.grows, points: [] };
    curves.push(curve);
    await measureCurve(curve, program, subjects, Math.min(rounds, 5), kept);
    curve.points.forEach(progress);
  }
}

/** @returns what is measured, and whether it is all that was asked for */
export async function measureAll(campaign: Campaign): Promise<{ results: Results; complete: boolean }> {
  const { subjects, rounds, kept } = campaign;
  const [rows, memory, curves]: [Row[], Memory[], Curve[]] = [[], [], []];
  const versions: Record<string, string> = { Node: process.version };
  let complete = true;
  try {
    for (const subject of subjects.filter(({ ours, name }) => !ours && name !== 'by hand')) {
      versions[subject.name] = await kept.piece(`version ${subject.name}`, () => versionOf(subject));
    }
    await measureRows(rows, campaign);
    if (campaign.memory) await measureMemory(memory, campaign);
    if (campaign.curves) await measureCurves(curves, campaign);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    complete = false;
  }
  await endReused();
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${process.platform}`;
  return { results: { machine, versions, rounds, rows, memory, curves }, complete };
}
