/** What a learner has done so far, kept in one file, next to the counterexamples. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { saveJson } from '../grader/write-file.js';

interface Record {
  readonly solved: boolean;
  /** How often it was checked after a change. */
  readonly attempts: number;
  /** How many hints were taken. */
  readonly hints: number;
}

const untouched: Record = { solved: false, attempts: 0, hints: 0 };

const name = 'learn';

export class ProgressFile {
  private records: Map<string, Record>;
  private currentId: string | undefined;
  /** Why nothing is kept, if the file cannot be written: that is no reason to stop. */
  problem: string | undefined;

  /** @param folder where counterexamples are kept */
  constructor(private readonly folder: string) {
    const { current, records } = read(join(folder, `${name}.json`));
    this.currentId = current;
    this.records = records;
  }

  get current(): string | undefined {
    return this.currentId;
  }

  of(id: string): Record {
    return this.records.get(id) ?? untouched;
  }

  moveTo(id: string): void {
    this.currentId = id;
    this.save();
  }

  change(id: string, change: Partial<Record>): void {
    this.records.set(id, { ...this.of(id), ...change });
    this.save();
  }

  private save(): void {
    try {
      const exercises = Object.fromEntries(this.records);
      saveJson(this.folder, name, { version: 1, current: this.currentId ?? null, exercises });
      this.problem = undefined;
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }
}

/** A file that is not a record of ours is ignored. */
function read(file: string): { readonly current: string | undefined; readonly records: Map<string, Record> } {
  try {
    const { current, exercises } = Object(JSON.parse(readFileSync(file, 'utf8')));
    const entries = Object.entries(Object(exercises) as object).flatMap(([id, each]) =>
      isRecord(each) ? [[id, each] as const] : [],
    );
    return { current: typeof current === 'string' ? current : undefined, records: new Map(entries) };
  } catch {
    return { current: undefined, records: new Map() };
  }
}

const isRecord = (json: unknown): json is Record => {
  const { solved, attempts, hints } = Object(json);
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  return typeof solved === 'boolean' && isCount(attempts) && isCount(hints);
};
