// The one place that knows where lit-html lies; an import map would be an inline script.
export { html, nothing, render, svg } from '../lit-html/lit-html.js';
export { keyed } from '../lit-html/directives/keyed.js';
export { live } from '../lit-html/directives/live.js';
export { ref } from '../lit-html/directives/ref.js';
export { repeat } from '../lit-html/directives/repeat.js';
