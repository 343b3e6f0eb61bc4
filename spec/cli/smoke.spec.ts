import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opNames } from '../../src/case/vocabulary.js';
import { backproof } from './in-own-folder.js';

const adapters = resolve('spec/fixtures/broken-adapters/adapters.mjs');
const hello = [process.execPath, resolve('adapters/hello/hello.mjs')];
const smoke = (name: string, ...options: readonly string[]) =>
  backproof('smoke', ...options, '--', process.execPath, adapters, name);

describe('backproof smoke', () => {
  it('says what runs, and what the adapter lacks', async () => {
    const { code, out } = await backproof('smoke', '--', ...hello);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^hello 1, float64, eager: one case of each op\n✓ runs \(3\): add, multiply, negate\n/,
    );
    expect(out).toContain(`– lacks (${opNames.length - 3}): subtract, divide, `);
  });

  it('says what is wrong, also as JSON', async () => {
    const { code, out } = await smoke('wrong-gradients');
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ negate: vjp: gradient of input a, for cotangent 0.*: expected .*, got /m);
    const json = JSON.parse((await smoke('throws-on-ops', '--json')).out);
    expect(json).toMatchObject({
      implementation: { name: 'base' },
      cases: [{ op: 'negate', state: 'wrong', law: 'value', said: 'threw TypeError: no such kernel' }],
    });
  });

  it('tells a broken adapter from a wrong implementation, and asks for a command', async () => {
    expect(await smoke('non-json')).toMatchObject({ code: 3, out: '' });
    expect((await backproof('smoke')).err).toContain('Say how to start the adapter');
  });
});

describe('backproof ops', () => {
  it('lists all ops, and says all about one', async () => {
    const list = await backproof('ops');
    expect(list.out.split('\n')).toHaveLength(opNames.length);
    expect(list.out).toContain('summation(a, axes=, keepdims=)\n');
    const { code, out } = await backproof('ops', 'relu');
    expect(code).toBe(0);
    expect(out).toMatch(/^relu\(a\)\nArguments where it has slopes: real\.\nAt 0 the slope jumps: /);
    expect(out).toContain('--kinks relu=SLOPE requires one slope there, from 0 to 1.');
    expect(out).toMatch(/b:f64\[.*\] = relu a/);
  });

  it('has JSON, with a schema for each attribute, and knows no other op', async () => {
    const all = JSON.parse((await backproof('ops', '--json')).out);
    expect(all.map(({ op }: { readonly op: string }) => op)).toEqual(opNames);
    const [power] = JSON.parse((await backproof('ops', 'power_scalar', '--json')).out);
    expect(Object.keys(power.attributes)).toEqual(['scalar']);
    const { code, err } = await backproof('ops', 'sum');
    expect(code).toBe(2);
    expect(err).toContain('There is no op "sum". Did you mean ');
  });
});
