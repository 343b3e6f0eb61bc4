/** A loop over many steps as instructions: what lies where in the memory, and the code between. */
import type { ElementwiseOp } from '../../ops/elementwise-op.js';
import type { Entries } from '../../tensor/ndarray.js';
import { type Computed, isSum } from '../stages.js';
import type { Value } from '../steps.js';
import { codeOf } from './code.js';
import * as i from './instructions.js';
import { expressionOf } from './parse.js';
import { Unknown } from './tokens.js';

/** One index goes through all arrays, but for those of one entry. */
export interface FlatLoop {
  readonly dtype: 'float32' | 'float64';
  readonly size: number;
  readonly formulas: readonly Computed[];
  readonly reads: readonly Value[];
  readonly writes: readonly Computed[];
  /** What the loop reads for an input of a step. */
  readonly source: (input: Value) => Value;
  /** Whether an array has one entry, which stands for all. */
  readonly isRepeated: (value: Value) => boolean;
}

/** A number that lies in the memory before a run begins. */
interface Cell {
  readonly address: number;
  readonly bytes: 4 | 8;
  readonly read: (ops: readonly ElementwiseOp[], reads: readonly Entries[]) => number;
}

/** An array of which a block lies in the memory; `index` is that among the reads, or the writes. */
interface Block {
  readonly address: number;
  readonly index: number;
}

/** The memory of all arrays' blocks, and the most and the fewest entries of one. */
const [room, mostEntries, fewestEntries] = [1 << 21, 4096, 64];
const cellBytes = 16;

export class Draft {
  readonly lanes: i.Lanes;
  /** How many entries of each array lie in the memory. */
  readonly entries: number;
  readonly cells: Cell[] = [];
  readonly reads: Block[] = [];
  readonly writes: Block[] = [];
  readonly sums: Block[] = [];
  readonly code: readonly number[];
  vectors = 0;
  private address = 0;
  private readonly before: (readonly number[])[] = [];
  private readonly body: (readonly number[])[] = [];
  private readonly locals = new Map<Value, number>();

  /** @throws {Unknown} when it holds a formula of which no instructions are made */
  constructor(private readonly loop: FlatLoop) {
    this.lanes = loop.dtype === 'float32' ? i.singles : i.doubles;
    const arrays = loop.reads.length + loop.writes.length;
    const fitting = Math.floor(room / arrays / this.lanes.bytes / this.lanes.count) * this.lanes.count;
    this.entries = Math.min(mostEntries, fitting);
    if (this.entries < fewestEntries) throw new Unknown('a loop of many arrays');
    loop.reads.forEach((value, index) => {
      this.read(value, index);
    });
    loop.formulas.forEach((step, index) => {
      this.compute(step, index);
    });
    loop.writes.forEach((step, index) => {
      if (!isSum(step.source.op)) this.write(step, index);
    });
    this.code = this.whole();
  }

  /** Bytes. */
  get memory(): number {
    return this.address;
  }

  private read(value: Value, index: number): void {
    const local = this.local();
    this.locals.set(value, local);
    if (this.loop.isRepeated(value)) {
      this.keep(local, this.lanes, (_, reads) => (reads[index] as Entries)[0] as number);
      return;
    }
    const address = this.block();
    this.reads.push({ address, index });
    this.body.push(i.get(1), i.load(address), i.set(local));
  }

  private compute(step: Computed, index: number): void {
    const op = step.source.op as unknown as ElementwiseOp;
    const expression = expressionOf(op);
    if (expression === undefined) throw new Unknown(op.name);
    const known = new Map<string, number>();
    const value = (name: string) => Reflect.get(op, name) as number;
    const fieldLocal = (name: string, lanes: i.Lanes): number => {
      const local = known.get(name) ?? this.local();
      if (!known.has(name)) {
        this.keep(local, lanes, (ops) => Reflect.get(ops[index] as ElementwiseOp, name) as number);
      }
      known.set(name, local);
      return local;
    };
    const operands = step.source.inputs.map((input) => this.localOf(this.loop.source(input)));
    const local = this.local();
    this.body.push(codeOf(expression, this.loop.dtype, operands, { value, local: fieldLocal }), i.set(local));
    this.locals.set(step, local);
  }

  private write(step: Computed, index: number): void {
    const address = this.block();
    this.writes.push({ address, index });
    this.body.push(i.get(1), i.get(this.localOf(step)), i.store(address));
  }

  /** Sums are taken entry after entry, in doubles. */
  private whole(): readonly number[] {
    const after: (readonly number[])[] = [];
    this.loop.writes.forEach((step, index) => {
      if (!isSum(step.source.op)) return;
      const address = this.cell();
      const total = 2 + this.vectors + this.sums.length;
      this.sums.push({ address, index });
      const summed = i.get(this.localOf(step.source.inputs[0] as Value));
      this.before.push(i.loadDouble(address), i.set(total));
      for (let lane = 0; lane < this.lanes.count; lane++) {
        this.body.push(i.get(total), summed, this.lanes.double(lane), i.addDoubles, i.set(total));
      }
      after.push(i.zero, i.get(total), i.storeDouble(address));
    });
    return [...this.before.flat(), ...i.loop([...this.body.flat(), ...i.nextWhile(1, 0)]), ...after.flat()];
  }

  /** A local that has a number in all lanes. */
  private keep(local: number, { bytes, splatAt }: i.Lanes, read: Cell['read']): void {
    const address = this.cell();
    this.cells.push({ address, bytes, read });
    this.before.push(splatAt(address), i.set(local));
  }

  private localOf(value: Value): number {
    const local = this.locals.get(value);
    if (local === undefined) throw new Unknown('a value of another loop');
    return local;
  }

  private local(): number {
    return 2 + this.vectors++;
  }

  private cell(): number {
    return this.taken(cellBytes);
  }

  private block(): number {
    return this.taken(this.entries * this.lanes.bytes);
  }

  private taken(bytes: number): number {
    const address = this.address;
    this.address += bytes;
    return address;
  }
}
