// @ts-check
import { html, svg } from '../lit.js';

const PATHS = {
  search: svg`<circle cx="10.5" cy="10.5" r="6.5" /><path d="m15.5 15.5 5 5" />`,
  check: svg`<path d="m4.5 12.5 5 5 10-11" />`,
  plus: svg`<path d="M12 5v14M5 12h14" />`,
  close: svg`<path d="m6 6 12 12M18 6 6 18" />`,
  like: svg`<path d="M12 20S4 15.2 4 9.4A4.4 4.4 0 0 1 12 7a4.4 4.4 0 0 1 8 2.4C20 15.2 12 20 12 20z" />`,
  dislike: svg`<circle cx="12" cy="12" r="8" /><path d="m6.5 6.5 11 11" />`,
  link: svg`<path d="M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L12 6.300M14 10a4 4 0 0 0-5.7 0l-3.1 3.100a4 4 0 0 0 5.7 5.700L12 17.7" />`,
  copy: svg`<path d="M9 9h10v11H9zM15 9V4H5v11h4" />`,
  sun: svg`<circle cx="12" cy="12" r="4" /><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.400M5.6 18.4 7 17M17 7l1.4-1.4" />`,
  moon: svg`<path d="M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z" />`,
  auto: svg`<circle cx="12" cy="12" r="8" /><path class="filled" d="M12 4a8 8 0 0 1 0 16z" />`,
  sliders: svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9" /><circle cx="15" cy="7" r="2" /><circle cx="9" cy="17" r="2" />`,
  send: svg`<path d="M4.5 12h14M13 6l6 6-6 6" />`,
  undo: svg`<path d="M8.5 5 4.5 9l4 4M5 9h9a5.5 5.5 0 0 1 0 11h-3" />`,
  again: svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.400M19.5 4v4h-4" />`,
  download: svg`<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.500M5 20h14" />`,
  file: svg`<path d="M6 3.500h8l4.5 4.500v12.500H6zM14 3.500V8h4.5" />`,
  folder: svg`<path d="M3.5 6.500h6l2 2.500h9v10h-17z" />`,
};

/** @param {keyof typeof PATHS} name a drawing beside words, or inside of a control that has a name */
export const icon = (name) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${PATHS[name]}</svg>`;
