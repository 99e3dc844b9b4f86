// @ts-check
import { html } from '../lit.js';
import { t } from '../language.js';
import { icon } from './icon.js';

/**
 * Something understood, which can be taken back.
 * @param {{label: string, wanted: boolean}} statement @param {() => void} remove @param {boolean} disabled it keeps the focus, so it is no disabled button
 */
export const chip = ({ label, wanted }, remove, disabled) => html`
  <li class=${wanted ? 'chip' : 'chip unwanted'}>
    <span dir="auto">${label}</span>
    <button type="button" aria-label=${t('remove.of', { title: label })} aria-disabled=${disabled} @click=${remove}>${icon('close')}</button>
  </li>
`;
