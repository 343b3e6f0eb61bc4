/** A node of a foreign graph as the entry of its op sees it: arguments that are read with care, and steps to add. */
import { at } from '../case/at.js';
import { decodeNumber, type Json } from '../case/json.js';
import { formatShape, type Shape, sizeOf } from '../case/shape.js';
import type { OpName, Step } from '../case/vocabulary.js';
import { type Arguments, type GraphArray, type GraphNode, isRecord } from './graph.js';

/** Why a node has no steps, in words that follow "because". */
export class Unknown extends Error {
  override readonly name = 'Unknown';
}

/** An array while the program is being built; it gets an id at the end. */
export interface Value {
  readonly shape: Shape;
}

/** A step whose arguments are values. */
type Planned<S extends Step = Step> = S extends Step ? Omit<S, 'args'> : never;

/** What a node may ask of the program that is being built. */
export interface Building {
  /** @throws {ShapeError} when the arguments do not fit */
  add(operation: Planned, args: readonly Value[]): Value;
  /** @throws {Unknown} when it is not an array of numbers that can be differentiated by */
  valueOf(name: string): Value;
  /** The entries of an array that no input changes. */
  knownUnder(name: string): GraphArray | undefined;
  /** A number as a further input. */
  constant(number: number): Value;
}

/** The values of a node's outputs, by index; undefined for one that it does not make. */
export type Made = Value | readonly (Value | undefined)[];
export type Entry = (node: Node) => Made;
export type Entries = Readonly<Record<string, Entry>>;

const refIn = (json: Json | undefined): string | undefined =>
  isRecord(json) && typeof json.ref === 'string' ? json.ref : undefined;

export class Node {
  constructor(
    private readonly graph: GraphNode,
    private readonly building: Building,
    private readonly args: Arguments = graph.args,
  ) {}

  /** The shape of an output, as the framework found it. */
  out(index = 0): Shape {
    return at(this.graph.outputs, index).shape;
  }

  get count(): number {
    return this.graph.outputs.length;
  }

  add(operation: Planned, ...args: readonly Value[]): Value {
    return this.building.add(operation, args);
  }

  /** The op alone, of arguments that are all there are. */
  bare(op: OpName, names: readonly string[]): Value {
    const other = Object.keys(this.args).find((name) => !names.includes(name));
    this.only(other === undefined, `its argument "${other}" is not known`);
    return this.building.add(
      { op } as Planned,
      names.map((name) => this.value(name)),
    );
  }

  constant(number: number): Value {
    return this.building.constant(number);
  }

  isNull(name: string): boolean {
    return (this.args[name] ?? null) === null;
  }

  /** Whether it is a number, and no array. */
  isNumber(name: string): boolean {
    return decodeNumber(this.args[name]) !== undefined;
  }

  value(name: string): Value {
    return this.valueIn(this.args[name], name);
  }

  optional(name: string): Value | undefined {
    return this.isNull(name) ? undefined : this.value(name);
  }

  values(name: string): Value[] {
    return this.list(name).map((each) => this.valueIn(each, name));
  }

  private valueIn(json: Json | undefined, name: string): Value {
    const ref = refIn(json);
    if (ref === undefined) throw new Unknown(`its argument "${name}" is not an array`);
    return this.building.valueOf(ref);
  }

  /** Integers or booleans that are known now. */
  known(name: string): GraphArray {
    const ref = refIn(this.args[name]);
    const array = ref === undefined ? undefined : this.building.knownUnder(ref);
    if (array !== undefined) return array;
    throw new Unknown(`its argument "${name}" is not known before it runs`);
  }

  /** A number, or an array of one entry that is known. */
  number(name: string, otherwise?: number): number {
    const json = this.args[name];
    const number = decodeNumber(json);
    if (number !== undefined) return number;
    if (otherwise !== undefined && this.isNull(name)) return otherwise;
    const ref = refIn(json);
    const known = ref === undefined ? undefined : this.building.knownUnder(ref);
    if (known?.data.length === 1) return at(known.data, 0);
    throw new Unknown(`its argument "${name}" is not a number`);
  }

  flag(name: string): boolean {
    const json = this.args[name] ?? false;
    if (typeof json === 'boolean') return json;
    throw new Unknown(`its argument "${name}" is neither true nor false`);
  }

  text(name: string, otherwise: string): string {
    const json = this.args[name] ?? otherwise;
    if (typeof json === 'string') return json;
    throw new Unknown(`its argument "${name}" is not a string`);
  }

  /** One number counts as a list of one. */
  numbers(name: string): number[] {
    const json = this.args[name];
    const list = Array.isArray(json) ? json : [json];
    return list.map((each: unknown) => {
      const number = decodeNumber(each);
      if (number === undefined) throw new Unknown(`its argument "${name}" is not a list of numbers`);
      return number;
    });
  }

  /** Axes; null for all, which frameworks also write as none. */
  axes(name: string): number[] | null {
    if (this.isNull(name)) return null;
    const axes = this.numbers(name);
    return axes.length === 0 ? null : axes;
  }

  list(name: string): readonly Json[] {
    const json = this.args[name];
    if (Array.isArray(json)) return json;
    throw new Unknown(`its argument "${name}" is not a list`);
  }

  /** The fields of an argument that is an object, read as arguments. */
  within(name: string): Node {
    const json = this.args[name];
    if (isRecord(json)) return new Node(this.graph, this.building, json);
    throw new Unknown(`its argument "${name}" has no fields`);
  }

  /** The same node, with the entries of a list as arguments "0", "1", … */
  listed(name: string): Node {
    return new Node(this.graph, this.building, Object.fromEntries(this.list(name).entries()));
  }

  /** @throws {Unknown} unless it holds */
  only(holds: boolean, why: string): void {
    if (!holds) throw new Unknown(why);
  }

  /** A shape that may be the array's own already. */
  reshaped(value: Value, shape: Shape): Value {
    return value.shape.join() === shape.join() ? value : this.add({ op: 'reshape', shape }, value);
  }

  spread(value: Value, shape: Shape): Value {
    return value.shape.join() === shape.join() ? value : this.add({ op: 'broadcast_to', shape }, value);
  }
}

/** The entries of a known array, broadcast to a shape. */
export function broadcastEntries({ shape, data }: GraphArray, to: Shape): number[] {
  const rank = to.length;
  const own = [...Array<number>(Math.max(0, rank - shape.length)).fill(1), ...shape];
  if (own.length !== rank || own.some((size, axis) => size !== 1 && size !== to[axis]))
    throw new Unknown(`a mask of shape ${formatShape(shape)} does not broadcast to ${formatShape(to)}`);
  return Array.from({ length: sizeOf(to) }, (_, position) => {
    let [left, from, stride] = [position, 0, 1];
    for (let axis = rank - 1; axis >= 0; axis--) {
      const size = at(to, axis);
      if (own[axis] !== 1) from += (left % size) * stride;
      stride *= at(own, axis);
      left = Math.floor(left / size);
    }
    return at(data, from);
  });
}
