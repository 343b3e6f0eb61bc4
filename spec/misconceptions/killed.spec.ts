import { afterAll, describe, expect, it } from 'vitest';
import { type Misconception, misconceptions, plant } from '../../src/misconceptions/index.js';
import { checkLaws, explainFailure, type Failure, laws } from '../../src/verify/index.js';
import { casesFor } from './cases.js';

const runs = 200;
const seed = 1;
const entries: number[] = [];
const needed: number[] = [];

async function kill(misconception: Misconception, by = laws): Promise<Failure | undefined> {
  const report = await checkLaws(plant(misconception), {
    cases: casesFor(misconception),
    laws: by,
    runs,
    seed,
    shrinks: by === laws ? 400 : 0,
  });
  return report.failure;
}

/** What is done to the rule of one op is done to the others in the same words. */
const firstOfItsFamily = (each: Misconception, _: number, all: readonly Misconception[]): boolean =>
  each.kind !== 'rule' ||
  each.family === undefined ||
  each === all.find((other) => other.kind === 'rule' && other.family === each.family);

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] as number;

describe.each([...new Set(misconceptions.map(({ exercise }) => exercise))])('a wrong %s', (exercise) => {
  const wrong = misconceptions.filter((each) => each.exercise === exercise);

  it.each(wrong.map((each) => [each.name, each.says, each] as const))(
    '%s is caught: %s',
    async (_, __, misconception) => {
      const failure = await kill(misconception);
      expect(failure, `${misconception.name} survives ${runs} cases`).toBeDefined();
      const { law, testCase, passed } = failure as Failure;
      const message = explainFailure(failure as Failure, 'backproof replay case.json');
      expect(message).toContain(`Law broken: ${law.sentence}.`);
      expect(message).toMatch(/^\{ a:f(32|64)\[/m);
      expect(message).toMatch(/^a = .+$/m);
      expect(message).toMatch(/^replay: backproof replay case\.json$/m);
      // Mistakes that no exercise asks for may need size to show at all.
      if (exercise !== null) entries.push(testCase.inputs.reduce((sum, { data }) => sum + data.length, 0));
      needed.push(passed + 1);
    },
  );

  it.each(
    wrong
      .filter(({ breaks }) => breaks !== 'crashed')
      .filter(firstOfItsFamily)
      .map((each) => [each.name, each.breaks, each] as const),
  )('%s breaks the law "%s", were there no other', async (_, __, misconception) => {
    const law = laws.find(({ id }) => id === misconception.breaks);
    expect(law).toBeDefined();
    const failure = await kill(misconception, law ? [law] : []);
    expect(failure?.law.id).toBe(misconception.breaks);
  });
});

afterAll(() => {
  // Of a few that were picked by name, the medians say nothing.
  if (needed.length < misconceptions.length) return;
  expect(Math.max(...entries)).toBeLessThanOrEqual(6);
  expect(median(entries)).toBeLessThanOrEqual(3);
  expect(median(needed)).toBeLessThanOrEqual(3);
});

describe('every law', () => {
  /** Laws that no misconception breaks first, with one that breaks them too. */
  const also: Readonly<Record<string, string>> = {
    edges: 'multiply-forgets-the-cotangent',
  };

  it.each(laws.map((law) => [law.sentence, law] as const))(
    '"%s" is broken by some misconception',
    async (_, law) => {
      const name = also[law.id];
      const wrong = misconceptions.find((each) =>
        name === undefined ? each.breaks === law.id : each.name === name,
      );
      expect(wrong, `nothing breaks ${law.id}: it is no law`).toBeDefined();
      const failure = await kill(wrong as Misconception, [law]);
      expect(failure?.law.id).toBe(law.id);
    },
  );
});

describe('the list', () => {
  it('is long', () => {
    expect(misconceptions.length).toBeGreaterThanOrEqual(200);
  });

  it('names each misconception once', () => {
    const names = misconceptions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('speaks in whole sentences', () => {
    for (const { says, hint } of misconceptions) {
      expect(says).toMatch(/^.+\.$/s);
      expect(hint).toMatch(/^.+[.?]$/s);
    }
  });
});
