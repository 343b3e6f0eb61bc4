/** One page without scripts: the matrix, and below it the failures that its cells link to. */

import { escaped } from '../../formats/escape.js';
import { nondeterminismText } from '../nondeterminism.js';
import { isBroken, kinds, type OracleReport } from '../report.js';
import { blocksOf, failureText } from './failure.js';
import { cellOf, lawsOf, legend, notChecked, rowsOf } from './matrix.js';

const style = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse}th,td{padding:.15rem .5rem;text-align:right;border-bottom:1px solid #ddd}
th:first-child{text-align:left}.agree{color:#176b2c}.broken,.broken a{color:#b3121d;font-weight:600}
pre{background:#f6f6f6;padding:1rem;overflow-x:auto}`;

const anchor = (op: string, law: string): string => escaped(`${op}-${law}`).replace(/\s/g, '-');

/** As one HTML page, without scripts. */
export function htmlReport(report: OracleReport): string {
  const { implementation, seed, summary, matrix, failures } = report;
  const names = lawsOf(report);
  const title = escaped(`${implementation.name} ${implementation.version}`);
  const rows = rowsOf(report).map((op) => {
    const cells = names.map((law) => {
      const counts = matrix[op]?.[law];
      const text = cellOf(counts);
      if (counts === undefined || !isBroken(counts)) return `<td class="agree">${text}</td>`;
      return `<td class="broken"><a href="#${anchor(op, law)}">${text}</a></td>`;
    });
    return `<tr><th>${escaped(op)}</th>${cells.join('')}</tr>`;
  });
  const sections = blocksOf(failures).map(({ failure: { op, law }, failure, also }) => {
    const others = also.map((each) => `<a id="${anchor(op, each)}"></a>`).join('');
    const heading = `${op}: ${[law, ...also].join(', ')}`;
    return `<section id="${anchor(op, law)}">${others}<h2>${escaped(heading)}</h2><pre>${escaped(failureText(failure, also))}</pre></section>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Backproof: ${title}</title><style>${style}</style></head><body>
<h1>${title}</h1>
<p>${kinds.map((kind) => `${summary[kind]} ${kind}`).join(' · ')} (seed ${seed})</p>
<table><tr><th></th>${names.map((law) => `<th>${escaped(law)}</th>`).join('')}</tr>
${rows.join('\n')}
</table>
${[legend(report), ...notChecked(report), nondeterminismText(report.nondeterminism)]
  .filter((sentence) => sentence !== '')
  .map((sentence) => `<p>${escaped(sentence)}</p>`)
  .join('\n')}
${sections.join('\n')}
</body></html>
`;
}
