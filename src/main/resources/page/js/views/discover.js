// @ts-check
// Find something, say what one has seen, and watch the list follow.
import { html, live, nothing } from '../lit.js';
import * as act from '../actions/discover.js';
import { attributesOf } from '../catalogue.js';
import { named, number, t } from '../language.js';
import { sharedAddress } from '../router.js';
import { store } from '../state.js';
import { cards, cardSkeletons, shelf } from '../parts/card.js';
import { facetGroup } from '../parts/facet.js';
import { icon } from '../parts/icon.js';
import { empty, failure } from '../parts/notice.js';
import { search } from '../parts/search.js';
import { copied } from '../parts/copy.js';

const OPEN_FACETS = 2;

function facets(state) {
  const found = state.facets.value ?? {};
  return attributesOf('keyword', 'number', 'boolean', 'date')
    .filter((name) => found[name])
    .map((name, i) => facetGroup(name, found[name], state.chosen[name], i < OPEN_FACETS));
}

const asUser = (state) => html`
  <form
    class="field"
    @submit=${(event) => {
      event.preventDefault();
      act.becomeUser(event.target.elements.user.value);
    }}
  >
    <label for="user">${t('user.label')}</label>
    <div class="joined">
      <input id="user" name="user" autocomplete="off" maxlength="200" placeholder=${t('user.nobody')} .value=${state.userId} />
      <button type="submit" class="quiet">${t('user.use')}</button>
    </div>
    ${state.notice ? nothing : html`<p class="hint">${state.userId ? t('user.is', { user: state.userId }) : t('user.hint')}</p>`}
  </form>
`;

const isSteered = ({ chosen, wish, diversity }) => Object.keys(chosen).length > 0 || wish !== '' || diversity > 0;

const refine = (state) => html`
  <aside class="refine" aria-label=${t('refine')}>
    <button
      type="button"
      class="quiet refine-toggle"
      aria-expanded=${state.refineOpen}
      aria-controls="refine"
      @click=${() => store.set({ refineOpen: !state.refineOpen })}
    >
      ${icon('sliders')} ${t('refine')}
    </button>
    <div id="refine" class=${state.refineOpen ? 'refine-body open' : 'refine-body'}>
      <div class="field">
        <label for="wish">${t('wish')}</label>
        <textarea
          id="wish"
          rows="2"
          maxlength="2000"
          placeholder=${t('wish.placeholder')}
          .value=${live(state.wish)}
          @input=${(event) => act.wishFor(event.target.value)}
        ></textarea>
      </div>
      <div class="field">
        <label for="diversity">${t('diversity')}</label>
        <input
          id="diversity"
          type="range"
          min="0"
          max="1"
          step="0.05"
          aria-valuetext=${number(state.diversity, { style: 'percent' })}
          .value=${live(String(state.diversity))}
          @input=${(event) => act.vary(Number(event.target.value))}
        />
        <p class="ends" aria-hidden="true"><span>${t('diversity.none')}</span><span>${t('diversity.full')}</span></p>
      </div>
      ${asUser(state)} ${facets(state)}
      ${isSteered(state)
        ? html`<button type="button" class="quiet" @click=${act.clearChoices}>${icon('undo')} ${t('refine.clear')}</button>`
        : nothing}
    </div>
  </aside>
`;

const isStranger = ({ history, likes, dislikes, userId }) =>
  history.length + likes.length + dislikes.length === 0 && userId === '';

const invitation = () => html`
  <header class="invitation">
    <h1>${t('invitation')}</h1>
    <p>${t('invitation.more')}</p>
  </header>
`;

const judged = (items, which, title) =>
  items.length === 0
    ? nothing
    : html`<section class="strip" aria-label=${title}>
        <h2>${title}</h2>
        ${shelf(items, (itemId) => act.judge(which, items.find((item) => item.itemId === itemId)))}
      </section>`;

function strip(state) {
  if (isStranger(state)) return nothing;
  const stored = state.userId ? state.stored.value ?? [] : [];
  return html`
    <div class="strips">
      ${state.history.length + stored.length > 0 || state.userId
        ? html`<section class="strip" aria-labelledby="history">
            <header>
              <h2 id="history">${state.userId ? t('history.of', { user: state.userId }) : t('history')}</h2>
              <p class="strip-actions">
                ${state.history.length
                  ? html`${copied(t('share'), 'link', () => sharedAddress(state.history.map((item) => item.itemId)))}
                      <button type="button" class="quiet" @click=${act.clearHistory}>${t('history.clear')}</button>`
                  : nothing}
              </p>
            </header>
            ${stored.length ? shelf(stored) : nothing} ${state.history.length ? shelf(state.history, act.unsee) : nothing}
            ${stored.length + state.history.length === 0 ? html`<p class="hint">${t('history.none')}</p>` : nothing}
          </section>`
        : nothing}
      ${judged(state.likes, 'likes', t('likes'))} ${judged(state.dislikes, 'dislikes', t('dislikes'))}
    </div>
  `;
}

/** The history of a link, where it must not take the place of one's own unasked. */
function shared({ shared: { value, problem, itemIds }, history }) {
  if (problem) return failure(problem, () => act.adopt(itemIds));
  if (!value || history.length === 0) return nothing;
  return html`
    <div class="remark" role="status">
      <p>${t('shared.ask', { n: value.length })}</p>
      <p class="strip-actions">
        <button type="button" class="quiet" @click=${act.takeShared}>${t('shared.take')}</button>
        <button type="button" class="quiet" @click=${act.leaveShared}>${t('shared.leave')}</button>
      </p>
    </div>
  `;
}

function list(state) {
  const { value, busy, problem } = state.list;
  if (problem && !value) return failure(problem, act.refresh);
  if (!value) return cardSkeletons(12);
  return html`
    ${failure(problem, act.refresh)}
    ${value.items.length > 0
      ? html`<div class="list" aria-busy=${busy}>${cards(state, value.items)}</div>`
      : state.status.value?.catalogue.items === 0
        ? empty(t('empty.catalogue'), html`<a class="primary" href="#/operate">${t('empty.import')}</a>`)
        : empty(t('empty.list'), isSteered(state) ? html`<button type="button" class="primary" @click=${act.clearChoices}>${t('refine.clear')}</button>` : nothing)}
  `;
}

const title = (state) => t(isStranger(state) && state.wish.trim() === '' ? 'list.strangers' : 'list');

export const discover = (state) => html`
  <div class="discover">
    <div class="opening">
      ${isStranger(state) ? invitation() : html`<h1 class="unseen">${t('view.discover')}</h1>`} ${search(state)}
      ${strip(state)}
      ${shared(state)} ${state.notice ? html`<p class="remark" role="status">${t(state.notice)}</p>` : nothing}
    </div>
    ${refine(state)}
    <section class="recommended" aria-labelledby="recommended">
      <header>
        <h2 id="recommended">${title(state)}</h2>
        <p class="hint" aria-live="polite">
          ${state.list.value ? t('list.count', { n: state.list.value.items.length }) : nothing}
          ${state.list.value?.degraded ? t('degraded', { what: state.list.value.degraded.map((name) => named('scorer', name)).join(', ') }) : nothing}
        </p>
      </header>
      ${list(state)}
    </section>
  </div>
`;
