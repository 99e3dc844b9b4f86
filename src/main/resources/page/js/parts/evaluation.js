// @ts-check
// The latest evaluation: how good, for whom, and how much of the catalogue is seen.
import { html, nothing } from '../lit.js';
import { named, number, percent, t } from '../language.js';
import { estimates, lines } from './plot.js';

const MAIN = 'auto';
const rankerName = (id) => named('scorer', id);

/** Best first, the served one marked. */
function accuracy(rankers, measure) {
  const rows = Object.entries(rankers)
    .filter(([, figures]) => figures.at10?.[measure])
    .map(([id, figures]) => ({ label: rankerName(id), estimate: figures.at10[measure], isMain: id === MAIN }))
    .sort((a, b) => b.estimate.value - a.estimate.value);
  const name = t(`measure.${measure}`);
  return rows.length ? estimates(name, [t('ranker'), name, t('interval')], rows) : nothing;
}

function byGroup(breakdown, title) {
  if (!breakdown) return nothing;
  const groups = breakdown.groups.filter((group) => group.users > 0);
  if (groups.length === 0) return nothing;
  // What is served comes first, in the colour of the page.
  const ids = [...new Set([MAIN, ...groups.flatMap((group) => Object.keys(group.rankers))])].filter((id) =>
    groups.some((group) => group.rankers[id]),
  );
  return lines(
    title,
    t('evaluation.groups', { groups: groups.map((g) => `${g.label}: ${number(g.users)}`).join(', ') }),
    groups.map((group) => group.label),
    ids.map((id) => ({ name: rankerName(id), points: groups.map((group) => group.rankers[id]?.at10?.hr) })),
  );
}

const COVERAGE = [
  ['coverageAt10', percent],
  ['giniAt10', (value) => number(value, { maximumFractionDigits: 3 })],
  ['noveltyBitsAt10', (value) => number(value, { maximumFractionDigits: 2 })],
  ['diversityAt10', (value) => number(value, { maximumFractionDigits: 3 })],
];

const coverage = (rankers) => html`
  <h3>${t('evaluation.coverage')}</h3>
  <div class="scroll" tabindex="0" role="region" aria-label=${t('evaluation.coverage')}>
    <table class="figures">
      <thead>
        <tr><th scope="col">${t('ranker')}</th>${COVERAGE.map(([name]) => html`<th scope="col">${t(`measure.${name}`)}</th>`)}</tr>
      </thead>
      <tbody>
        ${Object.entries(rankers).map(
          ([id, figures]) => html`<tr>
            <th scope="row">${rankerName(id)}</th>
            ${COVERAGE.map(([name, write]) => html`<td class="figure">${figures[name] === undefined ? '–' : write(figures[name])}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>
  <p class="hint">${t('evaluation.coverage.hint')}</p>
`;

/** @param {any} report of /v1/evaluations/latest */
export const evaluation = (report) => html`
  <p class="hint" dir="auto">
    ${t('evaluation.of', {
      name: report.dataset.name.split('/').at(-1),
      users: number(report.users),
      items: number(report.dataset.items),
      stage: t(`evaluation.${report.stage}`),
    })}
    <span lang="en">${report.protocol}; ${report.split}.</span>
  </p>
  <div class="plots">
    ${accuracy(report.rankers, 'hr')} ${accuracy(report.rankers, 'ndcg')}
    ${byGroup(report.breakdowns.historyLength, t('evaluation.byLength'))}
    ${byGroup(report.breakdowns.targetPopularity, t('evaluation.byPopularity'))}
  </div>
  ${coverage(report.rankers)}
`;
