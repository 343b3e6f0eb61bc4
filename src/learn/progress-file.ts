/** What a learner has done so far, kept in one file, next to the counterexamples. */
import { type Learned, learnedIn, learnedName } from '../grader/learned.js';
import { saveJson } from '../grader/write-file.js';

const untouched: Learned = { solved: false, attempts: 0, hints: 0 };

export class ProgressFile {
  private readonly records: Map<string, Learned>;
  private currentId: string | undefined;
  /** Why nothing is kept, if the file cannot be written: that is no reason to stop. */
  problem: string | undefined;

  /** @param folder where counterexamples are kept */
  constructor(private readonly folder: string) {
    const { current, exercises } = learnedIn(folder);
    this.currentId = current;
    this.records = new Map(exercises);
  }

  get current(): string | undefined {
    return this.currentId;
  }

  of(id: string): Learned {
    return this.records.get(id) ?? untouched;
  }

  moveTo(id: string): void {
    this.currentId = id;
    this.save();
  }

  change(id: string, change: Partial<Learned>): void {
    this.records.set(id, { ...this.of(id), ...change });
    this.save();
  }

  private save(): void {
    try {
      const exercises = Object.fromEntries(this.records);
      saveJson(this.folder, learnedName, { version: 1, current: this.currentId ?? null, exercises });
      this.problem = undefined;
    } catch (error) {
      this.problem = (error as Error).message;
    }
  }
}
