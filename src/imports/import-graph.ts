/**
 * A foreign graph as a Program. A node whose op is unknown is cut out: what it made becomes an input, and what it was
 * made of an output, so that everything around it is judged; the node itself becomes a function.
 */
import { entry } from '../case/at.js';
import type { Program } from '../case/program.js';
import { formatShape, ShapeError, sameShape } from '../case/shape.js';
import { type DType, dtypes, type TensorData, tensorData } from '../case/tensor-data.js';
import { type Id, inferShape, type Step } from '../case/vocabulary.js';
import { aten } from './aten/index.js';
import { type Graph, type GraphArray, type GraphNode, isFloat } from './graph.js';
import { jaxpr } from './jaxpr.js';
import { type Building, type Entries, type Made, Node, Unknown, type Value } from './node.js';
import { type Opaque, opaqueOf } from './opaque.js';

export interface Imported {
  /** Without steps, inputs and outputs if no op is known. */
  readonly program: Program;
  /** The nodes that were cut out, as functions, in the order of the graph. */
  readonly opaque: readonly Opaque[];
  readonly inputs: readonly TensorData[];
  /** The names that the inputs have in the graph. */
  readonly names: readonly string[];
  /** What the framework computed where a step ends that makes an array of the graph, by id. */
  readonly recorded: ReadonlyMap<Id, { readonly node: string; readonly data: readonly number[] }>;
  /** What is not in the program as it was in the graph, in sentences. */
  readonly notes: readonly string[];
}

const vocabularies: Readonly<Record<Graph['graph'], Entries>> = { aten, jaxpr };

/** Instead of −∞, which is no input that anything can be differentiated by: its exponential is below 1e-43. A larger one would make all bounds on rounding wide. */
const far = 100;

/** @returns a sentence if nothing of the graph can be judged */
export function importGraph(graph: Graph): Imported | string {
  const importing = new Importing(graph);
  for (const node of graph.nodes) importing.node(node);
  return importing.finish();
}

interface Input extends Value {
  readonly name: string;
  readonly data: readonly number[];
}

interface Planned extends Value {
  readonly operation: Step;
  readonly args: readonly Value[];
}

class Importing implements Building {
  private readonly entries: Entries;
  private readonly arrays: ReadonlyMap<string, Graph['inputs'][number]>;
  private readonly values = new Map<string, Value>();
  private readonly inputs: Input[] = [];
  private steps: Planned[] = [];
  private readonly cutArguments: Value[] = [];
  private readonly recorded = new Map<Value, { readonly node: string; readonly data: readonly number[] }>();
  private readonly notes: string[] = [];
  private readonly opaque: Opaque[] = [];
  /** What nodes made, by name. */
  private readonly made = new Map<string, GraphArray>();
  /** Nodes that were cut out, by their op and the reason. */
  private readonly cuts = new Map<string, Cut>();

  constructor(private readonly graph: Graph) {
    this.entries = vocabularies[graph.graph];
    this.arrays = new Map(graph.inputs.map((input) => [input.name, input]));
  }

  node(node: GraphNode): void {
    const name = this.nameOf(node.op);
    const before = this.steps.length;
    try {
      if (!Object.hasOwn(this.entries, name)) throw new Unknown('no step of a program is like it');
      this.keep(node, entry(this.entries, name)(new Node(node, this)));
    } catch (error) {
      if (!(error instanceof Unknown) && !(error instanceof ShapeError)) throw error;
      this.steps = this.steps.slice(0, before);
      this.cut(node, error.message);
    }
    for (const output of node.outputs) this.made.set(output.name, output);
  }

  /** The last part of an ATen op's name says of which types its arguments are; one that ends in _ writes into its argument. */
  private nameOf(op: string): string {
    if (Object.hasOwn(this.entries, op)) return op;
    return op.replace(/(?<=\..*)\.\w+$/, '').replace(/_$/, '');
  }

  private keep(node: GraphNode, made: Made): void {
    const values: readonly (Value | undefined)[] = 'shape' in made ? [made] : made;
    node.outputs.forEach((output, index) => {
      const value = values[index];
      if (value === undefined || this.arrays.has(output.name)) return;
      if (!sameShape(value.shape, output.shape))
        throw new Unknown(
          `its value has the shape ${formatShape(output.shape)}, and that of the steps would be ${formatShape(value.shape)}`,
        );
    });
    node.outputs.forEach((output, index) => {
      const value = values[index];
      if (value === undefined || this.arrays.has(output.name)) return;
      this.values.set(output.name, value);
      this.recorded.set(value, { node: output.name, data: output.data });
    });
  }

  private cut(node: GraphNode, why: string): void {
    const name = node.outputs[0]?.name ?? node.op;
    const how = `${node.op} ${why}`;
    this.cuts.set(how, { op: node.op, why, names: [...(this.cuts.get(how)?.names ?? []), name] });
    for (const ref of refsIn(node.args)) {
      const value = this.values.get(ref);
      if (value !== undefined) this.cutArguments.push(value);
      if (this.arrays.get(ref)?.kind === 'frozen') this.freeze(ref);
    }
    for (const output of node.outputs)
      if (isFloat(output) && !this.arrays.has(output.name)) this.input(output);
    const opaque = this.asFunction(node);
    if (typeof opaque === 'object') this.opaque.push(opaque);
    else this.notes.push(`The node ${name} is not judged: it ${opaque}.`);
  }

  private asFunction(node: GraphNode): Opaque | string {
    const kindOf = (name: string) => this.arrays.get(name)?.kind;
    return opaqueOf(this.graph.graph, node, {
      array: (name) => this.arrays.get(name) ?? this.made.get(name),
      isFixed: (name) => kindOf(name) === 'constant' || kindOf(name) === 'frozen',
    });
  }

  private input({ name, shape, data }: Pick<GraphArray, 'name' | 'shape' | 'data'>): Value {
    const finite = data.map((entry) => (entry === Number.NEGATIVE_INFINITY ? -far : entry));
    if (finite.some((entry, k) => entry !== data[k]))
      this.notes.push(`Of ${name}, −∞ is replaced by −${far}.`);
    const input: Input = { name, shape, data: finite };
    this.inputs.push(input);
    this.values.set(name, input);
    return input;
  }

  add(operation: Parameters<Building['add']>[0], args: readonly Value[]): Value {
    const step = { ...operation, args: args.map((_, index) => index) } as unknown as Step;
    const planned: Planned = {
      operation: step,
      args,
      shape: inferShape(
        step,
        args.map(({ shape }) => shape),
      ),
    };
    this.steps.push(planned);
    return planned;
  }

  valueOf(name: string): Value {
    const value = this.values.get(name);
    if (value !== undefined) return value;
    const array = this.arrays.get(name);
    if (array === undefined) throw new Unknown(`nothing that is known makes its argument ${name}`);
    if (!isFloat(array)) throw new Unknown(`its argument ${name} holds ${array.dtype}`);
    if (array.kind === 'frozen') this.freeze(name);
    return this.input(array);
  }

  knownUnder(name: string): GraphArray | undefined {
    const array = this.arrays.get(name);
    if (array === undefined) return undefined;
    if (array.kind === 'frozen') this.freeze(name);
    // Nothing is differentiated by an integer: labels and indices stay as they are in the example.
    return isFloat(array) && array.kind !== 'constant' ? undefined : array;
  }

  private freeze(name: string): void {
    const note = `${name} has no derivative, and is kept as it is at the example inputs.`;
    if (!this.notes.includes(note)) this.notes.push(note);
  }

  constant(number: number): Value {
    return this.input({ name: `constant ${this.inputs.length}`, shape: [], data: [number] });
  }

  finish(): Imported | string {
    const outputs = this.outputs();
    const { steps, inputs } = needed(outputs, this.steps, this.orderedInputs());
    if (steps.length + this.opaque.length === 0)
      return 'none of its nodes has an op that is known, so that nothing can be judged';
    const ids = new Map<Value, Id>([...inputs, ...steps].map((value, id) => [value, id]));
    const idOf = (value: Value): Id => entry(ids, value);
    const dtype = this.dtype();
    return {
      program: {
        inputs: inputs.map(({ shape }) => ({ dtype, shape })),
        steps: steps.map(
          ({ operation, args }) => ({ ...operation, args: args.map(idOf) }) as unknown as Step,
        ),
        outputs: outputs.map(idOf),
      },
      opaque: this.opaque,
      inputs: inputs.map(({ shape, data }) => tensorData(dtype, shape, data)),
      names: inputs.map(({ name }) => name),
      recorded: new Map(
        [...this.recorded].flatMap(([value, found]) => {
          const id = ids.get(value);
          return id === undefined || id < inputs.length ? [] : [[id, found] as const];
        }),
      ),
      notes: [...[...this.cuts.values()].map(cutText), ...this.notes],
    };
  }

  /** The outputs of the graph that steps make, then the inputs of what was cut out. */
  private outputs(): Value[] {
    const own = this.graph.outputs.flatMap((name) => this.values.get(name) ?? []);
    const made = [...own, ...this.cutArguments].filter((value) => 'operation' in value);
    return [...new Set(made)];
  }

  /** Those of the graph in its order, then those of nodes that were cut out, and constants. */
  private orderedInputs(): Input[] {
    const places = new Map(this.graph.inputs.map(({ name }, index) => [name, index]));
    const placeOf = ({ name }: Input) => places.get(name) ?? places.size;
    return [...this.inputs].sort((a, b) => placeOf(a) - placeOf(b));
  }

  private dtype(): DType {
    const found = new Set(
      this.graph.inputs.flatMap(({ name, dtype }) =>
        this.values.has(name) ? dtypes.filter((each) => each === dtype) : [],
      ),
    );
    const [first = 'float32', ...others] = found;
    if (others.length > 0)
      this.notes.push(
        `The graph holds ${[...found].join(' and ')}; a program has one dtype, and all is ${first}.`,
      );
    return first;
  }
}

interface Cut {
  readonly op: string;
  readonly why: string;
  readonly names: readonly string[];
}

function cutText({ op, why, names }: Cut): string {
  const [first] = names;
  if (names.length === 1)
    return `The node ${first} (${op}) is cut out, because ${why}: its inputs are outputs of the program, and its outputs inputs.`;
  return `${names.length} nodes, of which ${first} is the first (${op}), are cut out, because ${why}: their inputs are outputs of the program, and their outputs inputs.`;
}

const refsIn = (json: unknown): string[] => {
  if (typeof json !== 'object' || json === null) return [];
  const ref: unknown = Object(json).ref;
  return typeof ref === 'string' ? [ref] : Object.values(json).flatMap(refsIn);
};

/** What the outputs are made of. */
function needed(outputs: readonly Value[], steps: readonly Planned[], inputs: readonly Input[]) {
  const used = new Set(outputs);
  for (const step of [...steps].reverse()) if (used.has(step)) for (const arg of step.args) used.add(arg);
  return {
    steps: steps.filter((step) => used.has(step)),
    inputs: inputs.filter((input) => used.has(input)),
  };
}
