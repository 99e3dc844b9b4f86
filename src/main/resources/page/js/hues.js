// @ts-check
// The colour of each item, from its embedding: like items are alike in colour. Asked for in one request
// for all covers that a drawing wanted, and remembered.
import { ask } from './api.js';

const MOST_AT_ONCE = 200;
const RETRY_MS = 5000;
const LONGEST_LINE = 3000; // the server's limit of a request line is 4 KB

/** @type {Map<string, number | undefined>} undefined while it is asked for, or where it has none yet */
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

/** Asks for all colours anew: the catalogue has changed. */
export const forgetHues = () => known.clear();

/** An id that has no colour yet may have one later; it is not asked for at every drawing. */
function askAgainLater(ids) {
  setTimeout(() => ids.filter((id) => known.get(id) === undefined).forEach((id) => known.delete(id)), RETRY_MS);
}

async function fetchWanted() {
  const ids = [...wanted].filter((id) => !id.includes(',')); // the comma parts them
  wanted.clear();
  askAgainLater([...ids]);
  while (ids.length > 0) {
    const some = [ids.shift()];
    const line = () => [...some, ids[0]].map(encodeURIComponent).join(',');
    while (ids.length > 0 && some.length < MOST_AT_ONCE && line().length < LONGEST_LINE) some.push(ids.shift());
    try {
      const { hues } = await ask(`/v1/hues?ids=${some.map(encodeURIComponent).join(',')}`);
      Object.entries(hues).forEach(([id, hue]) => known.set(id, hue));
      drawAgain();
    } catch {
      return; // covers stay grey; what is wrong with the server, the list says
    }
  }
}
