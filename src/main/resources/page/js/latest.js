// @ts-check
import { isAbort, Problem } from './api.js';
import { store } from './state.js';

/**
 * A task of which only the newest run counts: it aborts the one before. Its answer goes to one key of the
 * state, where the last value stays until the new one is there.
 * @template {any[]} A
 * @param {string} key
 * @param {(signal: AbortSignal, ...args: A) => Promise<any>} task
 */
export function latest(key, task) {
  let controller = new AbortController();
  return async (/** @type {A} */ ...args) => {
    controller.abort();
    const mine = (controller = new AbortController());
    const put = (asked) => store.set(/** @type {any} */ ({ [key]: asked }));
    put({ ...store.state[key], busy: true });
    try {
      const value = await task(mine.signal, ...args);
      if (!mine.signal.aborted) put({ value, busy: false });
    } catch (problem) {
      if (isAbort(problem) || mine.signal.aborted) return;
      put({ ...store.state[key], busy: false, problem });
      if (!(problem instanceof Problem)) throw problem; // a mistake of this page belongs in the console
    }
  };
}

/**
 * Does something once; what the server has against it goes beside the value of a key of the state.
 * @param {string} key @param {() => Promise<void>} action
 */
export async function attempt(key, action) {
  try {
    await action();
  } catch (problem) {
    store.set(/** @type {any} */ ({ [key]: { ...store.state[key], problem } }));
    if (!(problem instanceof Problem)) throw problem;
  }
}

/**
 * Waits until nothing more is typed.
 * @template {any[]} A
 * @param {number} ms @param {(...args: A) => void} task
 */
export function debounced(ms, task) {
  let timer = 0;
  return (/** @type {A} */ ...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => task(...args), ms);
  };
}
