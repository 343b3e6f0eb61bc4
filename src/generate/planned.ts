/** Draws in two parts and shrinks the first before the second. */
import fc from 'fast-check';

/** A plan is followed by numbers; together they make a value. */
export interface Parts<Plan, T> {
  readonly plans: fc.Arbitrary<Plan>;
  numbers(plan: Plan): fc.Arbitrary<readonly number[]>;
  make(plan: Plan, numbers: readonly number[]): T;
}

interface Context<Plan> {
  readonly plan: fc.Value<Plan>;
  readonly numbers: fc.Value<readonly number[]>;
  /** What the numbers were drawn from; undefined once numbers shrink, because then the plan stays. */
  readonly random: fc.Random | undefined;
}

/** How often a smaller plan draws numbers. */
const redraws = 5;

/**
 * Like `fc.chain`, with one difference: a smaller plan draws its numbers several times, not once. A failure that needs
 * certain numbers, such as a tie, seldom survives one draw, and its case would stay large. fast-check's own bias
 * toward small numbers is left out; ours is in the plans.
 */
export class Planned<Plan, T> extends fc.Arbitrary<T> {
  constructor(readonly parts: Parts<Plan, T>) {
    super();
  }

  override generate(random: fc.Random): fc.Value<T> {
    return this.draw(this.parts.plans.generate(random, undefined), random);
  }

  override canShrinkWithoutContext(_value: unknown): _value is T {
    return false;
  }

  override shrink(_value: T, context: unknown): fc.Stream<fc.Value<T>> {
    return fc.stream(context === undefined ? [].values() : this.smaller(context as Context<Plan>));
  }

  private *smaller({ plan, numbers, random }: Context<Plan>): IterableIterator<fc.Value<T>> {
    if (random !== undefined) {
      for (const other of this.parts.plans.shrink(plan.value_, plan.context)) {
        const again = random.clone();
        for (let count = 0; count < redraws; count++) yield this.draw(other, again);
      }
    }
    for (const other of this.parts.numbers(plan.value_).shrink(numbers.value_, numbers.context)) {
      yield this.made({ plan, numbers: other, random: undefined });
    }
  }

  /** A value of this plan. */
  draw(plan: fc.Value<Plan>, random: fc.Random): fc.Value<T> {
    const before = random.clone();
    const numbers = this.parts.numbers(plan.value_).generate(random, undefined);
    return this.made({ plan, numbers, random: before });
  }

  private made(context: Context<Plan>): fc.Value<T> {
    return new fc.Value(this.parts.make(context.plan.value_, context.numbers.value_), context);
  }
}
