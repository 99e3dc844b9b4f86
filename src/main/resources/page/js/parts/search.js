// @ts-check
// The search box and what it finds while one types. Arrows walk through what was found, Escape leaves.
import { html, nothing, repeat } from '../lit.js';
import { isIn, isStored, see, type, unsee } from '../actions/discover.js';
import { subtitle } from '../catalogue.js';
import { t } from '../language.js';
import { itemAddress } from '../router.js';
import { thumbnail } from './cover.js';
import { icon } from './icon.js';
import { sentenceOf } from './notice.js';

function clear() {
  type('');
  document.getElementById('search')?.focus();
}

function walk(event) {
  const box = event.currentTarget;
  if (event.key === 'Escape') {
    if (box.querySelector('input').value === '') return;
    event.preventDefault();
    clear();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [box.querySelector('input'), ...box.querySelectorAll('.found-add')];
  const next = stops[stops.indexOf(document.activeElement.closest('input, .found-add')) + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

const result = (state, item) => {
  const isOwn = isIn(state.history, item.itemId);
  const isKept = isStored(state, item.itemId);
  return html`
    <li>
      <button
        type="button"
        class="found-add"
        aria-pressed=${isOwn || isKept}
        aria-disabled=${isKept}
        aria-label=${t(isOwn ? 'remove.of' : 'seen.of', { title: item.title })}
        @click=${() => (isOwn ? unsee(item.itemId) : see(item))}
      >
        ${thumbnail(item)}
        <span class="found-title" dir="auto">${item.title}</span>
        <span class="found-line" dir="auto">${subtitle(item.attributes)}</span>
        ${icon(isOwn || isKept ? 'check' : 'plus')}
      </button>
      <a class="found-open" href=${itemAddress(item.itemId)} aria-label=${t('open.of', { title: item.title })} @click=${() => type('')}>
        ${t('open')}
      </a>
    </li>
  `;
};

function results(state) {
  const { value, problem } = state.found;
  if (problem) return html`<p class="found-nothing" role="alert">${sentenceOf(problem)}</p>`;
  if (!value) return nothing;
  return value.items.length === 0
    ? html`<p class="found-nothing">${t('search.nothing', { query: value.query })}</p>`
    : html`<ul aria-label=${t('search.results')}>
        ${repeat(value.items, (item) => item.itemId, (item) => result(state, item))}
      </ul>`;
}

export const search = (state) => html`
  <div class="search" role="search" @keydown=${walk}>
    ${icon('search')}
    <input
      id="search"
      type="search"
      autocomplete="off"
      spellcheck="false"
      aria-label=${t('search.label')}
      placeholder=${t('search.placeholder')}
      .value=${state.query}
      @input=${(event) => type(event.target.value)}
    />
    ${state.query
      ? html`<button type="button" class="round search-clear" aria-label=${t('search.clear')} @click=${clear}>${icon('close')}</button>`
      : nothing}
    <div class="found" ?hidden=${!state.query.trim() || (!state.found.value && !state.found.problem)} aria-busy=${state.found.busy}>
      ${results(state)}
    </div>
    <p class="unseen" aria-live="polite">
      ${state.query.trim() && state.found.value ? t('search.count', { n: state.found.value.items.length }) : nothing}
    </p>
  </div>
`;
