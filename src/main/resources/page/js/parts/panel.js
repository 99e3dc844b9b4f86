// @ts-check
// One item, opened beside the list (a dialog over it where there is no room): what it is, and why it came.
import { html, keyed, nothing, ref } from '../lit.js';
import { enterItem } from '../actions/item.js';
import { attributesOf, heading, subtitle } from '../catalogue.js';
import { t, written } from '../language.js';
import { effects, stack } from './bars.js';
import { covers, verdicts } from './card.js';
import { cover } from './cover.js';
import { icon } from './icon.js';
import { failure } from './notice.js';

const LONG_TITLE = 80;

const facts = (attributes) => html`
  <dl class="facts">
    ${attributesOf('keyword', 'number', 'boolean', 'date', 'text')
      .filter((name) => attributes[name] !== undefined)
      .map((name) => html`<div><dt dir="auto">${heading(name)}</dt><dd dir="auto">${written(attributes[name])}</dd></div>`)}
  </dl>
`;

/** What a piece of evidence is called, and how many of the measured ones there are. */
function labelOf(piece) {
  switch (piece.kind) {
    case 'like':
      return t('evidence.like', { title: piece.title });
    case 'wish':
      return t('evidence.wish');
    case 'popularity':
      return t('evidence.popularity');
    default:
      return piece.title ?? piece.kind;
  }
}

function evidence({ reason }) {
  const measured = reason.evidence.filter((piece) => piece.effect !== undefined);
  const shared = reason.evidence.filter((piece) => piece.kind === 'attribute');
  const passages = reason.evidence.filter((piece) => piece.passage);
  return html`
    ${measured.length
      ? html`<h3>${t('effects')}</h3>
          <p class="hint">${t('effects.hint')}</p>
          ${effects(measured.map((piece) => ({ label: labelOf(piece), value: piece.effect })))}`
      : nothing}
    ${reason.notExamined > 0 ? html`<p class="hint">${t('effects.notExamined', { n: reason.notExamined })}</p>` : nothing}
    ${shared.length
      ? html`<h3>${t('shared')}</h3>
          <ul class="tags">
            ${shared.map(
              (piece) => html`<li class="tag"><span dir="auto">${piece.shared.map((s) => s.value).join(', ')}</span> × ${piece.count}</li>`,
            )}
          </ul>`
      : nothing}
    ${passages.map((piece) => html`<blockquote dir="auto">${piece.passage}</blockquote>`)}
  `;
}

function why(state, itemId) {
  const { value, busy, problem } = state.explanation;
  if (problem) return failure(problem, () => enterItem(itemId));
  if (!value) return html`<p class="lines skeleton" aria-hidden="true"></p>`;
  return html`
    <div aria-busy=${busy}>
      <p class="because" dir="auto">${value.reason.text}</p>
      ${evidence(value)}
      ${Object.keys(value.shares).length
        ? html`<h3>${t('shares')}</h3>
            <p class="hint">${t('shares.hint')}</p>
            ${stack(value.shares)}`
        : nothing}
    </div>
  `;
}

function content(state, itemId) {
  const { value, problem } = state.details;
  if (problem) return failure(problem, () => enterItem(itemId));
  if (!value) return html`<p class="lines skeleton" aria-hidden="true"></p>`;
  const item = { itemId, title: value.title, attributes: value.attributes };
  return html`
    <div class="panel-head">
      <div aria-hidden="true">${cover(item)}</div>
      <div>
        <h2 id="opened" class=${value.title.length > LONG_TITLE ? 'long' : ''} dir="auto" tabindex="-1">${value.title}</h2>
        <p class="panel-line" dir="auto">${subtitle(value.attributes)}</p>
        ${verdicts(state, item)}
      </div>
    </div>
    ${value.text ? html`<p class="synopsis" dir="auto">${value.text}</p>` : nothing} ${facts(value.attributes ?? {})}
    <section class="panel-part" aria-labelledby="why">
      <h2 id="why">${t('why')}</h2>
      ${why(state, itemId)}
    </section>
    ${state.similar.value?.length
      ? html`<section class="panel-part" aria-labelledby="similar">
          <h2 id="similar">${t('similar')}</h2>
          ${covers(state.similar.value)}
        </section>`
      : nothing}
  `;
}

const ROOMY = matchMedia('(min-width: 1100px)');

/** Opens the dialog: beside the list where there is room, over it where there is not. */
function opened(element) {
  if (!(element instanceof HTMLDialogElement)) return;
  // Its template is not in the document yet when it is made.
  queueMicrotask(() => {
    if (element.open || !element.isConnected) return;
    if (ROOMY.matches) element.show();
    else element.showModal();
  });
}

/** @param {() => void} close */
export function panel(state, close) {
  const { itemId } = state.route;
  if (!itemId) return nothing;
  const isTitled = state.details.value && !state.details.problem;
  return keyed(itemId, html`
    <dialog
      class="panel"
      aria-labelledby=${isTitled ? 'opened' : nothing}
      aria-label=${isTitled ? nothing : t('opened')}
      ${ref(opened)}
      @cancel=${(event) => {
        event.preventDefault();
        close();
      }}
      @keydown=${(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <button type="button" class="round panel-close" aria-label=${t('close')} @click=${close}>${icon('close')}</button>
      <div class="panel-body" aria-busy=${state.details.busy}>${content(state, itemId)}</div>
    </dialog>
  `);
}
