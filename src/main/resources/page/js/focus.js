// @ts-check
// Drawing may take away what has the focus: a card that was marked as seen leaves the list, a notice takes its
// button along. Who works with the keyboard must not be thrown back to the top of the page for it.

/** Where an element stands: in which list, in which place, and what it is there. */
function placeOf(element) {
  const item = element?.closest('li');
  const list = item?.parentElement;
  if (!list?.className) return undefined;
  const lists = `${list.tagName}.${[...list.classList].join('.')}`;
  return {
    lists,
    nth: [...document.querySelectorAll(lists)].indexOf(list),
    at: [...list.children].indexOf(item),
    kind: [element.tagName, ...element.classList].join('.'),
  };
}

/** The same kind of control in the same place of the list, or in its last one. */
function atPlace({ lists, nth, at, kind }) {
  const items = document.querySelectorAll(lists)[nth]?.children ?? [];
  return items[Math.min(at, items.length - 1)]?.querySelector(kind);
}

/**
 * Draws, and gives the focus to what took the place of what had it, or to where reading goes on.
 * @param {() => void} draw
 */
export function keepingFocus(draw) {
  const focused = document.activeElement;
  const place = placeOf(focused);
  draw();
  if (!focused || focused === document.body || focused.isConnected) return;
  const successor = (place && atPlace(place)) ?? document.getElementById('main');
  if (successor instanceof HTMLElement) successor.focus({ preventScroll: true });
}
