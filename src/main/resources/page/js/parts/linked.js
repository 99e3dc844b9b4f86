// @ts-check
import { html } from '../lit.js';
import { itemAddress } from '../router.js';

const LETTER = /[\p{L}\p{N}]/u;

/**
 * A text in which the titles of items are links to them. A title counts only where no letter touches it,
 * and the longest one at a place wins: "Aliens" is not "Alien".
 * @param {string} text @param {{itemId: string, title: string}[]} items
 */
export function linked(text, items) {
  const byLength = [...items].sort((a, b) => b.title.length - a.title.length);
  const pieces = [];
  let plain = 0;
  for (let at = 0; at < text.length; ) {
    const item = LETTER.test(text[at - 1] ?? '')
      ? undefined
      : byLength.find(({ title }) => text.startsWith(title, at) && !LETTER.test(text[at + title.length] ?? ''));
    if (item) {
      pieces.push(text.slice(plain, at), html`<a href=${itemAddress(item.itemId)}>${item.title}</a>`);
      at += item.title.length;
      plain = at;
    } else {
      at++;
    }
  }
  return [...pieces, text.slice(plain)];
}
