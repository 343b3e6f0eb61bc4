/** Sources of random numbers, each from a seed of its own. */
import fc from 'fast-check';

const firstSeed = 2026;

export function randomOf(index: number): fc.Random {
  const [random] = fc.sample(new Randoms(), { numRuns: 1, seed: firstSeed + index });
  return random as fc.Random;
}

/** An arbitrary, because only arbitraries are given a source of random numbers. */
class Randoms extends fc.Arbitrary<fc.Random> {
  override generate(random: fc.Random): fc.Value<fc.Random> {
    return new fc.Value(random.clone(), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is fc.Random {
    return false;
  }

  override shrink(): fc.Stream<fc.Value<fc.Random>> {
    return fc.Stream.nil();
  }
}
