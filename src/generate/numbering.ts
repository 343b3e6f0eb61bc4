/** Numbers what a case shows: features, pairs of features, and features under conditions. */
import type { Features } from './features.js';
import type { Space } from './space.js';

/** More than the number of features. */
const most = 2 ** 12;

export class Numbering {
  private readonly known = new Map<string, number>();

  /**
   * Every feature; each form with each other form, such as axes with keepdims; forms and places with each kind of
   * shape.
   */
  plain({ forms, places, numbers, shapes, others }: Features): number[] {
    const [form, place, shape] = [this.of(forms), this.of(places), this.of(shapes)];
    const pairs = form.flatMap((one, index) =>
      [...form.slice(index + 1), ...shape].map((other) => pair(one, other)),
    );
    const placed = place.flatMap((one) => shape.map((other) => pair(one, other)));
    return [...form, ...place, ...this.of(numbers), ...this.of(others), ...pairs, ...placed];
  }

  /**
   * In float64, where a small mistake shows, all plain features. Under each condition the forms; in float32 and for
   * second order everything else, too. (A law compares lazy mode with eager on every case.)
   */
  under(features: Features, space: Space): number[] {
    const [form, number] = [this.of(features.forms), this.of(features.numbers)];
    const other = this.of(features.others);
    const shown = space.dtype === 'float64' ? this.plain(features) : [];
    shown.push(this.numberOf(`${space.dtype}, ${space.mode}, ${space.order}`));
    for (const condition of conditionsOf(space)) {
      const alone = condition === 'float32' || condition === 'second order';
      const met = [...form, ...(condition === 'second order' ? number : []), ...(alone ? other : [])];
      const under = this.numberOf(condition);
      shown.push(under, ...met.map((each) => pair(under, each)));
    }
    return shown;
  }

  private of(features: readonly string[]): number[] {
    return features.map((feature) => this.numberOf(feature));
  }

  private numberOf(feature: string): number {
    const found = this.known.get(feature) ?? this.known.size + 1;
    this.known.set(feature, found);
    return found;
  }
}

const pair = (one: number, other: number): number => one * most + other;

/** How a case is run, singly and combined: float32, lazy, second order, second order in float32, … */
function conditionsOf({ dtype, mode, order }: Space): string[] {
  const found = [
    ...(dtype === 'float64' ? [] : [dtype]),
    ...(mode === 'eager' ? [] : [mode]),
    ...(order === 1 ? [] : ['second order']),
  ];
  return [...found, ...(found.length > 1 ? [found.join(', ')] : [])];
}
