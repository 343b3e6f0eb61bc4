import { expect, it } from 'vitest';
import { exp, lazily, multiply, summation, tensor } from '../../src/engine/index.js';
import { toSvg } from '../../src/pictures/index.js';

const x = tensor([[1, 2, 3]], { requiresGrad: true });
const graph = () => summation(multiply(exp(x), x), [0, 1]);

const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);

const wordsIn = (svg: string, name: string): string | undefined =>
  new RegExp(`<${name} [^>]*>([^<]*)</${name}>`).exec(svg)?.[1];

it('toSvg says in words what it draws, for those who do not see it', async () => {
  const svg = await toSvg([graph()], { title: 'x times its exponential' });
  expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="graph-title graph-description"/);
  expect(wordsIn(svg, 'title')).toBe('x times its exponential');
  expect(wordsIn(svg, 'desc')).toBe(
    'a is a leaf. b is exp of a. c is multiply of b and a. d is summation[axes=(0, 1) keepdims=false] of c.',
  );
});

it('draws a box for each tensor, and an arrow for each use, with the value that it carries', async () => {
  const svg = await toSvg([graph()]);
  expect(svg.match(/class="node"/g)).toHaveLength(4);
  expect(svg.match(/class="arrow"/g)).toHaveLength(4);
  expect(texts(svg)).toContain('b: exp');
  expect(texts(svg).filter((text) => text === 'a = [[1, 2, 3]]')).toHaveLength(2);
  expect(texts(svg)).toContain('b = [[2.718, 7.389, 20.09]]');
});

it('draws an arrow for each of two uses by one op', async () => {
  expect((await toSvg([multiply(x, x)])).match(/class="arrow"/g)).toHaveLength(2);
});

it('computes nothing', async () => {
  const y = lazily(graph);
  expect(texts(await toSvg([y]))).not.toContain('b = [[2.718, 7.389, 20.09]]');
  expect(y.cachedData).toBeUndefined();
});

it('escapes what it is given, and needs nothing from elsewhere', async () => {
  const svg = await toSvg([exp(x)], { title: '<script>alert(1)</script>' });
  expect(svg).not.toMatch(/<script|href|@import|url\((?!#graph-head\))/);
});
