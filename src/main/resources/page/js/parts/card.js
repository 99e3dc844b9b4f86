// @ts-check
// An item of a list: its cover, one line of why, and what can be said about it.
import { html, nothing, repeat } from '../lit.js';
import { itemAddress } from '../router.js';
import { isIn, isSeen, isStored, judge, see, unsee } from '../actions/discover.js';
import { t } from '../language.js';
import { cover, thumbnail } from './cover.js';
import { icon } from './icon.js';
import { because } from './because.js';

const judgement = (state, which, name, item) => html`
  <button
    type="button"
    class="round"
    aria-pressed=${isIn(state[which], item.itemId)}
    aria-label=${t(`${name}.of`, { title: item.title })}
    title=${t(name)}
    @click=${() => judge(which, item)}
  >
    ${icon(name)}
  </button>
`;

/** Seen, like, dislike. */
export const verdicts = (state, item) => html`
  <div class="verdicts">
    <button
      type="button"
      class="quiet seen"
      aria-pressed=${isSeen(state, item.itemId)}
      aria-disabled=${isStored(state, item.itemId)}
      aria-label=${t('seen.of', { title: item.title })}
      @click=${() => (isIn(state.history, item.itemId) ? unsee(item.itemId) : see(item))}
    >
      ${icon('check')} ${t('seen')}
    </button>
    ${judgement(state, 'likes', 'like', item)} ${judgement(state, 'dislikes', 'dislike', item)}
  </div>
`;

// A reason without evidence says that there is none: once a list, that is honest; on each card, noise.
const card = (state, item, place, footer) => html`
  <li class="card">
    <h3 class="card-title">
      <a href=${itemAddress(item.itemId)} aria-current=${state.route.itemId === item.itemId ? 'true' : nothing}>
        ${cover(item)}
      </a>
      <span class="place" aria-hidden="true">${place}</span>
    </h3>
    ${item.reason?.evidence.length ? html`<p class="why" dir="auto" title=${item.reason.text ?? nothing}>${because(item.reason.evidence[0])}</p>` : nothing}
    ${footer(state, item)}
  </li>
`;

/**
 * Items best first. Keyed, so that what stays keeps its place in the page and only what is new appears.
 * @param {any} state @param {any[]} items @param {(state: any, item: any) => unknown} [footer] what can be said of one
 */
export const cards = (state, items, footer = verdicts) => html`
  <ol class="cards">
    ${repeat(items, (item) => item.itemId, (item, i) => card(state, item, i + 1, footer))}
  </ol>
`;

/** Covers that have not come yet; they show themselves after a moment only. */
export const cardSkeletons = (count) => html`
  <ol class="cards skeletons" aria-hidden="true">
    ${Array.from({ length: count }, () => html`<li class="card"><div class="card-title"><span class="cover blank"></span><span class="place">&nbsp;</span></div></li>`)}
  </ol>
`;

/** Covers in a row, the titles below them. */
export const covers = (items) => html`
  <ul class="covers">
    ${repeat(
      items,
      (item) => item.itemId,
      (item) => html`<li><a href=${itemAddress(item.itemId)}>${cover(item)}</a></li>`,
    )}
  </ul>
`;

/**
 * Items in a row, small, each a way to its own page.
 * @param {any[]} items @param {(itemId: string) => void} [remove]
 */
export const shelf = (items, remove) => html`
  <ul class="shelf">
    ${repeat(
      items,
      (item) => item.itemId,
      (item) => html`
        <li>
          <a href=${itemAddress(item.itemId)}>
            ${thumbnail(item)}<span class="shelf-title" dir="auto">${item.title}</span>
          </a>
          ${remove
            ? html`<button type="button" class="remove" aria-label=${t('remove.of', { title: item.title })} @click=${() => remove(item.itemId)}>
                ${icon('close')}
              </button>`
            : nothing}
        </li>
      `,
    )}
  </ul>
`;
