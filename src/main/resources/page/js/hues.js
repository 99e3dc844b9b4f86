// @ts-check
// The colour of each item, from its embedding: like items are alike in colour. Asked for in one request
// for all covers that a drawing wanted, and remembered.
import { ask } from './api.js';

const MOST_AT_ONCE = 200;

/** @type {Map<string, number | undefined>} undefined while it is asked for, or where it has none */
const known = new Map();
/** @type {Set<string>} */
const wanted = new Set();
let drawAgain = () => {};

/** @param {() => void} listener what to do when colours came */
export function onHues(listener) {
  drawAgain = listener;
}

/** In degrees; undefined is no colour, or none yet. @param {string} itemId */
export function hueOf(itemId) {
  if (!known.has(itemId)) {
    known.set(itemId, undefined);
    if (wanted.size === 0) queueMicrotask(fetchWanted);
    wanted.add(itemId);
  }
  return known.get(itemId);
}

async function fetchWanted() {
  const ids = [...wanted];
  wanted.clear();
  for (let i = 0; i < ids.length; i += MOST_AT_ONCE) {
    const some = ids.slice(i, i + MOST_AT_ONCE).filter((id) => !id.includes(','));
    try {
      const { hues } = await ask(`/v1/hues?ids=${some.map(encodeURIComponent).join(',')}`);
      Object.entries(hues).forEach(([id, hue]) => known.set(id, hue));
      drawAgain();
    } catch {
      // Covers stay grey. What is wrong with the server, the list itself says; it is asked again with it.
      some.forEach((id) => known.delete(id));
      return;
    }
  }
}
