/** The failing program as a drawing: values and adjoints on the arrows, a mark where it goes wrong. */
import type { Case } from '../../case/case.js';
import { adjointNameOf, type Naming, printStep } from '../../case/print.js';
import type { Id } from '../../case/vocabulary.js';
import { type Arrow, type Box, shortTensor } from '../../pictures/index.js';
import type { Entries, Flow } from './flow.js';

/** Longer programs are no picture. */
export const mostSteps = 40;

export interface Wrong {
  /** The op whose rule is at fault, if that is known. */
  readonly op: string | undefined;
  /** By input: the gradient that came, if it is wrong. */
  readonly gradients: ReadonlyMap<Id, Entries>;
  /** By id of an output: the value that came, if it is wrong. */
  readonly values: ReadonlyMap<Id, Entries>;
}

export interface Program {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  /** The same in sentences. */
  readonly sentences: readonly string[];
}

/** @param naming what the nodes are called */
export function drawingOf({ program }: Case, flow: Flow | undefined, wrong: Wrong, naming: Naming): Program {
  const { inputs, steps, outputs } = program;
  const boxes: Box[] = inputs.map((_, id) => ({
    name: naming(id),
    isLeaf: true,
    ...linesOfInput(id, flow, wrong, naming),
  }));
  const arrows: Arrow[] = [];
  const sentences: string[] = [];
  steps.forEach((step, index) => {
    const id = inputs.length + index;
    const name = naming(id);
    const why = whyWrong(id, step.op, wrong);
    boxes.push({
      name,
      isLeaf: false,
      lines: [`${name} = ${printStep(step, naming)}`],
      ...(why.length > 0 && { wrong: why }),
    });
    step.args.forEach((arg, argument) => {
      arrows.push({
        from: naming(arg),
        to: name,
        lines: along(
          naming(arg),
          flow?.values[arg],
          `${adjointNameOf(arg, naming)} ←`,
          flow?.sent[index]?.[argument],
        ),
      });
    });
    sentences.push(`${name} is ${printStep(step, naming)}.${why.map((each) => ` Here: ${each}.`).join('')}`);
  });
  outputs.forEach((id, index) => {
    // Several outputs may be one node.
    const name = outputs.length === 1 ? 'output' : `output ${index}`;
    boxes.push({ name, isLeaf: true, lines: [name] });
    arrows.push({
      from: naming(id),
      to: name,
      lines: along(naming(id), flow?.values[id], 'Δ =', flow?.adjoints[id]),
    });
  });
  return { boxes, arrows, sentences };
}

function linesOfInput(
  id: Id,
  flow: Flow | undefined,
  { gradients }: Wrong,
  naming: Naming,
): Pick<Box, 'lines' | 'wrong'> {
  const got = gradients.get(id);
  const right = flow?.adjoints[id];
  return {
    lines: [
      `input ${naming(id)}`,
      ...(right === undefined ? [] : [`${adjointNameOf(id, naming)} = ${shortTensor(right)}`]),
    ],
    ...(got && { wrong: [`yours: ${shortTensor(got)}`] }),
  };
}

function whyWrong(id: Id, op: string, wrong: Wrong): string[] {
  const value = wrong.values.get(id);
  return [
    ...(value === undefined ? [] : [`your value: ${shortTensor(value)}`]),
    ...(op === wrong.op ? ['this rule fails'] : []),
  ];
}

/** @param back how what comes back begins */
const along = (
  name: string,
  value: Entries | undefined,
  back: string,
  sent: Entries | undefined,
): string[] => [
  ...(value === undefined ? [] : [`${name} = ${shortTensor(value)}`]),
  ...(sent === undefined ? [] : [`${back} ${shortTensor(sent)}`]),
];
