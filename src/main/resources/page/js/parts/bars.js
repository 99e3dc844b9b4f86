// @ts-check
// Bars of measured numbers. The numbers stand beside them as text; the drawing is for the eye alone.
// Widths are SVG attributes: the page's policy allows no style in markup.
import { html, svg } from '../lit.js';
import { named, percent, signed } from '../language.js';

/** A bar from the middle where there are negative values, else from the left. */
function bar(value, largest, anyNegative) {
  const width = largest === 0 ? 0 : (Math.abs(value) / largest) * (anyNegative ? 50 : 100);
  const x = anyNegative ? (value < 0 ? 50 - width : 50) : 0;
  return html`<svg class="bar" aria-hidden="true">
    ${svg`<rect class="bar-track" width="100%" height="100%" rx="2" />
      <rect class=${value < 0 ? 'bar-against' : 'bar-for'} x="${x}%" width="${width}%" height="100%" rx="2" />`}
  </svg>`;
}

/**
 * One bar a row, to one scale.
 * @param {{label: unknown, value: number}[]} rows
 */
export function effects(rows) {
  const largest = Math.max(...rows.map((row) => Math.abs(row.value)));
  const anyNegative = rows.some((row) => row.value < 0);
  return html`
    <ul class="effects">
      ${rows.map(
        ({ label, value }) => html`
          <li>
            <span class="effect-label" dir="auto">${label}</span>
            <span class="effect-value">${signed(value)}</span>
            ${bar(value, largest, anyNegative)}
          </li>
        `,
      )}
    </ul>
  `;
}

/**
 * Parts of a whole in one bar, each with its share. Parts that pull down have no place in it: they are
 * listed below it with the others.
 * @param {Record<string, number>} shares by scorer
 */
export function stack(shares) {
  const parts = Object.entries(shares).sort(([, a], [, b]) => b - a);
  const whole = parts.reduce((sum, [, value]) => sum + Math.max(value, 0), 0);
  let x = 0;
  return html`
    <svg class="stack" aria-hidden="true">
      ${parts
        .filter(([, value]) => value > 0)
        .map(([, value], i) => {
          const width = (value / whole) * 100;
          const part = svg`<rect class="series-${i % 6}" x="${x}%" width="${width}%" height="100%" />`;
          x += width;
          return part;
        })}
    </svg>
    <ul class="legend">
      ${parts.map(
        ([scorer, value], i) => html`
          <li>
            <svg class="swatch" aria-hidden="true">${svg`<rect class=${value > 0 ? `series-${i % 6}` : 'bar-against'} width="100%" height="100%" rx="2" />`}</svg>
            <span>${named('scorer', scorer)}</span>
            <span class="effect-value">${signed(value)}${value > 0 && whole > 0 ? html` · ${percent(value / whole)}` : ''}</span>
          </li>
        `,
      )}
    </ul>
  `;
}
