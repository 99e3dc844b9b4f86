// @ts-check
// One item, opened: what it is, why it came, what is like it.
import { ask, post } from '../api.js';
import { included } from '../catalogue.js';
import { latest } from '../latest.js';
import { personOf } from '../person.js';
import { store } from '../state.js';

const SIMILAR = 8;

const readDetails = latest('details', (signal, itemId) => ask(`/v1/items/${encodeURIComponent(itemId)}`, { signal }));

const readSimilar = latest('similar', async (signal, itemId) => {
  const query = new URLSearchParams({ count: String(SIMILAR), include: included().join(',') });
  return (await ask(`/v1/items/${encodeURIComponent(itemId)}/similar?${query}`, { signal })).items;
});

/** Asks why an item is for this person, whether or not it was recommended. @param {string} itemId */
export const explain = latest('explanation', (signal, itemId) =>
  post('/v1/explanations', { itemId, ...personOf(store.state) }, signal),
);

/** @param {string} itemId */
export function enterItem(itemId) {
  store.set({ details: { busy: false }, explanation: { busy: false }, similar: { busy: false } });
  readDetails(itemId);
  explain(itemId);
  readSimilar(itemId);
}
