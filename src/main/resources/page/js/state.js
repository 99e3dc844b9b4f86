// @ts-check
// One store for the whole page. Views read it, actions change it, and every change draws the page anew.

/** What outlives a reload: for good, or for this tab only. A key never goes to localStorage. */
const KEPT = {
  local: ['theme', 'language', 'history', 'likes', 'dislikes', 'userId'],
  session: ['key', 'conversation'],
};

/**
 * Something asked of the server: what it last said, whether it is being asked again, and what went wrong.
 * The last value stays while a newer one is on its way, so that nothing jumps.
 * @template T
 * @typedef {{value?: T, busy: boolean, problem?: import('./api.js').Problem}} Asked
 */

/** @type {Asked<any>} */
export const UNASKED = Object.freeze({ busy: false });

/** An item as the page remembers it: enough to draw its cover. @typedef {{itemId: string, title: string, attributes?: object}} Known */

export const EMPTY_CONVERSATION = Object.freeze({
  sessionId: '',
  userId: '',
  lines: [],
  statements: [],
  items: [],
  relaxations: [],
});

const INITIAL = {
  theme: 'auto',
  language: navigator.language.toLowerCase().startsWith('es') ? 'es' : 'en',
  route: { view: 'discover', itemId: '' },
  key: '',
  keyWanted: false,
  status: UNASKED,

  /** @type {Known[]} */ history: [],
  /** @type {Known[]} */ likes: [],
  /** @type {Known[]} */ dislikes: [],
  userId: '',
  /** Stored interactions of the user, newest last. */ stored: UNASKED,
  wish: '',
  diversity: 0,
  chosen: {},
  refineOpen: false,
  facets: UNASKED,
  query: '',
  found: UNASKED,
  list: UNASKED,
  /** A key of the words. */ notice: '',
  /** The history of a link, until one has it or does not want it. */ shared: UNASKED,

  /** Of the item that is open. */ details: UNASKED,
  explanation: UNASKED,
  similar: UNASKED,
  conversation: EMPTY_CONVERSATION,
  turn: UNASKED,
  draft: '',

  /** Requests that were answered with stage timings, newest first. */ exchanges: [],
  shownExchange: 0,
  sizes: UNASKED,
  evaluation: UNASKED,
  readiness: UNASKED,
  reindexing: UNASKED,
  imports: UNASKED,
  upload: UNASKED,
};

/** @typedef {typeof INITIAL} State */

function read(storage, name) {
  try {
    const text = storage.getItem(`drago.${name}`);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined; // forbidden or spoilt storage is an empty one
  }
}

function write(storage, name, value) {
  try {
    storage.setItem(`drago.${name}`, JSON.stringify(value));
  } catch {
    // A full or forbidden storage costs the memory of the page, not the page.
  }
}

class Store {
  /** @type {State} */ #state;
  /** @type {Set<() => void>} */ #listeners = new Set();

  /** @param {State} initial */
  constructor(initial) {
    this.#state = initial;
  }

  get state() {
    return this.#state;
  }

  /** @param {Partial<State>} change */
  set(change) {
    this.#state = { ...this.#state, ...change };
    for (const name of Object.keys(change)) {
      if (KEPT.local.includes(name)) write(localStorage, name, change[name]);
      if (KEPT.session.includes(name)) write(sessionStorage, name, change[name]);
    }
    this.#listeners.forEach((listener) => listener());
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }
}

function sameShape(value, model) {
  return typeof value === typeof model && Array.isArray(value) === Array.isArray(model) && value !== null;
}

function restored() {
  const state = { ...INITIAL };
  for (const [names, storage] of [
    [KEPT.local, () => localStorage],
    [KEPT.session, () => sessionStorage],
  ]) {
    for (const name of /** @type {string[]} */ (names)) {
      let value;
      try {
        value = read(/** @type {() => Storage} */ (storage)(), name);
      } catch {
        value = undefined;
      }
      if (sameShape(value, INITIAL[name])) state[name] = value;
    }
  }
  return state;
}

export const store = new Store(restored());
