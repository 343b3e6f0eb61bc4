/**
 * Reads a formula from its source, so that what an op computes is said once. It knows arithmetic, comparisons, choices and a
 * few functions of Math and Number; of anything else, such as a call of another function, no expression is made.
 */
import type { Arithmetic, Comparison, Condition, Expression, Function1 } from './expression.js';
import { tokensOf, Unknown } from './tokens.js';

type Numbers = readonly Expression[];
type AnyFunction = (...given: never[]) => unknown;

/** Longer ones are not worth it; what is used several times is computed several times. */
const mostNodes = 100;

/** The expression of `op.entry`; undefined if the source holds what this does not know. */
export function expressionOf(op: { readonly entry: AnyFunction }): Expression | undefined {
  try {
    const operands = [0, 1, 2].map((index): Expression => ({ kind: 'operand', index }));
    return new Parser(op.entry, op, operands).function();
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

const comparisons: ReadonlySet<string> = new Set<Comparison>(['===', '!==', '<', '<=', '>', '>=']);
const functions1: ReadonlySet<string> = new Set<Function1>(['abs', 'sqrt', 'floor', 'ceil', 'trunc']);

const number = (value: number): Expression => ({ kind: 'number', value });
const compare = (f: Comparison, left: Expression, right: Expression): Condition => ({
  kind: 'compare',
  f,
  left,
  right,
});
const choice = (when: Condition, then: Expression, otherwise: Expression): Expression => ({
  kind: 'choice',
  when,
  then,
  otherwise,
});

type Value = Expression | Condition;

const isCondition = (value: Value): value is Condition =>
  value.kind === 'compare' || value.kind === 'not' || value.kind === 'and' || value.kind === 'or';

function numeric(value: Value): Expression {
  if (isCondition(value)) throw new Unknown('a truth value as a number');
  return value;
}

function truth(value: Value): Condition {
  if (isCondition(value)) return value;
  throw new Unknown('a number as a truth value');
}

class Parser {
  private readonly tokens: readonly string[];
  private at = 0;
  private nodes = 0;
  private readonly names = new Map<string, Value>();

  /** @param self what `this` is */
  constructor(
    f: AnyFunction,
    private readonly self: object,
    private readonly given: Numbers,
  ) {
    this.tokens = tokensOf(Function.prototype.toString.call(f));
  }

  /** A method, a function or an arrow function, whole. */
  function(): Expression {
    const isFunction = this.next() === 'function';
    if (isFunction) this.at++;
    const isNamed = this.next() !== '(' && this.tokens[this.at + 1] === '(';
    if (isNamed) this.name();
    const isArrow = !isFunction && !isNamed;
    this.parameters();
    if (isArrow) this.take('=>');
    const value = numeric(this.next() === '{' ? this.block() : this.choice());
    if (this.at < this.tokens.length) throw new Unknown(this.next());
    return value;
  }

  private parameters(): void {
    const names: string[] = [];
    if (this.next() !== '(') names.push(this.name());
    else {
      this.take('(');
      while (this.next() !== ')') {
        names.push(this.name());
        if (this.next() !== ')') this.take(',');
      }
      this.take(')');
    }
    names.forEach((name, index) => {
      const value = this.given[index];
      if (value !== undefined) this.names.set(name, value);
    });
  }

  /** Constants, early returns and a last return. */
  private block(): Value {
    this.take('{');
    const value = this.statements();
    this.take('}');
    return value;
  }

  private statements(): Value {
    const begins = this.name();
    if (begins === 'const') {
      const name = this.name();
      this.take('=');
      this.names.set(name, this.choice());
      this.take(';');
      return this.statements();
    }
    if (begins === 'return') return this.ended(this.choice());
    if (begins !== 'if') throw new Unknown(begins);
    this.take('(');
    const when = truth(this.choice());
    this.take(')');
    this.take('return');
    const then = numeric(this.ended(this.choice()));
    return choice(when, then, numeric(this.statements()));
  }

  private ended(value: Value): Value {
    if (this.next() !== '}') this.take(';');
    return value;
  }

  private choice(): Value {
    const when = this.either();
    if (this.next() !== '?') return when;
    this.at++;
    const then = numeric(this.choice());
    this.take(':');
    return choice(truth(when), then, numeric(this.choice()));
  }

  private either(): Value {
    let value = this.both();
    while (this.next() === '||') {
      this.at++;
      value = { kind: 'or', left: truth(value), right: truth(this.both()) };
    }
    return value;
  }

  private both(): Value {
    let value = this.comparison();
    while (this.next() === '&&') {
      this.at++;
      value = { kind: 'and', left: truth(value), right: truth(this.comparison()) };
    }
    return value;
  }

  private comparison(): Value {
    const left = this.sum();
    if (!comparisons.has(this.next())) return left;
    const f = this.word() as Comparison;
    return compare(f, numeric(left), numeric(this.sum()));
  }

  private sum(): Value {
    let value = this.product();
    while (this.next() === '+' || this.next() === '-') value = this.two(value, () => this.product());
    return value;
  }

  private product(): Value {
    let value = this.unary();
    while (this.next() === '*' || this.next() === '/') value = this.two(value, () => this.unary());
    return value;
  }

  private two(left: Value, right: () => Value): Expression {
    const f = this.word() as Arithmetic;
    return { kind: 'two', f, left: numeric(left), right: numeric(right()) };
  }

  private unary(): Value {
    if (++this.nodes > mostNodes) throw new Unknown('a long formula');
    if (this.next() === '-') {
      this.at++;
      return { kind: 'one', f: '-', of: numeric(this.unary()) };
    }
    if (this.next() === '!') {
      this.at++;
      return { kind: 'not', of: truth(this.unary()) };
    }
    return this.primary();
  }

  private primary(): Value {
    const token = this.word();
    if (/^[\d.]/.test(token)) return number(Number(token));
    if (token === '(') {
      const value = this.choice();
      this.take(')');
      return value;
    }
    const known = this.names.get(token);
    if (known !== undefined) return known;
    if (token === 'Infinity') return number(Number.POSITIVE_INFINITY);
    if (token === 'this') return this.field();
    if (token === 'Math') return this.ofMath();
    if (token === 'Number') return this.ofNumber();
    throw new Unknown(token);
  }

  /** A number that the op holds, or what a function that it holds gives. */
  private field(): Expression {
    this.take('.');
    const name = this.name();
    const value: unknown = Reflect.get(this.self, name);
    if (this.next() !== '(') {
      if (typeof value !== 'number') throw new Unknown(name);
      return { kind: 'field', name };
    }
    if (typeof value !== 'function') throw new Unknown(name);
    // Of such a function nothing is known about what `this` is.
    return new Parser(value as AnyFunction, {}, this.arguments()).function();
  }

  private ofMath(): Expression {
    this.take('.');
    const name = this.name();
    const [x, y, ...more] = this.arguments();
    if (x === undefined || more.length > 0) throw new Unknown(name);
    if (y !== undefined) {
      if (name === 'max' || name === 'min') return { kind: 'two', f: name, left: x, right: y };
    } else if (functions1.has(name)) return { kind: 'one', f: name as Function1, of: x };
    else if (name === 'sign') {
      const [above, below] = [compare('>', x, number(0)), compare('<', x, number(0))];
      return choice(above, number(1), choice(below, number(-1), x));
    }
    throw new Unknown(name);
  }

  private ofNumber(): Value {
    if (this.next() === '(') {
      this.take('(');
      const value = this.choice();
      this.take(')');
      return isCondition(value) ? choice(value, number(1), number(0)) : value;
    }
    this.take('.');
    const name = this.name();
    if (name === 'POSITIVE_INFINITY') return number(Number.POSITIVE_INFINITY);
    if (name === 'NEGATIVE_INFINITY') return number(Number.NEGATIVE_INFINITY);
    const [x, ...more] = this.arguments();
    if (x === undefined || more.length > 0) throw new Unknown(name);
    if (name === 'isNaN') return compare('!==', x, x);
    if (name === 'isFinite')
      return compare('<', { kind: 'one', f: 'abs', of: x }, number(Number.POSITIVE_INFINITY));
    throw new Unknown(name);
  }

  /** The arguments of a call. */
  private arguments(): Numbers {
    const given: Expression[] = [];
    this.take('(');
    while (this.next() !== ')') {
      given.push(numeric(this.choice()));
      if (this.next() !== ')') this.take(',');
    }
    this.take(')');
    return given;
  }

  private next(): string {
    return this.tokens[this.at] ?? '';
  }

  private word(): string {
    const token = this.next();
    this.at++;
    return token;
  }

  private name(): string {
    const token = this.word();
    if (/^[A-Za-z_$]/.test(token)) return token;
    throw new Unknown(token);
  }

  private take(token: string): void {
    if (this.word() !== token) throw new Unknown(token);
  }
}
