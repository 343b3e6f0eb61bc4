/** Runs cases through gradient rules of the learner's: the engine's own backward calls them. */
import type { Case } from '../../case/case.js';
import type { Outcome } from '../../case/implementation.js';
import type { Program } from '../../case/program.js';
import type { TensorData } from '../../case/tensor-data.js';
import { nodesOf } from '../../engine/autograd/nodes.js';
import * as everything from '../../engine/index.js';
import { engineImplementation, grad, lazily, Op, realize, Tensor } from '../../engine/index.js';
import type { AskedFunction } from '../messages.js';
import { stopPrints } from './kept-prints.js';
import { type Answer, serve } from './serve.js';
import { Foreign, kindOf } from './trace.js';
import { Watch } from './watch.js';

export interface Learned {
  /** Of several functions, which one is asked for. */
  choose?(asked: AskedFunction): void;
  /** The outputs of a program; the nodes behind them call the learner's rules. */
  compute(program: Program, inputs: readonly Tensor[]): readonly Tensor[];
  /** Those nodes. */
  nodes(program: Program, outputs: readonly Tensor[]): readonly (Tensor & { readonly op: Op })[];
  /** What a message calls the rules of a program. */
  nameOf(program: Program): string;
  /** Whether what they wrote are rules, whose graphs are looked at; default: true. */
  areRules?(): boolean;
  /** What is said to somebody who asks the engine for one of its own rules. */
  readonly withoutRule?: string;
}

/** Answers the parent's requests. */
export function serveGradients(learned: Learned): void {
  const served = new Served(learned);
  serve(
    (testCase, { id, asked }) => {
      if (asked !== undefined) learned.choose?.(asked);
      return served.run(testCase, id);
    },
    (question) => served.foreign.answer(question),
  );
}

type Crashed = Outcome & { readonly kind: 'crashed' };

const leaf = (data: TensorData): Tensor => Tensor.fromData(data, { requiresGrad: true });

class Served {
  /** ∂/∂x of a VJP would need the rules of other exercises; its trace lets the parent differentiate it instead. */
  readonly foreign: Foreign;
  private readonly engine: ReturnType<typeof engineImplementation>;
  private readonly watch = new Watch();

  constructor(private readonly learned: Learned) {
    this.foreign = new Foreign(learned.compute);
    this.engine = engineImplementation({ interpret: learned.compute });
    for (const value of Object.values<unknown>(everything)) {
      if (typeof value === 'function' && value.prototype instanceof Op)
        this.watch.registerClass(value.prototype);
    }
  }

  async run(testCase: Case, id: number): Promise<Answer> {
    const outcome = await this.engine.run({ ...testCase, order: 1, directions: [] });
    stopPrints();
    if (outcome.kind === 'crashed' && testCase.mode === 'lazy' && (await this.readsValues(testCase)))
      return this.withoutValues(testCase, `${outcome.error.type}: ${outcome.error.message}`);
    if (outcome.kind === 'crashed') return this.explained(outcome);
    if (outcome.kind !== 'done') return outcome;
    let numbers = '';
    try {
      // A variation of a case has one cotangent and shows nothing new; for second order, `twice` finds numbers.
      if (testCase.cotangents.length > 1 && this.learned.areRules?.() !== false)
        numbers = this.numbersIn(testCase);
    } catch (thrown) {
      return this.withoutValues(testCase, String(thrown));
    }
    return { ...outcome, traces: testCase.order === 1 ? [] : this.foreign.trace(testCase, id), numbers };
  }

  /** The engine here has no rules of its own. */
  private explained({ error }: Crashed): Answer {
    const { withoutRule } = this.learned;
    const isAsked = withoutRule !== undefined && error.message.endsWith(' has no gradient rule here');
    const message = isAsked ? `${error.message}: ${withoutRule}` : error.message;
    return { kind: 'crashed', error: { ...error, message } };
  }

  /** Evidence that the rules read numbers where they should build a graph; empty if there is none. */
  private numbersIn({ program, inputs: given, cotangents }: Case): string {
    const { learned, watch } = this;
    const inputs = given.map(leaf);
    const outGrads = (cotangents[0] ?? []).map(leaf);
    return lazily(() =>
      watch.during([...inputs, ...outGrads], () => {
        const outputs = learned.compute(program, inputs);
        // An op of the learner's own may use any ops to compute.
        for (const node of learned.nodes(program, outputs))
          if (kindOf(node) === 'foreign') watch.registerOwn(node.op);
        outputs.forEach(realize);
        // What is detached is a leaf by now.
        for (const node of learned.nodes(program, outputs)) watch.watch(node);
        const adjoints = grad(outputs, inputs, { outGrads, createGraph: true });
        // If there are ops of the learner's own, what they do when they compute is watched, too.
        const own = nodesOf(adjoints).filter((node) => kindOf(node) === 'foreign');
        for (const { op } of own) watch.registerOwn(op as Op);
        if (own.length > 0) adjoints.forEach(realize);
      }),
    );
  }

  /** In lazy mode `cachedData` is undefined in a rule; a rule that throws only there took it for a value. */
  private async readsValues(testCase: Case): Promise<boolean> {
    const runs = [{ mode: 'eager' }, { mode: 'lazy', cotangents: [] }] as const;
    for (const run of runs) {
      const outcome = await this.engine.run({ ...testCase, order: 1, directions: [], ...run });
      if (outcome.kind !== 'done') return false;
    }
    return true;
  }

  private withoutValues({ program }: Case, thrown: string): Answer {
    const problem =
      `${this.learned.nameOf(program)}: a gradient is written with tensor functions and may not read values (\`cachedData\`); ` +
      `in lazy mode, where nothing is computed yet, it threw ${thrown}`;
    return { kind: 'malformed', problem };
  }
}
