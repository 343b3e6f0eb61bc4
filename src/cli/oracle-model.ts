/** `backproof oracle --model FILE`: one model instead of drawn cases. */
import { opsOf, type Program } from '../case/program.js';
import { sizeOf } from '../case/shape.js';
import type { DType } from '../case/tensor-data.js';
import { checkModel, fitted, type Model, modelIn, type OracleReport, type Session } from '../oracle/index.js';
import { checkSize, checkSteps, mostModelEntries } from './case-size.js';
import { type Output, UsageError } from './command.js';
import type { OracleOptions } from './oracle-options.js';
import { ProgressBar } from './progress-bar.js';
import { readJson } from './read-file.js';

/** @throws {UsageError} with every problem and its path, or when it is too large */
export function readModel(file: string, seed: number): Model {
  const json = readJson(file);
  checkSteps({ program: json }, file);
  checkSteps(Object(json).case ?? json, file);
  const model = modelIn(json, { seed });
  if (typeof model === 'string') {
    throw new UsageError(
      `${file} holds no model: neither a case, nor a program, nor a graph that an export script wrote.\n${model}`,
    );
  }
  checkSize(model.testCase, file, mostModelEntries);
  return model;
}

/** Where the model is run, and what is done with its counterexamples. */
interface Run extends Pick<OracleOptions, 'seed' | 'laws' | 'kinks' | 'shard'> {
  readonly dtype: DType;
  readonly mode: string;
  readonly keep: Parameters<typeof checkModel>[2]['keep'];
  readonly keepFunction: Parameters<typeof checkModel>[2]['keepFunction'];
}

export async function checkWholeModel(
  session: Session,
  model: Model,
  { dtype, mode, kinks, ...options }: Run,
  output: Output,
): Promise<OracleReport> {
  const found = fitted(model, dtype, mode, session.ops);
  if (typeof found === 'string') throw new UsageError(found);
  const { notes, functions } = found;
  const testCase = kinks === undefined ? found.testCase : { ...found.testCase, kinks };
  // Standard output may be a report.
  for (const line of [describe(testCase.program, functions.length), ...notes]) output.error(line);
  const bar = new ProgressBar(process.stderr);
  const total = Math.ceil((1 + testCase.program.steps.length + functions.length) / options.shard.of);
  let [done, tries] = [0, 0];
  const report = await checkModel(
    session,
    { testCase, functions },
    {
      ...options,
      dtype,
      onCase: (row) => bar.show({ done: ++done, total, what: row }),
      onTry: () => bar.show({ done, total, what: `shrinking, ${++tries} tries` }),
      onNotJudged: (rows, why) => {
        bar.clear();
        output.error(notJudgedText(rows, why));
      },
      onReduced: (from, to) => {
        bar.clear();
        if (from > 1) output.error(`A failure of ${from} steps was reduced to ${counted(to, 'step')}.`);
      },
    },
  );
  bar.clear();
  return report;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function notJudgedText(rows: readonly string[], why: string): string {
  const [first = ''] = rows;
  const which =
    rows.length === 1 ? `${first} is` : `${rows.length} functions, of which ${first} is the first, are`;
  return `${which} not judged: ${why.replace(/\.$/, '')}.`;
}

/** `89 steps of 12 ops and 1 function, 29 inputs with 1234 entries in all, 1 output` */
function describe(program: Program, functions: number): string {
  const { inputs, steps, outputs } = program;
  const entries = inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const beside = functions === 0 ? '' : ` and ${counted(functions, 'function')}`;
  const ops = `${counted(steps.length, 'step')} of ${counted(opsOf(program).length, 'op')}${beside}`;
  const read = `${counted(inputs.length, 'input')} with ${entries} entries in all`;
  return `The model: ${ops}, ${read}, ${counted(outputs.length, 'output')}.`;
}
