// @ts-check
// What to say, and which way out to offer, where there is nothing to show.
import { html, nothing } from '../lit.js';
import { store } from '../state.js';
import { t } from '../language.js';

/** @param {import('../api.js').Problem} problem */
export function sentenceOf(problem) {
  if (problem.kind === 'busy' && problem.retryAfter) {
    return `${t('problem.busy')} ${t('problem.retry', { n: problem.retryAfter })}`;
  }
  if (problem.kind === 'refused' || problem.kind === 'missing') return problem.detail;
  return t(`problem.${problem.kind}`);
}

/** @param {import('../api.js').Problem | undefined} problem @param {() => void} retry */
export const failure = (problem, retry) =>
  problem
    ? html`
        <div class="notice" role="alert">
          <p dir="auto">${sentenceOf(problem)}</p>
          ${problem.kind === 'key'
            ? html`<button type="button" class="primary" @click=${() => store.set({ keyWanted: true })}>${t('key.enter')}</button>`
            : html`<button type="button" class="primary" @click=${retry}>${t('retry')}</button>`}
        </div>
      `
    : nothing;

/** @param {string} title @param {unknown} [more] */
export const empty = (title, more = nothing) => html`
  <div class="notice">
    <p class="notice-title">${title}</p>
    ${more}
  </div>
`;
