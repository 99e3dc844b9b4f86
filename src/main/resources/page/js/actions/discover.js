// @ts-check
// What a person does in Discover. Everything that changes a request asks for the list again at once.
import { ask, post, Problem } from '../api.js';
import { attributesOf, filterOf, included } from '../catalogue.js';
import { debounced, latest } from '../latest.js';
import { t } from '../language.js';
import { personOf } from '../person.js';
import { store } from '../state.js';
import { explain } from './item.js';
import { readStatus } from './status.js';

const LIST_LENGTH = 24;
const FOUND_LENGTH = 8;
const VALUES_PER_FACET = 12;
const TYPING_MS = 150;

function requestOf(state) {
  const filter = filterOf(state.chosen);
  return {
    ...personOf(state),
    ...(filter ? { filter } : {}),
    ...(state.diversity > 0 ? { diversity: state.diversity } : {}),
    count: LIST_LENGTH,
    include: included(),
    explain: 'text',
  };
}

const recommend = latest('list', (signal) => post('/v1/recommendations', requestOf(store.state), signal));

// Each attribute's values are counted under the choices of the others: its own would hide the alternatives.
const countFacets = latest('facets', async (signal) => {
  const { chosen } = store.state;
  const names = attributesOf('keyword', 'boolean', 'number', 'date');
  const free = names.filter((name) => !(name in chosen));
  const asked = [
    ...(free.length ? [facetsOf(free, filterOf(chosen), signal)] : []),
    ...names.filter((name) => name in chosen).map((name) => facetsOf([name], filterOf(chosen, name), signal)),
  ];
  return Object.assign({}, ...(await Promise.all(asked)));
});

async function facetsOf(names, filter, signal) {
  const query = new URLSearchParams({ attributes: names.join(','), count: String(VALUES_PER_FACET) });
  if (filter) query.set('filter', filter);
  return (await ask(`/v1/facets?${query}`, { signal })).facets;
}

/** Whether the attributes of the catalogue are known; the list says why where they are not. */
async function isAcquainted() {
  if (!store.state.status.value) await readStatus();
  const { value, problem } = store.state.status;
  if (!value) store.set({ list: { ...store.state.list, busy: false, problem } });
  return value !== undefined;
}

/** The list and what explains the item that is open: after anything that changes who the person is. */
export async function refresh() {
  if (!(await isAcquainted())) return;
  recommend();
  if (!store.state.facets.value) countFacets();
  const { itemId } = store.state.route;
  if (itemId) explain(itemId);
}

function refreshFilters() {
  refresh();
  countFacets();
}

const refreshSoon = debounced(TYPING_MS, refresh);

/** All that Discover shows, when it is opened. */
export async function enterDiscover() {
  if (!store.state.list.value || !store.state.facets.value) await refresh();
  if (store.state.userId && !store.state.stored.value) readStored();
}

// — search —

const search = latest('found', (signal, query) =>
  post('/v1/search', { query, count: FOUND_LENGTH, include: included() }, signal),
);
const searchSoon = debounced(TYPING_MS, () => {
  const query = store.state.query.trim();
  if (query) search(query);
});

export function type(query) {
  store.set({ query, ...(query.trim() ? {} : { found: { busy: false } }) });
  searchSoon();
}

// — history, likes, dislikes —

const without = (items, itemId) => items.filter((item) => item.itemId !== itemId);
const remembered = ({ itemId, title, attributes }) => ({ itemId, title, attributes });

export const isIn = (items, itemId) => items.some((item) => item.itemId === itemId);

/** Takes an item into the history; with a user and the right to write, into theirs on the server. */
export async function see(item) {
  const { userId, list } = store.state;
  if (userId) {
    const recommended = list.value && isIn(list.value.items, item.itemId);
    try {
      await post('/v1/interactions', {
        userId,
        itemId: item.itemId,
        ...(recommended ? { recommendationId: list.value.recommendationId } : {}),
      });
      await readStored();
      refresh();
      return;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      store.set({ notice: problem.kind === 'forbidden' ? t('user.readOnly') : t('user.notStored') });
    }
  }
  store.set({ history: [...without(store.state.history, item.itemId), remembered(item)] });
  refresh();
}

export function unsee(itemId) {
  store.set({ history: without(store.state.history, itemId) });
  refresh();
}

export function clearHistory() {
  store.set({ history: [], likes: [], dislikes: [] });
  refresh();
}

/** Likes an item, or takes that back; what is liked is not disliked. @param {'likes' | 'dislikes'} which */
export function judge(which, item) {
  const { [which]: items } = store.state;
  const other = which === 'likes' ? 'dislikes' : 'likes';
  store.set({
    [which]: isIn(items, item.itemId) ? without(items, item.itemId) : [...items, remembered(item)],
    [other]: without(store.state[other], item.itemId),
  });
  refresh();
}

/** A history from an address: its ids, and titles as soon as the server told them. @param {string[]} itemIds */
export async function adopt(itemIds) {
  const history = await named(itemIds);
  store.set({ history });
  refresh();
}

async function named(itemIds) {
  const some = itemIds.slice(-100);
  if (some.length === 0) return [];
  const quoted = some.map((id) => `"${id.replace(/["\\]/g, '\\$&')}"`).join(' OR ');
  const { items } = await ask(`/v1/items?limit=500&filter=${encodeURIComponent(`id:(${quoted})`)}`);
  const byId = new Map(items.map((item) => [item.id, item]));
  return some
    .filter((id) => byId.has(id))
    .map((id) => ({ itemId: id, title: byId.get(id).title, attributes: byId.get(id).attributes }));
}

// — as a user —

const readStored = latest('stored', async (signal) => {
  const path = `/v1/users/${encodeURIComponent(store.state.userId)}/interactions?limit=1000`;
  let page = await ask(path, { signal });
  while (page.interactions.length === 1000 && page.nextCursor) {
    page = await ask(`${path}&cursor=${page.nextCursor}`, { signal });
  }
  return named([...new Set(page.interactions.map((interaction) => interaction.itemId))].slice(-12));
});

export function becomeUser(userId) {
  store.set({ userId: userId.trim(), stored: { busy: false }, notice: '' });
  if (store.state.userId) readStored();
  refresh();
}

// — steering —

export function wishFor(wish) {
  store.set({ wish });
  refreshSoon();
}

export function vary(diversity) {
  store.set({ diversity });
  refreshSoon();
}

export function toggleValue(name, value) {
  const { [name]: values = [], ...others } = store.state.chosen;
  const next = values.includes(value) ? values.filter((v) => v !== value) : [...values, value];
  store.set({ chosen: next.length ? { ...others, [name]: next } : others });
  refreshFilters();
}

export function setRange(name, from, to) {
  const { [name]: _, ...others } = store.state.chosen;
  store.set({ chosen: from || to ? { ...others, [name]: { from, to } } : others });
  refreshFilters();
}

export function clearChoices() {
  store.set({ chosen: {}, wish: '', diversity: 0 });
  refreshFilters();
}
