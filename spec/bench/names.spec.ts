/** A slice of the measurement of names; all of it is `npm run measure -- --cases 20000 --only names`. */
import { describe, expect, it } from 'vitest';
import { names, namesOf } from '../../bench/measure/names.js';
import { namingOf } from '../../bench/measure/naming.js';
import { variationsOf } from '../../bench/measure/variations.js';

describe('the measurement of names', () => {
  it.each(['negate', 'subtract', 'where'] as const)(
    'of %s: every listed mistake by its own name, no other by any that it is not',
    async (op) => {
      const { listed, unlisted } = await namesOf(op, 4);
      expect(listed.filter(({ what, name }) => what !== name)).toEqual([]);
      expect(unlisted.filter(({ called }) => called === 'wrong')).toEqual([]);
      expect(unlisted.filter(({ called }) => called === 'none').length).toBeGreaterThan(4);
    },
  );

  it.each([
    ['max', 'max-counts-ties-twice'],
    ['slice', 'slice-forgets-to-turn-back'],
  ] as const)(
    'gives no name to a mistake of %s that is made of two axes and more alone',
    async (op, name) => {
      const how = `${name}, for arrays of two axes and more alone`;
      const made = variationsOf(op).find((each) => each.how === how);
      expect(await namingOf(how, made?.rule as never)).toMatchObject({ called: 'none', name: null });
    },
  );

  it('counts as right what answers as the listed rule does everywhere', async () => {
    const changed = variationsOf('negate').find(({ how }) => how === 'negate-is-minus-one, detached');
    const naming = await namingOf('minus one, detached', changed?.rule as never);
    expect(naming).toMatchObject({ called: 'right', name: 'negate-is-minus-one' });
  });

  it('has more than two thousand rules that are on no list', () => {
    const ops = names
      .blocks(20_000)
      .map(({ name }) => name.replace('names-', ''))
      .filter((op) => op !== 'backward' && op !== 'realize');
    const rules = ops.flatMap((op) => variationsOf(op as never));
    expect(rules.length).toBeGreaterThan(4000);
  });

  it('says what it found, and prints every wrong name in full', () => {
    const naming = { what: 'a rule', called: 'wrong', name: 'another' } as const;
    const section = names.section([
      { listed: [{ ...naming, called: 'right', what: 'another' }], unlisted: [naming] },
    ]);
    expect(section.findings).toEqual(['a rule: called another, which it is not']);
    expect(section.headline).toBe(
      'names: 1 wrong of 1 unlisted rules (0 without a name, 0 that a listed rule answers like everywhere); 100.0 % of 1 listed mistakes named',
    );
  });
});
