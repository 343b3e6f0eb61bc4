/** The JSON of an audit: written after each mistake, so that an interrupted one goes on from it. */
import { readFileSync } from 'node:fs';
import type { Case } from '../../case/case.js';
import { jsonText } from '../../formats/json-text.js';
import { type Failure, formatVerdict } from '../../verify/index.js';
import type { Mutant } from './mutants.js';
import type { SuiteOutcome } from './run-suite.js';

/** What the outcomes were found with; a file made with anything else is not resumed. */
export interface AuditMade {
  readonly release: string;
  readonly command: string;
  readonly folder: string | null;
}

interface AuditedMistake {
  readonly name: string;
  readonly op: string;
  readonly file: string;
  readonly says: string;
  readonly outcome: 'noticed' | 'timeout' | 'survived' | 'waiting';
  /** For a survivor, once all have run. */
  readonly shown?: { readonly law: string; readonly verdict: string; readonly case: Case };
}

const written = { passed: 'survived', failed: 'noticed', timeout: 'timeout' } as const;

export function auditJson(
  made: AuditMade,
  mutants: readonly Mutant[],
  outcomes: ReadonlyMap<string, SuiteOutcome>,
  shown: ReadonlyMap<string, Failure | undefined> = new Map(),
): string {
  const mistakes = mutants.map(({ mistake: { name, says }, op, file }): AuditedMistake => {
    const outcome = outcomes.get(name);
    const failure = shown.get(name);
    return {
      name,
      op,
      file,
      says,
      outcome: outcome === undefined ? 'waiting' : written[outcome],
      ...(failure && {
        shown: {
          law: failure.law.sentence,
          verdict: formatVerdict(failure.verdict),
          case: failure.testCase,
        },
      }),
    };
  });
  const survived = mistakes.filter(({ outcome }) => outcome === 'survived').length;
  return jsonText({ version: 1, made, planted: mistakes.length, survived, mistakes });
}

/** The outcomes in a file of an earlier audit of the same; none when there is no such file. */
export function outcomesIn(file: string, made: AuditMade): ReadonlyMap<string, SuiteOutcome> {
  const outcomes = new Map<string, SuiteOutcome>();
  const read = parsed(file);
  if (made.folder === null || JSON.stringify(field(read, 'made')) !== JSON.stringify(made)) return outcomes;
  const mistakes = field(read, 'mistakes');
  for (const each of Array.isArray(mistakes) ? mistakes : []) {
    const [name, said] = [field(each, 'name'), field(each, 'outcome')];
    if (typeof name !== 'string') continue;
    if (said === 'survived') outcomes.set(name, 'passed');
    else if (said === 'noticed') outcomes.set(name, 'failed');
    else if (said === 'timeout') outcomes.set(name, 'timeout');
  }
  return outcomes;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
