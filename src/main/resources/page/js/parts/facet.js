// @ts-check
// The values of one attribute, with how many items have each: to choose from.
import { html, nothing, svg } from '../lit.js';
import { setRange, toggleValue } from '../actions/discover.js';
import { heading } from '../catalogue.js';
import { number, t, written } from '../language.js';

const value = (name, chosen, { value, count }) => html`
  <li>
    <label class="choice">
      <input
        type="checkbox"
        .checked=${chosen.includes(String(value))}
        @change=${() => toggleValue(name, String(value))}
      />
      <span class="choice-name" dir="auto">${written(value)}</span>
      <span class="choice-count">${number(count)}</span>
    </label>
  </li>
`;

function values(name, facet, chosen) {
  const missing = chosen
    .filter((one) => !facet.values.some((v) => String(v.value) === one))
    .map((one) => ({ value: one, count: 0 }));
  return html`<ul class="choices">
      ${[...facet.values, ...missing].map((one) => value(name, chosen, one))}
    </ul>
    ${facet.distinct > facet.values.length
      ? html`<p class="hint">${t('facet.more', { n: facet.distinct - facet.values.length })}</p>`
      : nothing}`;
}

/** How many items there are over the range; the numbers below it say the same. */
function histogram({ buckets }) {
  const most = Math.max(1, ...buckets.map((bucket) => bucket.count));
  const width = 100 / buckets.length;
  return html`<svg class="histogram" aria-hidden="true">
    ${buckets.map(({ count }, i) => {
      const height = (count / most) * 100;
      return svg`<rect x="${i * width + width * 0.06}%" y="${100 - height}%" width="${width * 0.88}%" height="${height}%" />`;
    })}
  </svg>`;
}

function range(name, facet, chosen) {
  const isDate = typeof facet.min === 'string';
  const bound = (which, label, placeholder) => html`
    <label class="bound">
      <span>${label}</span>
      <input
        type=${isDate ? 'date' : 'number'}
        step="any"
        placeholder=${placeholder ?? nothing}
        .value=${chosen[which] ?? ''}
        @change=${(event) => setRange(name, ...bounds(chosen, which, event.target.value))}
      />
    </label>
  `;
  return html`
    ${facet.buckets.length > 1 ? histogram(facet) : nothing}
    <div class="bounds">${bound('from', t('from'), facet.min)} ${bound('to', t('to'), facet.max)}</div>
  `;
}

const bounds = ({ from = '', to = '' }, which, entered) => (which === 'from' ? [entered, to] : [from, entered]);

/**
 * @param {string} name of the attribute
 * @param {any} facet of /v1/facets
 * @param {any} chosen values, or a range
 * @param {boolean} open
 */
export function facetGroup(name, facet, chosen, open) {
  const isRange = !facet.values;
  if ((facet.values ?? facet.buckets).length === 0 && chosen === undefined) return nothing;
  return html`
    <details class="facet" ?open=${open || chosen !== undefined}>
      <summary dir="auto">${heading(name)}</summary>
      ${isRange ? range(name, facet, chosen ?? {}) : values(name, facet, chosen ?? [])}
    </details>
  `;
}
