/** What is said of a check: the law, the smallest case, the mistake's name, a hint. */

import type { Checked } from '../../src/grader/page/check.js';
import type { Counterexample } from '../../src/grader/page/counterexample.js';
import type { Beside } from '../../src/verify/beside.js';
import { button, element } from './element.js';
import { matrix, numberText } from './matrix.js';
import type { Texts } from './texts/index.js';

/** In a sentence. */
export function summaryOf({ status, score }: Checked, name: string, texts: Texts): string {
  switch (status) {
    case 'passed':
      return texts.isPassed(name, score);
    case 'not-implemented':
      return texts.isUnwritten(name);
    case 'missing':
      return texts.isMissing(name);
    case 'timeout':
      return texts.isTimeout(name);
    case 'crashed':
      return texts.isCrashed(name);
    case 'failed':
      return texts.isWrong(name);
  }
}

/** @param goTo moves the cursor to a line */
export function detailsOf(checked: Checked, texts: Texts, goTo: (line: number) => void): HTMLElement[] {
  const { law, said, mistake, hint, counterexample, printed, line, laws } = checked;
  const sections = [
    law === null ? undefined : section(texts.law, element('p', { class: 'law' }, law)),
    said === '' ? undefined : section(texts.said, element('pre', { tabindex: '0' }, said)),
    line === null ? undefined : button(texts.goToLine(line), () => goTo(line)),
    mistake === null
      ? undefined
      : section(
          texts.mistake(mistake.name),
          element('p', {}, mistake.says),
          element('p', {}, element('strong', {}, texts.hintIs), mistake.hint),
        ),
    hint === '' ? undefined : section(texts.hint, element('p', {}, hint)),
    counterexample === null ? undefined : drawn(counterexample, texts),
    printed === '' ? undefined : section(texts.printed, element('pre', { tabindex: '0' }, printed)),
    laws.length === 0 ? undefined : lawList(laws, texts),
  ];
  return sections.filter((each) => each !== undefined);
}

const section = (title: string, ...content: readonly HTMLElement[]): HTMLElement =>
  element('section', {}, element('h3', {}, title), ...content);

function drawn(
  { program, inputs, cotangents, directions, mode, order, names, beside }: Counterexample,
  texts: Texts,
): HTMLElement {
  const given = [...inputs, ...cotangents, ...directions].map(({ name, tensor }) =>
    matrix(
      `${name} (${tensor.shape.join(', ')})`,
      { shape: tensor.shape, texts: Array.from(tensor.data, numberText) },
      texts,
    ),
  );
  return section(
    texts.counterexample,
    ...beside.map((each) => besideEachOther(each, cotangents.length, texts)),
    element('h4', {}, texts.program),
    element('pre', { tabindex: '0' }, program),
    element('p', { class: 'note' }, texts.inMode(mode, order, names)),
    element('h4', {}, texts.inputs),
    element('div', { class: 'row' }, ...given),
  );
}

function besideEachOther(each: Beside, cotangents: number, texts: Texts): HTMLElement {
  const { of, name, cotangent = 0, shape, expected, spread, got, wrong } = each;
  const delta = cotangents > 1 ? `Δ${cotangent}` : 'Δ';
  const right = expected.map((value, entry) => {
    const half = spread[entry] ?? 0;
    return half > 0 ? texts.between(numberText(value - half), numberText(value + half)) : numberText(value);
  });
  return element(
    'div',
    { class: 'beside' },
    element('h4', {}, of === 'value' ? texts.value(name) : texts.gradient(name, delta)),
    element(
      'div',
      { class: 'row' },
      matrix(texts.expected, { shape, texts: right }, texts),
      matrix(texts.got, { shape, texts: got.map(numberText), wrong }, texts),
    ),
  );
}

function lawList(laws: Checked['laws'], texts: Texts): HTMLElement {
  const lines = laws.map(({ law, verdict, runs }) =>
    element('li', {}, `${verdict === 'agree' ? '✓' : '✗'} ${law}`, element('small', {}, texts.lawRuns(runs))),
  );
  return element(
    'details',
    {},
    element('summary', {}, texts.laws),
    element('ul', { class: 'laws' }, ...lines),
  );
}
