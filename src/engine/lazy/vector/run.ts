/** Runs loops in WebAssembly, block by block: its memory holds a part of each array, so that it stays small. */
import type { WebAssemblyApi } from '../../kernels/wasm-product.js';
import type { ElementwiseOp } from '../../ops/elementwise-op.js';
import type { Entries } from '../../tensor/ndarray.js';
import { Draft, type FlatLoop } from './draft.js';
import { moduleOf } from './module.js';
import { Unknown } from './tokens.js';

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface Api extends Pick<WebAssemblyApi, 'validate' | 'Module'> {
  readonly Memory: new (size: { readonly initial: number }) => Memory;
  readonly Instance: new (
    module: object,
    imports: { readonly of: { readonly memory: Memory } },
  ) => { readonly exports: object };
}

/** Runs the loop from its beginning, in whole vectors. @returns how many entries it did */
export type VectorRun = (
  ops: readonly ElementwiseOp[],
  reads: readonly Entries[],
  writes: readonly Entries[],
) => number;

/** Below this many entries, a loop is not worth compiling and copying. */
const worthVectors = 4096;

/** Undefined where vectors cannot be used, or when the loop holds a formula of which no instructions are made. */
export function vectorRunOf(loop: FlatLoop): VectorRun | undefined {
  // Where types of browsers are known, they know it otherwise.
  const api = (globalThis as { WebAssembly?: unknown }).WebAssembly as Api | undefined;
  if (api === undefined || loop.size < worthVectors) return undefined;
  try {
    const draft = new Draft(loop);
    const memory = memoryOf(api, draft.memory);
    const run = compiled(api, memory, moduleOf(draft.code, draft.vectors, draft.sums.length));
    return run && ((ops, reads, writes) => runBlocks(draft, loop.size, memory, run, ops, reads, writes));
  } catch (error) {
    // Where nothing may be compiled, that is an error of WebAssembly.
    if (error instanceof Unknown || (error instanceof Error && error.name === 'CompileError'))
      return undefined;
    throw error;
  }
}

const page = 65536;
let shared: Memory | undefined;

/** One memory for all: no loop runs within another. */
function memoryOf(api: Api, bytes: number): Memory {
  shared ??= new api.Memory({ initial: 1 });
  const lacking = bytes - shared.buffer.byteLength;
  if (lacking > 0) shared.grow(Math.ceil(lacking / page));
  return shared;
}

type Run = (bytes: number) => void;

const known = new Map<string, Run>();

/** Loops of one structure are compiled once. */
function compiled(api: Api, memory: Memory, bytes: Uint8Array): Run | undefined {
  const key = String(bytes);
  const before = known.get(key);
  if (before !== undefined) return before;
  if (!api.validate(bytes)) return undefined;
  const { run } = new api.Instance(new api.Module(bytes), { of: { memory } }).exports as { run: Run };
  if (known.size >= 1000) known.clear();
  known.set(key, run);
  return run;
}

function runBlocks(
  { lanes, entries, cells, reads: readBlocks, writes: writeBlocks, sums }: Draft,
  size: number,
  { buffer }: Memory,
  run: Run,
  ops: readonly ElementwiseOp[],
  reads: readonly Entries[],
  writes: readonly Entries[],
): number {
  const singles = new Float32Array(buffer);
  const doubles = new Float64Array(buffer);
  const view = lanes.bytes === 4 ? singles : doubles;
  for (const { address, bytes, read } of cells) {
    (bytes === 4 ? singles : doubles)[address / bytes] = read(ops, reads);
  }
  for (const { address, index } of sums) doubles[address / 8] = (writes[index] as Entries)[0] as number;
  const whole = size - (size % lanes.count);
  for (let start = 0; start < whole; start += entries) {
    const end = Math.min(start + entries, whole);
    for (const { address, index } of readBlocks) {
      view.set((reads[index] as Entries).subarray(start, end), address / lanes.bytes);
    }
    run((end - start) * lanes.bytes);
    for (const { address, index } of writeBlocks) {
      const from = address / lanes.bytes;
      (writes[index] as Entries).set(view.subarray(from, from + end - start), start);
    }
  }
  for (const { address, index } of sums) (writes[index] as Entries)[0] = doubles[address / 8] as number;
  return whole;
}
