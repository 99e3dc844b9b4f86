// @ts-check
// What one who builds with it wants to know: sizes, models, the latest evaluation.
import { ask, askText } from '../api.js';
import { attempt, latest } from '../latest.js';
import { save } from '../save.js';
import { store } from '../state.js';
import { readStatus } from './status.js';

const readEvaluation = latest('evaluation', (signal) => ask('/v1/evaluations/latest', { signal }));

/** Sizes on disk stand in the metrics alone. */
const readSizes = latest('sizes', async () => {
  const text = await askText('/metrics', 'text/plain');
  const gauge = (name) => Number(text.match(new RegExp(`^${name} (\\S+)$`, 'm'))?.[1]);
  return { index: gauge('drago_index_bytes'), store: gauge('drago_store_bytes'), heap: gauge('drago_jvm_heap_used_bytes') };
});

export function enterInspect() {
  readStatus();
  readSizes();
  readEvaluation();
}

/** The report as a file: a link could not send a key. */
export const saveReport = () =>
  attempt('evaluation', async () => {
    save('evaluation.html', 'text/html', await askText('/v1/evaluations/latest', 'text/html'));
  });

/** @param {number} shownExchange */
export const showExchange = (shownExchange) => store.set({ shownExchange });
