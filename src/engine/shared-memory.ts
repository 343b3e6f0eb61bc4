/** Which gradients share memory with one another, or with what was given: writing to one then writes to the other. */
import type { Tensor } from './tensor/tensor.js';

/** A gradient that shares memory, for any cotangents, with another, or with an input or a cotangent. */
export function aliasesOf(vjps: readonly (readonly Tensor[])[], given: readonly Tensor[]): string[] {
  const owners = new Owners();
  for (const tensor of given) owners.add(bytesOf(tensor), undefined);
  const found: string[] = [];
  vjps.forEach((gradients, cotangent) => {
    gradients.forEach((gradient, index) => {
      const bytes = bytesOf(gradient);
      const owner = owners.of(bytes);
      if (owner !== undefined) found.push(`gradient ${index} shares memory with ${nameOf(owner, cotangent)}`);
      owners.add(bytes, { index, cotangent });
    });
  });
  return found;
}

/** Bytes of a buffer; several arrays can lie in one. */
interface Bytes {
  readonly buffer: object;
  readonly start: number;
  readonly end: number;
}

/** Which gradient it is; undefined for an input or a cotangent. */
type Which = { readonly index: number; readonly cotangent: number } | undefined;

interface Owner {
  readonly bytes: Bytes;
  readonly which: Which;
}

/** @param cotangent that of the gradient that shares its memory */
const nameOf = ({ which }: Owner, cotangent: number): string => {
  if (which === undefined) return 'an input or a cotangent';
  return `gradient ${which.index}${which.cotangent === cotangent ? '' : ` for cotangent ${which.cotangent}`}`;
};

class Owners {
  private readonly byBuffer = new Map<object, Owner[]>();

  add(bytes: Bytes | undefined, which: Which): void {
    if (bytes === undefined) return;
    const others = this.byBuffer.get(bytes.buffer);
    if (others === undefined) this.byBuffer.set(bytes.buffer, [{ bytes, which }]);
    else others.push({ bytes, which });
  }

  /** The last that was added of those whose bytes these are, too. */
  of(bytes: Bytes | undefined): Owner | undefined {
    if (bytes === undefined) return undefined;
    const others = this.byBuffer.get(bytes.buffer) ?? [];
    for (let last = others.length - 1; last >= 0; last--) {
      const owner = others[last] as Owner;
      if (owner.bytes.start < bytes.end && bytes.start < owner.bytes.end) return owner;
    }
    return undefined;
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
