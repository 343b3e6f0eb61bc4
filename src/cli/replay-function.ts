/** `backproof replay` of a function's counterexample, on an adapter. */
import { formatProblems } from '../case/parse.js';
import { explainQuestion } from '../functions/index.js';
import { parseFunctionCase, runsNone } from '../oracle/function-case.js';
import { judgeEntry } from '../oracle/function-subject.js';
import type { Session } from '../oracle/index.js';
import { type State, stateOf } from '../verify/index.js';
import { type Output, UsageError } from './command.js';
import { verdictText } from './verdict-text.js';

/** @returns what the laws say together */
export async function replayFunction(
  session: Session,
  json: unknown,
  file: string,
  output: Output,
): Promise<State> {
  const parsed = parseFunctionCase(json);
  if (!parsed.ok)
    throw new UsageError(`${file} is not a function's case:\n${formatProblems(parsed.problems)}`);
  const { function: name, node, names, inputs, cotangents } = parsed.value;
  if (node !== undefined && !session.nodes.includes(node.graph))
    throw new UsageError(
      `The case is of the node ${name} (${node.op}), and ${session.name} ${runsNone(node)}.`,
    );
  const entry = node === undefined ? session.functions.find((each) => each.name === name) : { name, inputs };
  if (entry === undefined || entry.inputs.length !== inputs.length)
    throw new UsageError(
      `The case is of a function "${name}" of ${inputs.length} inputs, which ${session.name} does not have. Register it in the adapter.`,
    );
  const verdicts = await judgeEntry(
    session.subject({ function: name, ...(node && { node }) }, names),
    entry,
    { inputs, cotangents },
    { names },
  );
  output.log(explainQuestion(parsed.value, names));
  for (const each of verdicts) output.log(verdictText(each));
  return stateOf(verdicts);
}
