/**
 * Functions entry by entry as expressions, such as `x * sigmoid(x)`: mathjs parses them, and what they call are ops of the
 * vocabulary. Shapes are left open: the engine's functions broadcast.
 */
import type { ConstantNode, FunctionNode, MathNode, OperatorNode, ParenthesisNode, SymbolNode } from 'mathjs';
import type { Program } from '../case/program.js';
import type { Step } from '../case/vocabulary.js';
import { library } from './mathjs.js';
import { meanings, type Push, type Value } from './meanings.js';

/** Longer ones are no formulas that anybody reads. */
const longest = 1000;

/** Numbers that have names, unless an input is called so. */
const named = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
]);

/**
 * The steps of an expression.
 * @param names those of the inputs; a single input may be called otherwise in the expression
 * @returns a program without the types of its inputs
 * @throws {SyntaxError} a sentence on what the expression has, and what it may have
 */
export function programOf(expression: string, names: readonly string[]): Program {
  const refused = (why: string) => new SyntaxError(`The expression "${expression}" ${why}.`);
  const root = parsed(expression, refused);
  const inputs = calledIn(root, names);
  const steps: Step[] = [];
  const push: Push = (operation, ...args) => {
    // The table of meanings gives each op its number of arguments.
    steps.push({ ...operation, args } as unknown as Step);
    return { id: inputs.length + steps.length - 1 };
  };
  const output = new Reading(inputs, push, refused).value(root);
  if (typeof output === 'number') throw refused('is a number, and depends on no input');
  return { inputs: [], steps, outputs: [output.id] };
}

type Refused = (why: string) => SyntaxError;

function parsed(expression: string, refused: Refused): MathNode {
  if (expression.length > longest)
    throw new SyntaxError(
      `An expression has at most ${longest} characters, and this one ${expression.length}.`,
    );
  try {
    return library().parse(expression);
  } catch (error) {
    throw refused(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What the expression calls the inputs. */
function calledIn(root: MathNode, names: readonly string[]): readonly string[] {
  const symbols = root.filter((node, path) => node.type === 'SymbolNode' && path !== 'fn');
  const found = new Set((symbols as SymbolNode[]).map(({ name }) => name).filter((name) => !named.has(name)));
  return names.length === 1 && found.size === 1 ? [...found] : names;
}

class Reading {
  constructor(
    private readonly inputs: readonly string[],
    private readonly push: Push,
    private readonly refused: Refused,
  ) {}

  value(node: MathNode): Value {
    switch (node.type) {
      case 'ParenthesisNode':
        return this.value((node as ParenthesisNode).content);
      case 'ConstantNode':
        return this.number(node as ConstantNode);
      case 'SymbolNode':
        return this.symbol(node as SymbolNode);
      case 'OperatorNode':
        return this.call(node as OperatorNode, String((node as OperatorNode).fn));
      case 'FunctionNode':
        return this.call(node as FunctionNode, (node as FunctionNode).fn.name);
      default:
        throw this.refused(
          `has "${node.toString()}"; it may have inputs, numbers, + - * / ^ and ${functions}`,
        );
    }
  }

  private number({ value }: ConstantNode): number {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.refused(
      `has ${value === undefined ? 'nothing' : String(value)} where a number or an input is expected`,
    );
  }

  private symbol({ name }: SymbolNode): Value {
    const id = this.inputs.indexOf(name);
    if (id !== -1) return { id };
    const number = named.get(name);
    if (number !== undefined) return number;
    throw this.refused(`has "${name}", which is none of the inputs ${this.inputs.join(', ')}`);
  }

  private call(node: OperatorNode | FunctionNode, name: string): Value {
    const meaning = meanings.get(name);
    if (meaning === undefined) {
      const shown = node.type === 'OperatorNode' ? node.toString() : name;
      throw this.refused(`has "${shown}"; the operators are + - * / ^, and the functions ${functions}`);
    }
    const value = meaning(this.push, ...node.args.map((arg) => this.value(arg)));
    if (value !== undefined && (typeof value !== 'number' || Number.isFinite(value))) return value;
    throw this.refused(`has "${node.toString()}", and ${name} takes no such operands`);
  }
}

const functions = [...meanings.keys()]
  .filter((name) => !/^(unary|dot)/.test(name))
  .sort()
  .join(', ');
