/**
 * Freezes the language's built-ins, so that neither our code nor Node's runs on altered ones. Node's
 * --frozen-intrinsics does the same for much more, but takes most of the time of a child's start.
 */

/** Built-ins without a global name. */
const unnamed: readonly object[] = [
  Object.getPrototypeOf(Uint8Array),
  ...[[].values(), new Map().values(), new Set().values(), ''[Symbol.iterator](), 'a'.matchAll(/a/g)].flatMap(
    (iterator) => [Object.getPrototypeOf(iterator), Object.getPrototypeOf(Object.getPrototypeOf(iterator))],
  ),
  ...[function* () {}, async () => {}, async function* () {}].flatMap((made) => [
    Object.getPrototypeOf(made),
    Object.getPrototypeOf(made).constructor,
    ...(made.prototype === undefined ? [] : [Object.getPrototypeOf(made.prototype)]),
  ]),
];

/** Properties that objects commonly get for themselves; a frozen one on the prototype would forbid that. */
const givenAnew: readonly (readonly [object, string])[] = [
  ...['toString', 'valueOf', 'constructor', 'toLocaleString'].map(
    (name) => [Object.prototype, name] as const,
  ),
  ...['name', 'message', 'toString', 'constructor'].map((name) => [Error.prototype, name] as const),
];

/** Freezes these globals, their prototypes, and the built-ins without a name. */
export function freezeLanguage(names: Iterable<string>): void {
  for (const [holder, name] of givenAnew) makeOverridable(holder, name);
  for (const name of names) {
    const value: unknown = Reflect.get(globalThis, name);
    if (isObject(value) && value !== globalThis) freezeWithPrototype(value);
  }
  for (const each of unnamed) freezeWithPrototype(each);
}

function freezeWithPrototype(value: object): void {
  Object.freeze(value);
  const { prototype } = value as { prototype?: unknown };
  if (isObject(prototype)) Object.freeze(prototype);
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Reads as before; assigned through an object, it becomes that object's own. */
function makeOverridable(holder: object, name: string): void {
  const { value } = Object.getOwnPropertyDescriptor(holder, name) as PropertyDescriptor;
  Object.defineProperty(holder, name, {
    get: () => value,
    set(this: object, own: unknown) {
      if (this === holder) throw new TypeError(`Cannot assign to read only property '${name}'`);
      Object.defineProperty(this, name, { value: own, writable: true, enumerable: true, configurable: true });
    },
    configurable: false,
  });
}
