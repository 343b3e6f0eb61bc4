import { at } from '../../case/at.js';
import { formatShape, type Shape, sizeOf } from '../../case/shape.js';
import { noGrad } from '../autograd/modes.js';
import type { Module } from '../nn/module.js';
import type { Tensor } from '../tensor/tensor.js';

/**
 * The modules within a module, each with its own number of parameters and, if an input is given, the shape that it
 * returned. The module runs on the input as after `eval()`, and is not changed.
 * ```text
 * name   layer       output   parameters
 *        Sequential  (1, 3)            0
 * 0      Linear      (1, 16)          80
 * 1      Tanh        (1, 16)           0
 * 2      Linear      (1, 3)           51
 * total                              131
 * ```
 */
export function summary(module: Module, input?: Tensor): string {
  const shapes = input === undefined ? undefined : outputShapes(module, input);
  const outputOf = (each: Module) => formatted(shapes?.get(each));
  const row = (name: string, layer: string, output: string, parameters: string) =>
    shapes === undefined ? [name, layer, parameters] : [name, layer, output, parameters];
  return table([
    row('name', 'layer', 'output', 'parameters'),
    ...module
      .namedModules()
      .map(([name, each]) => row(name, each.constructor.name, outputOf(each), String(ownCount(each)))),
    row('total', '', '', String(countOf(module.parameters()))),
  ]);
}

const formatted = (shape: Shape | undefined): string => (shape === undefined ? '' : formatShape(shape));

const countOf = (parameters: readonly Tensor[]): number =>
  parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** The module's own parameters, without those of modules within it. */
function ownCount(module: Module): number {
  const within = new Set(module.children().flatMap((child) => child.parameters()));
  return countOf(module.parameters().filter((parameter) => !within.has(parameter)));
}

/** The shape of what each module returned last in one pass. */
function outputShapes(module: Module, input: Tensor): ReadonlyMap<Module, Shape> {
  const shapes = new Map<Module, Shape>();
  const undo = module.namedModules().map(([, each]) => watched(each, ({ shape }) => shapes.set(each, shape)));
  try {
    module.eval();
    noGrad(() => module.forward(input));
  } finally {
    for (const restore of undo) restore();
  }
  return shapes;
}

/** Passes whatever the module returns to `see`. @returns a function that restores `forward` and the mode */
function watched(module: Module, see: (output: Tensor) => void): () => void {
  const { forward, training } = module;
  const isOwn = Object.hasOwn(module, 'forward');
  module.forward = (...inputs: Tensor[]) => {
    const output = forward.apply(module, inputs);
    see(output);
    return output;
  };
  return () => {
    if (isOwn) module.forward = forward;
    else Reflect.deleteProperty(module, 'forward');
    module.training = training;
  };
}

/** Aligned columns; the last one holds numbers, and is right-aligned. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = at(rows, 0).map((_, column) =>
    rows.reduce((width, row) => Math.max(width, at(row, column).length), 0),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => {
      const width = at(widths, column);
      return column === row.length - 1 ? cell.padStart(width) : cell.padEnd(width);
    });
  return rows.map((row) => line(row).join('  ')).join('\n');
}
