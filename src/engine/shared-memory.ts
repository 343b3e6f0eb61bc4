/** Which gradients share memory with one another, or with what was given: writing to one then writes to the other. */
import type { Tensor } from './tensor/tensor.js';

/** A gradient that shares memory, for any cotangents, with another, or with an input or a cotangent. */
export function aliasesOf(vjps: readonly (readonly Tensor[])[], given: readonly Tensor[]): string[] {
  const owners = new Owners();
  for (const tensor of given) owners.add(tensor, 'an input or a cotangent');
  return vjps.flatMap((gradients, cotangent) => {
    const found = gradients.flatMap((gradient, index) => {
      const owner = owners.of(gradient);
      owners.add(gradient, `gradient ${index}`);
      return owner === undefined ? [] : [`gradient ${index} shares memory with ${owner}`];
    });
    gradients.forEach((gradient, index) => {
      owners.add(gradient, `gradient ${index} for cotangent ${cotangent}`);
    });
    return found;
  });
}

/** Bytes of a buffer; several arrays can lie in one. */
interface Bytes {
  readonly buffer: object;
  readonly start: number;
  readonly end: number;
}

class Owners {
  private readonly byBuffer = new Map<object, (Bytes & { readonly name: string })[]>();

  add(tensor: Tensor, name: string): void {
    const bytes = bytesOf(tensor);
    if (bytes === undefined) return;
    const others = this.byBuffer.get(bytes.buffer);
    if (others === undefined) this.byBuffer.set(bytes.buffer, [{ ...bytes, name }]);
    else others.push({ ...bytes, name });
  }

  /** The last that was added of those whose bytes these are, too. */
  of(tensor: Tensor): string | undefined {
    const bytes = bytesOf(tensor);
    if (bytes === undefined) return undefined;
    const others = this.byBuffer.get(bytes.buffer);
    return others?.findLast(({ start, end }) => start < bytes.end && bytes.start < end)?.name;
  }
}

/** A typed array's own fields, whatever getters its class has. */
const typedArray: object = Object.getPrototypeOf(Uint8Array.prototype);
const fieldOf = (name: string | symbol) =>
  Object.getOwnPropertyDescriptor(typedArray, name)?.get as (this: unknown) => unknown;
const tagOf = fieldOf(Symbol.toStringTag);
const bufferOf = fieldOf('buffer');
const startOf = fieldOf('byteOffset');
const lengthOf = fieldOf('byteLength');

function bytesOf({ cachedData }: Tensor): Bytes | undefined {
  const data = cachedData?.data;
  if (data === undefined) return undefined;
  if (tagOf.call(data) === undefined) return { buffer: data, start: 0, end: 1 };
  const start = startOf.call(data) as number;
  return { buffer: bufferOf.call(data) as object, start, end: start + (lengthOf.call(data) as number) };
}
