// @ts-check
import { html } from '../lit.js';
import { t } from '../language.js';
import { icon } from './icon.js';

const SAID_FOR_MS = 2000;

/**
 * A button that copies, and says so.
 * @param {string} label @param {'copy' | 'link'} sign @param {() => string} text
 */
export const copied = (label, sign, text) => html`
  <button
    type="button"
    class="quiet copy"
    @click=${async (event) => {
      const said = event.currentTarget.querySelector('[role=status]');
      try {
        await navigator.clipboard.writeText(text());
        said.textContent = t('copied');
      } catch {
        said.textContent = t('copied.not'); // no permission, or no secure context
      }
      setTimeout(() => (said.textContent = ''), SAID_FOR_MS);
    }}
  >
    ${icon(sign)} <span>${label}</span><span class="said" role="status"></span>
  </button>
`;
