// @ts-check
// Plots of an evaluation as SVG with a table beside them: the table is for who cannot see the plot.
// Rows are HTML, so that type is set by the page; only bars, dots and intervals are drawn.
import { html, svg } from '../lit.js';
import { number } from '../language.js';

const places = (value) => number(value, { minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** The next round number above, so that the axis ends at one. */
function roundUp(value) {
  const unit = 10 ** Math.floor(Math.log10(value || 1));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((step) => step * unit).find((end) => end >= value) ?? value;
}

/** @param {{value: number, low: number, high: number}} estimate @param {number} end of the axis */
function estimateBar({ value, low, high }, end, isMain) {
  const at = (x) => `${(Math.max(x, 0) / end) * 100}%`;
  return html`<svg class="estimate" aria-hidden="true">
    ${svg`<rect class="bar-track" width="100%" height="100%" rx="2" />
      <rect class=${isMain ? 'bar-for' : 'bar-other'} width=${at(value)} height="100%" rx="2" />
      <line class="interval" x1=${at(low)} x2=${at(high)} y1="50%" y2="50%" />
      <line class="interval" x1=${at(low)} x2=${at(low)} y1="25%" y2="75%" />
      <line class="interval" x1=${at(high)} x2=${at(high)} y1="25%" y2="75%" />`}
  </svg>`;
}

/**
 * Means with their intervals, one row each.
 * @param {string} caption @param {string[]} heads of the columns: name, mean, interval
 * @param {{label: string, estimate: {value: number, low: number, high: number}, isMain: boolean}[]} rows
 */
export function estimates(caption, heads, rows) {
  const end = roundUp(Math.max(...rows.map((row) => row.estimate.high)));
  return html`
    <table class="estimates">
      <caption>${caption}</caption>
      <thead>
        <tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}<td></td></tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ label, estimate, isMain }) => html`<tr class=${isMain ? 'main' : ''}>
            <th scope="row" dir="auto">${label}</th>
            <td class="figure">${places(estimate.value)}</td>
            <td class="figure">${places(estimate.low)}–${places(estimate.high)}</td>
            <td class="drawing">${estimateBar(estimate, end, isMain)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  `;
}

/**
 * Lines over ordered groups, with whiskers; the same numbers stand in the table below it.
 * @param {string} caption @param {string} note what to know of the groups
 * @param {string[]} groups
 * @param {{name: string, points: ({value: number, low: number, high: number} | undefined)[]}[]} series
 */
export function lines(caption, note, groups, series) {
  const end = roundUp(Math.max(...series.flatMap((one) => one.points.map((point) => point?.value ?? 0))));
  const x = (i) => 44 + (i + 0.5) * (540 / groups.length);
  const y = (value) => 190 - (Math.max(value, 0) / end) * 170;
  const path = (points) =>
    points.map((point, i) => (point ? `${i === 0 || !points[i - 1] ? 'M' : 'L'}${x(i)} ${y(point.value)}` : '')).join('');
  return html`
    <figure class="lines-plot">
      <figcaption>${caption}</figcaption>
      <svg viewBox="0 0 600 224" aria-hidden="true">
        ${[0, 0.25, 0.5, 0.75, 1].map(
          (share) => svg`<line class="grid" x1="44" x2="592" y1=${y(share * end)} y2=${y(share * end)} />
            <text class="tick" x="38" y=${y(share * end) + 4} text-anchor="end">${number(share * end, { maximumFractionDigits: 3 })}</text>`,
        )}
        ${groups.map((group, i) => svg`<text class="tick" x=${x(i)} y="212" text-anchor="middle">${group}</text>`)}
        ${series.map(
          ({ points }, s) => svg`<path class="line-${s % 6}" d=${path(points)} />
            ${points.map((point, i) => point && svg`<circle class="dot-${s % 6}" cx=${x(i)} cy=${y(point.value)} r="3.5" />`)}`,
        )}
      </svg>
      <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
        <table class="figures">
          <thead>
            <tr><td></td>${groups.map((group) => html`<th scope="col">${group}</th>`)}</tr>
          </thead>
          <tbody>
            ${series.map(
              ({ name, points }, s) => html`<tr>
                <th scope="row"><svg class="swatch" aria-hidden="true">${svg`<rect class="series-${s % 6}" width="100%" height="100%" rx="2" />`}</svg> ${name}</th>
                ${points.map((point) => html`<td class="figure">${point ? places(point.value) : '–'}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="hint">${note}</p>
    </figure>
  `;
}
