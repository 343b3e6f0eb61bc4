/** Along a direction that moves every entry: where there are too many entries to look at each. */
import { at } from '../../case/at.js';
import type { TensorData } from '../../case/tensor-data.js';
import type { Verdict } from '../../verify/index.js';
import type { Asked } from '../asked.js';
import { compare } from '../compare.js';
import { alongLine, onLine, ratesOf, start } from '../line.js';
import { mostCoordinates } from '../looked.js';
import { coordinatesOf, flat } from '../points.js';
import { expectedOf, Truth } from '../truth.js';
import { unsettled } from './vjp.js';

export async function dot(asked: Asked): Promise<Verdict | undefined> {
  const { question, gradients } = asked;
  const all = coordinatesOf(question);
  if (all.length <= mostCoordinates) return undefined;
  const rates = ratesOf(all);
  const truth = new Truth(
    alongLine(question.inputs, all, rates, asked.subject),
    onLine,
    asked.looked.outputs,
    asked.looked.truth.knownNoise,
  );
  const [slopes = []] = await truth.slopes([start]);
  const { dtype } = at(question.inputs, at(all, 0).input);
  for (const [cotangent, list] of gradients.entries()) {
    const expected = expectedOf(slopes, flat(at(question.cotangents, cotangent)));
    const terms = all.map(
      ({ input, entry }, k) => at(rates, k) * at((at(list, input) as TensorData).data, entry),
    );
    const got = terms.reduce((sum, term) => sum + term, 0);
    const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
    const sizes = { largest: size, usual: asked.usualTerms(cotangent) };
    const said = compare({ ...expected, terms: Math.max(expected.terms, size) }, got, sizes, dtype);
    if (said.kind === 'right') continue;
    const where = { what: `⟨VJP(Δ), v⟩, for cotangent ${cotangent}`, index: [] };
    if (said.kind === 'undecided') return unsettled(where);
    const { value, spread } = expected;
    return { kind: 'disagree', where, expected: value, spread, got, tolerance: said.tolerance };
  }
  return { kind: 'agree' };
}
