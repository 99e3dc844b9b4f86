// @ts-check
import { named, t } from '../language.js';

/**
 * Why an item is there, in one line: the piece of evidence that argues for it most. All of it is in the panel.
 * @param {any} piece of a reason
 */
export function because(piece) {
  const { kind, itemId, title = itemId, shared = [] } = piece;
  const what = shared.map(({ value }) => value).join(', ');
  if (kind === 'history' || kind === 'like') return t('because.of', { title });
  if (kind === 'attribute' && what) return t('because.shared', { what });
  if (kind === 'wish' && what) return t('because.wish.of', { what });
  return named('because', kind);
}
