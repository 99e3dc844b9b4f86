// @ts-check
// Where one is, in the address: #/discover, #/talk, #/inspect, #/operate, #/item/ID.

export const VIEWS = ['discover', 'talk', 'inspect', 'operate'];

/** @param {string} hash @param {string} before the view that an item is opened over */
export function routeOf(hash, before) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [view, id = ''] = path.split('/');
  const parameters = new URLSearchParams(query);
  if (view === 'item' && id !== '') {
    return { view: before === 'talk' ? 'talk' : 'discover', itemId: decoded(id), parameters };
  }
  return { view: VIEWS.includes(view) ? view : 'discover', itemId: '', parameters };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a % that is no escape belongs to the id
  }
}

/** @param {string} itemId */
export const itemAddress = (itemId) => `#/item/${encodeURIComponent(itemId)}`;

/** The route without what was passed along with it. */
export function dropParameters() {
  const [path, query] = location.hash.split('?');
  if (query !== undefined) history.replaceState(null, '', path);
}

/** An address that gives somebody else the same history. @param {string[]} itemIds */
export function sharedAddress(itemIds) {
  const { origin, pathname } = location;
  return `${origin}${pathname}#/discover?history=${encodeURIComponent(itemIds.join(','))}`;
}
