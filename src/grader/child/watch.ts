/**
 * Watches where a rule gets its numbers. In lazy mode tensor functions compute nothing while a rule runs, so whatever
 * is computed then was asked for: by a call of `compute`, or by reading a tensor. A rule may read: to print, or to
 * build a mask. It may not run an op on numbers of its own making, such as basis vectors, to read off its Jacobian.
 */
import type { NDArray, Op, Tensor } from '../../engine/index.js';

/** The running rule, and what was computed meanwhile. */
interface Rule {
  readonly node: Tensor;
  /** Runs of the rule's own op, of which a rule may read a few to print them. */
  own: number;
  printed: number;
  /** Runs of other ops on numbers of the rule's own making, such as a sum of ones to count entries. */
  others: number;
}

/** A rule that reads no more than this reads the numbers of a graph, not of a Jacobian. */
const most = { printed: 4, others: 3, nested: 3 };

type Compute = (this: Op, ...arrays: NDArray[]) => NDArray;
type Entry = (this: Op, ...entries: number[]) => number;

/** An op that computes, by the method of this class, and how many others it called on the way. */
interface Call {
  readonly op: Op;
  readonly of: object;
  /** Whether it is an op of the learner's own, whose `compute` may use any ops. */
  readonly own: boolean;
  nested: number;
}

export class Watch {
  private readonly known = new WeakSet<object>();
  private readonly knownEntries = new WeakSet<object>();
  /** The ops whose rules were watched. */
  private readonly asked = new Set<string>();
  /** Arrays that were given, or computed from given ones. */
  private derived = new WeakSet<object>();
  private readonly calls: Call[] = [];
  private rule: Rule | undefined;
  private found = '';
  private active = false;

  /** Evidence that numbers did not come from tensor functions while `run` ran; empty if there is none. */
  during(given: readonly Tensor[], run: () => void): string {
    this.derived = new WeakSet(given.map(({ cachedData }) => cachedData as NDArray));
    this.found = '';
    this.active = true;
    try {
      run();
    } finally {
      this.active = false;
    }
    return this.found;
  }

  /** The rule of a node is watched while it runs; the node has its value. */
  watch(node: Tensor & { readonly op: Op }): void {
    const { op } = node;
    const { gradient } = op;
    this.asked.add(op.name);
    this.register(op);
    op.gradient = (outGrad, of) => {
      const outer = this.rule;
      const rule: Rule = { node, own: 0, printed: 0, others: 0 };
      this.rule = rule;
      if (outGrad.cachedData !== undefined) this.derived.add(outGrad.cachedData);
      try {
        return gradient.call(op, outGrad, of);
      } finally {
        this.rule = outer;
        this.judge(rule);
      }
    };
  }

  /** From here on, what the class of an op computes is watched. */
  register(op: Op): void {
    for (let of = Object.getPrototypeOf(op); of !== null; of = Object.getPrototypeOf(of))
      this.registerClass(of);
  }

  /** An op that a rule uses and that is not one of the engine's. */
  registerOwn(op: Op): void {
    for (let of: object | null = op; of !== null; of = Object.getPrototypeOf(of))
      this.registerClass(of, true);
  }

  registerClass(of: object, own = false): void {
    this.registerEntry(of);
    const compute: unknown = Object.getOwnPropertyDescriptor(of, 'compute')?.value;
    if (this.known.has(of) || typeof compute !== 'function') return;
    this.known.add(of);
    const watch = this;
    const watched: Compute = function (...arrays) {
      return watch.computing({ op: this, of, own, nested: 0 }, arrays, compute as Compute);
    };
    Object.defineProperty(of, 'compute', { value: watched });
  }

  /** An entry that is computed outside any `compute` is one that a rule asked for. */
  private registerEntry(of: object): void {
    const entry: unknown = Object.getOwnPropertyDescriptor(of, 'entry')?.value;
    if (this.knownEntries.has(of) || typeof entry !== 'function') return;
    this.knownEntries.add(of);
    const watch = this;
    const watched: Entry = function (...entries) {
      const asked = watch.active && watch.rule !== undefined && watch.calls.length === 0;
      if (asked && this.name === watch.rule?.node.op?.name) watch.rule.own++;
      return (entry as Entry).apply(this, entries);
    };
    Object.defineProperty(of, 'entry', { value: watched });
  }

  private computing(call: Call, arrays: NDArray[], compute: Compute): NDArray {
    const { op } = call;
    if (!this.active) return compute.apply(op, arrays);
    const derived = arrays.some((array) => this.derived.has(array));
    this.see(call, derived);
    this.calls.push(call);
    try {
      const value = compute.apply(op, arrays);
      if (derived) this.derived.add(value);
      return value;
    } finally {
      this.calls.pop();
    }
  }

  private see({ op, of }: Call, derived: boolean): void {
    const [outermost] = this.calls;
    if (outermost?.own) {
      // Not on numbers of its own making, such as basis vectors.
      if (this.asked.has(op.name) && !derived && ++outermost.nested > most.nested)
        this.say(outermost.op, `compute of ${op.name} was called while it computed`);
      return;
    }
    if (outermost !== undefined) {
      // A `compute` that is made of others is not being tried on one basis vector after another.
      const again = this.calls.some((call) => call.of === of && classOf(call.op) === classOf(op));
      if (++outermost.nested > most.nested || again)
        this.say(outermost.op, 'compute was called while it computed');
      return;
    }
    const { rule } = this;
    if (rule === undefined) return;
    if (op === rule.node.op || (op.name === rule.node.op?.name && !derived)) rule.own++;
    else if (op.name === rule.node.op?.name) rule.printed++;
    else if (!derived) rule.others++;
  }

  private judge({ node, own, printed, others }: Rule): void {
    const count = own + (printed > most.printed ? printed : 0) + (others > most.others ? others : 0);
    const times = count === 1 ? 'once' : `${count} times`;
    if (count > 0) this.say(node.op as Op, `compute was called ${times} while the rule ran, to read numbers`);
  }

  private say({ name }: Op, what: string): void {
    this.found ||= `${name}: a gradient is written with tensor functions; ${what}`;
  }
}

const classOf = (op: Op): unknown => Object.getPrototypeOf(op);
