/** Laws that run a case again trust what comes back no more than the first answer. */
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import type { Done, Implementation, Outcome } from '../../src/case/implementation.js';
import { InternalError } from '../../src/case/internal-error.js';
import type { TensorData } from '../../src/case/tensor-data.js';
import { engineImplementation } from '../../src/engine/index.js';
import {
  checkLaws,
  fails,
  formatVerdict,
  judge,
  type Law,
  laws,
  lawsOfOneRun,
} from '../../src/verify/index.js';

const tensor = (data: readonly number[]): TensorData => ({ dtype: 'float64', shape: [data.length], data });
const type = { dtype: 'float64', shape: [2] } as const;

/** a * a * b, so that an input is used twice. */
const products: Case = {
  program: {
    inputs: [type, type],
    steps: [
      { op: 'multiply', args: [0, 0] },
      { op: 'multiply', args: [2, 1] },
    ],
    outputs: [3],
  },
  inputs: [tensor([0.5, -2]), tensor([3, 1.25])],
  cotangents: [[tensor([1, -0.5])], [tensor([0.75, 2])]],
  mode: 'eager',
  order: 2,
  directions: [
    [tensor([1, 2]), tensor([-1, 0.5])],
    [tensor([0.25, 1]), tensor([1, -1])],
  ],
};

const total: Case = {
  ...products,
  program: {
    inputs: [type],
    steps: [{ op: 'summation', args: [0], axes: null, keepdims: false }],
    outputs: [1],
  },
  inputs: [tensor([0.5, -2])],
  cotangents: [[{ dtype: 'float64', shape: [], data: [1.5] }]],
  order: 1,
  directions: [],
};

const engine = engineImplementation();

type ChangeOf = (done: Done) => unknown;

/** Right on the first run, and changed on each that follows. */
function changedLater(change: ChangeOf): Implementation {
  let runs = 0;
  return { ...engine, run: async (testCase) => changedAt(++runs > 1, change, await engine.run(testCase)) };
}

const changedAt = (isChanged: boolean, change: ChangeOf, outcome: Outcome): Outcome =>
  isChanged && outcome.kind === 'done' ? (change(outcome) as Outcome) : outcome;

const each = (change: (tensor: TensorData) => unknown) => (lists: Done['vjps']) =>
  lists.map((tensors) => tensors.map(change)) as Done['vjps'];
const grown = (given: TensorData) => ({ ...given, shape: [...given.shape, 1] });
const single = (given: TensorData) => ({ ...given, dtype: 'float32' });
const cut = (given: TensorData) => ({ ...given, data: given.data.slice(1) });

/** What may come back in place of a sound answer, to first order. */
const changes: Readonly<Record<string, ChangeOf>> = {
  'no vjps': (done) => ({ ...done, vjps: [] }),
  'vjps that are missing': ({ vjps, ...others }) => others,
  'vjps without gradients': (done) => ({ ...done, vjps: done.vjps.map(() => []) }),
  'one gradient too many': (done) => ({ ...done, vjps: done.vjps.map((all) => [...all, ...all]) }),
  'gradients of another shape': (done) => ({ ...done, vjps: each(grown)(done.vjps) }),
  'gradients of another dtype': (done) => ({ ...done, vjps: each(single)(done.vjps) }),
  'gradients with an entry too few': (done) => ({ ...done, vjps: each(cut)(done.vjps) }),
  'gradients that are null': (done) => ({ ...done, vjps: each(() => null)(done.vjps) }),
  'gradients of text': (done) => ({
    ...done,
    vjps: each((one) => ({ ...one, data: one.data.map(String) }))(done.vjps),
  }),
  'no values': (done) => ({ ...done, values: [] }),
  'values of another shape': (done) => ({ ...done, values: done.values.map(grown) }),
  'values that are missing': ({ values, ...others }) => others,
  'no echo': (done) => ({ ...done, echo: [] }),
  'an echo that is missing': ({ echo, ...others }) => others,
  'nothing at all': () => undefined,
  null: () => null,
  'a promise of nothing': () => Promise.resolve(undefined),
  text: () => 'done',
  'an error that is thrown': () => {
    throw new RangeError('only once');
  },
  'an error that is rejected': () => Promise.reject(new RangeError('only once')),
  'a thrown text': () => {
    throw 'only once';
  },
};

/** To second order. */
const secondChanges: Readonly<Record<string, ChangeOf>> = {
  'no seconds': (done) => ({ ...done, seconds: [] }),
  'seconds that are missing': ({ seconds, ...others }) => others,
  'seconds of one cotangent alone': (done) => ({ ...done, seconds: done.seconds.slice(1) }),
  'seconds of another shape': (done) => ({ ...done, seconds: each(grown)(done.seconds) }),
  'no jvps': (done) => ({ ...done, jvps: [] }),
  'jvps of another shape': (done) => ({ ...done, jvps: each(grown)(done.jvps ?? []) }),
};

/** In forward mode no gradient comes back. */
const forwardChanges: Readonly<Record<string, ChangeOf>> = {
  ...Object.fromEntries(Object.entries(changes).filter(([what]) => !/gradient|no vjps/.test(what))),
  'no tangents': (done) => ({ ...done, tangents: [] }),
  'tangents that are missing': ({ tangents, ...others }) => others,
  'tangents of another shape': (done) => ({ ...done, tangents: done.tangents?.map(grown) }),
  'tangents of another dtype': (done) => ({ ...done, tangents: done.tangents?.map(single) }),
  'tangents with an entry too few': (done) => ({ ...done, tangents: done.tangents?.map(cut) }),
};

const changesFor = (id: string) => (id === 'jvp' || id === 'transposed' ? forwardChanges : changes);

/** The cases that a law runs after the first. */
async function followUps(law: Law, testCase: Case): Promise<readonly Case[]> {
  const ran: Case[] = [];
  const run = (one: Case) => {
    ran.push(one);
    return engine.run(one);
  };
  await judge({ ...engine, run }, testCase, [law]);
  return ran.slice(1);
}

/** Each law that runs a case again, with one that it runs again in this order of differentiation. */
async function askingAgain(inOrder: (order: Case['order']) => boolean): Promise<[string, Case][]> {
  const found: [string, Case][] = [];
  for (const law of laws) {
    for (const testCase of [products, total]) {
      const again = await followUps(law, testCase);
      if (found.at(-1)?.[0] !== law.id && again.some(({ order }) => inOrder(order))) {
        found.push([law.id, testCase]);
      }
    }
  }
  return found;
}

const asksAgain = await askingAgain(() => true);
const asksSecondOrder = await askingAgain((order) => order === 2);

it('several laws ask once more, some of them to second order', () => {
  const ids = asksAgain.map(([id]) => id);
  expect(ids).toEqual(
    expect.arrayContaining(['accumulate', 'linear', 'adjoint', 'pure', 'modes', 'symmetric']),
  );
  expect(asksSecondOrder.map(([id]) => id)).toEqual(expect.arrayContaining(['pure', 'modes', 'symmetric']));
});

async function said(implementation: Implementation, testCase: Case, id: string): Promise<string> {
  const law = laws.filter((one) => one.id === id);
  const verdicts = await judge(implementation, testCase, law);
  const found = verdicts.find((one) => one.law.id === id);
  expect(found, `${id} gave no verdict`).toBeDefined();
  return found !== undefined && fails(found.verdict) ? formatVerdict(found.verdict) : 'agrees';
}

const sentence =
  /: expected .*, got |: the .*(has|is) |: tensor \d of the echo |not an outcome of a case|, (it|the jvp of multiply) threw (RangeError|string): only once/;

describe.each(asksAgain)('the law "%s", asking once more', (id, testCase) => {
  it.each(Object.entries(changesFor(id)))('finds %s', async (_, change) => {
    expect(await said(changedLater(change), testCase, id)).toMatch(sentence);
  });

  it('agrees with what is sound', async () => {
    expect(
      await said(
        changedLater((done) => done),
        testCase,
        id,
      ),
    ).toBe('agrees');
  });
});

describe.each(asksSecondOrder)('the law "%s", asking once more', (id, testCase) => {
  it.each(Object.entries(secondChanges))('finds %s', async (_, change) => {
    expect(await said(changedLater(change), testCase, id)).toMatch(sentence);
  });
});

it('two cotangents that are equal are two', async () => {
  const collapsing: Implementation = {
    ...engine,
    run: async (testCase) => {
      const texts = testCase.cotangents.map((one) => JSON.stringify(one));
      const kept = (_: unknown, at: number) => texts.indexOf(texts[at] as string) === at;
      const outcome = await engine.run(testCase);
      return outcome.kind === 'done' ? { ...outcome, vjps: outcome.vjps.filter(kept) } : outcome;
    },
  };
  expect(await said(collapsing, products, 'symmetric')).toBe(
    'for one cotangent twice, with two directions: expected the gradients of 2 cotangents, got 1',
  );
});

describe('the first answer', () => {
  const isChanged = (change: ChangeOf): Implementation => ({
    ...engine,
    run: async (testCase) => changedAt(true, change, await engine.run(testCase)),
  });

  it.each([
    ['no seconds', 'second'],
    ['no jvps', 'twice'],
    ['jvps of another shape', 'twice'],
  ])('with %s breaks the law "%s", and no other', async (name, id) => {
    const verdicts = await judge(isChanged(secondChanges[name] as ChangeOf), products);
    const broken = verdicts.filter(({ verdict }) => fails(verdict)).map(({ law }) => law.id);
    // Those that ask again find it there, too.
    expect(broken.filter((one) => !['pure', 'modes', 'symmetric'].includes(one))).toEqual([id]);
  });

  it.each([
    ['no echo', 'pure', 'expected an echo of 4 tensors, the inputs and then the cotangents, got 0'],
    ['no vjps', 'form', 'expected the gradients of 2 cotangents, got 0'],
    [
      'gradients with an entry too few',
      'form',
      'the gradient of input a has 1 entries; its own shape (2,) has 2',
    ],
    ['no values', 'value', 'expected 1 values, one per output, got 0'],
    ['nothing at all', 'form', 'what it returned is not an outcome of a case'],
    ['an error that is thrown', 'value', 'threw RangeError: only once'],
  ])('with %s breaks the law "%s"', async (name, id, says) => {
    const [found] = (await judge(isChanged(changes[name] as ChangeOf), products)).filter(({ verdict }) =>
      fails(verdict),
    );
    expect(found?.law.id).toBe(id);
    expect(found && formatVerdict(found.verdict)).toBe(says);
  });
});

describe('laws of one run', () => {
  const once = lawsOfOneRun(laws);

  it.each([
    ['products', products],
    ['a total', total],
  ])('do not run %s again', async (_, testCase) => {
    let runs = 0;
    const counting: Implementation = {
      ...engine,
      jvp: false,
      run: (each) => {
        runs++;
        return engine.run(each);
      },
    };
    expect((await judge(counting, testCase, once)).every(({ verdict }) => verdict.kind === 'agree')).toBe(
      true,
    );
    expect(runs).toBe(1);
  });

  it('still see what the run changed in place', async () => {
    const negated = each(({ data, ...type }) => ({ ...type, data: data.map((entry) => -entry) }));
    const writing: Implementation = {
      ...engine,
      run: async (testCase) =>
        changedAt(true, (done) => ({ ...done, echo: negated([done.echo])[0] }), await engine.run(testCase)),
    };
    const broken = (await judge(writing, total, once)).filter(({ verdict }) => fails(verdict));
    expect(broken.map(({ law }) => law.id)).toEqual(['pure']);
  });
});

describe('an error of our own', () => {
  it('is no finding: it is handed on, and not shrunk', async () => {
    let runs = 0;
    const broken: Implementation = {
      ...engine,
      run: () => {
        runs++;
        throw new InternalError(new TypeError('ours'));
      },
    };
    const { singleOpCases, space } = await import('../../src/generate/index.js');
    const cases = singleOpCases('add', space({}));
    await expect(checkLaws(broken, { cases, laws, runs: 5, seed: 1 })).rejects.toThrow('TypeError: ours');
    expect(runs).toBe(1);
  });
});
