// @ts-check
// What a person does in Discover. Everything that changes a request asks for the list again at once.
import { ask, post, Problem } from '../api.js';
import { attributesOf, filterOf, included, quoted } from '../catalogue.js';
import { debounced, latest } from '../latest.js';
import { personOf } from '../person.js';
import { dropParameters } from '../router.js';
import { store, UNASKED } from '../state.js';
import { explain } from './item.js';
import { readStatus } from './status.js';

const LIST_LENGTH = 24;
const FOUND_LENGTH = 8;
const VALUES_PER_FACET = 12;
const STORED_SHOWN = 12;
const IDS_AT_ONCE = 50; // a request line has 4 KB
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

const search = latest('found', async (signal, query) => {
  const { items } = await post('/v1/search', { query, count: FOUND_LENGTH, include: included() }, signal);
  return { query, items };
});
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

/** What the server has stored cannot be taken back here. */
export const isStored = ({ userId, stored }, itemId) => userId !== '' && isIn(stored.value ?? [], itemId);

export const isSeen = (state, itemId) => isIn(state.history, itemId) || isStored(state, itemId);

/** Ids that are on their way to the server: a second click means the same. @type {Set<string>} */
const underWay = new Set();

/** @returns {Promise<boolean>} whether the server keeps that the user has seen it */
async function storeSeen(item) {
  const { userId, list } = store.state;
  const recommended = list.value && isIn(list.value.items, item.itemId);
  underWay.add(item.itemId);
  try {
    await post('/v1/interactions', {
      userId,
      itemId: item.itemId,
      ...(recommended ? { recommendationId: list.value.recommendationId } : {}),
    });
    await readStored();
    return true;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    store.set({ notice: problem.kind === 'forbidden' ? 'user.readOnly' : 'user.notStored' });
    return false;
  } finally {
    underWay.delete(item.itemId);
  }
}

/** Takes an item into the history; with a user and the right to write, into theirs on the server. */
export async function see(item) {
  const { itemId } = item;
  if (underWay.has(itemId) || isStored(store.state, itemId)) return;
  store.set({ notice: '' });
  const isKept = store.state.userId !== '' && (await storeSeen(item));
  if (!isKept) store.set({ history: [...without(store.state.history, itemId), remembered(item)] });
  refresh();
}

export function unsee(itemId) {
  store.set({ history: without(store.state.history, itemId) });
  refresh();
}

export function clearHistory() {
  store.set({ history: [] });
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

const readShared = latest('shared', (signal, itemIds) => named(itemIds, signal));

/**
 * A history from an address, which stays there until it was read. It takes the place of none; a person with
 * a history of their own is asked.
 * @param {string[]} itemIds
 */
export async function adopt(itemIds) {
  store.set({ shared: { busy: true, itemIds } });
  await readShared(itemIds);
  const { shared, history } = store.state;
  if (!shared.value) return;
  if (shared.value.length === 0) {
    store.set({ notice: 'shared.none' });
    leaveShared();
  } else if (history.length === 0) takeShared();
}

export function takeShared() {
  store.set({ history: store.state.shared.value, notice: '' });
  leaveShared();
  refresh();
}

export function leaveShared() {
  store.set({ shared: UNASKED });
  dropParameters();
}

/** Items by their ids, in that order; those that the catalogue has not are left out. */
async function named(itemIds, signal) {
  const pieces = [];
  for (let i = 0; i < itemIds.length; i += IDS_AT_ONCE) pieces.push(itemIds.slice(i, i + IDS_AT_ONCE));
  const answers = await Promise.all(
    pieces.map((ids) => {
      const query = new URLSearchParams({ limit: String(IDS_AT_ONCE), filter: `id:(${ids.map(quoted).join(' OR ')})` });
      return ask(`/v1/items?${query}`, { signal });
    }),
  );
  const byId = new Map(answers.flatMap(({ items }) => items).map((item) => [item.id, item]));
  return itemIds
    .map((id) => byId.get(id))
    .filter(Boolean)
    .map(({ id, title, attributes }) => ({ itemId: id, title, attributes }));
}

// — as a user —

const readStored = latest('stored', async (signal) => {
  const user = encodeURIComponent(store.state.userId);
  const { interactions } = await ask(`/v1/users/${user}/interactions?order=newest&limit=200`, { signal });
  const ids = [...new Set(interactions.map((interaction) => interaction.itemId))].slice(0, STORED_SHOWN);
  return named(ids.reverse(), signal);
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
