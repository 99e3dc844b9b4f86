// @ts-check
// Where the time of one request went: its stages one after another, and the browser's whole beside them.
import { html, svg } from '../lit.js';
import { milliseconds, named, t } from '../language.js';

const stage = (name, start, ms, total, kind) => html`
  <tr>
    <th scope="row">${name}</th>
    <td class="figure">${milliseconds(ms)}</td>
    <td class="drawing">
      <svg class="bar" aria-hidden="true">
        ${svg`<rect class="bar-track" width="100%" height="100%" rx="2" />
          <rect class=${kind} x="${(start / total) * 100}%" width="${Math.max((ms / total) * 100, 0.4)}%" height="100%" rx="2" />`}
      </svg>
    </td>
  </tr>
`;

/** @param {{timingsMs: Record<string, number>, totalMs: number}} exchange */
export function waterfall({ timingsMs, totalMs }) {
  const stages = Object.entries(timingsMs);
  const server = stages.reduce((sum, [, ms]) => sum + ms, 0);
  const total = Math.max(totalMs, server);
  let start = 0;
  return html`
    <table class="waterfall">
      <caption>${t('waterfall')}</caption>
      <thead>
        <tr><th scope="col">${t('stage')}</th><th scope="col">${t('time')}</th><td></td></tr>
      </thead>
      <tbody>
        ${stages.map(([name, ms]) => {
          const row = stage(named('stage', name), start, ms, total, 'bar-for');
          start += ms;
          return row;
        })}
        ${stage(t('stage.server'), 0, server, total, 'bar-other')} ${stage(t('stage.browser'), 0, totalMs, total, 'bar-other')}
      </tbody>
    </table>
  `;
}
