// @ts-check
// A cover for what has none: a quiet composition in the item's colour, the title set on it.
// Everything follows from the id and the hue, so an item always looks the same.
import { html, svg } from '../lit.js';
import { hueOf } from '../hues.js';
import { subtitle } from '../catalogue.js';

/** FNV-1a, then xorshift: numbers from 0 to 1 that belong to a text. @param {string} text */
function numbersOf(text) {
  let state = 2166136261;
  for (const character of text) state = Math.imul(state ^ character.codePointAt(0), 16777619);
  state |= 1; // xorshift never leaves 0
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * The tones of a cover. Only `spark` is light, and no motif puts it where the title stands; white on the
 * others has a contrast of more than 4.5.
 * @param {number | undefined} hue in degrees
 * @param {() => number} next
 */
function tonesOf(hue, next) {
  const lightness = 0.33 + 0.09 * next();
  const chroma = hue === undefined ? 0.008 : 0.045 + 0.03 * next();
  const h = hue ?? 70;
  const tone = (l, c, shift) => `oklch(${l.toFixed(3)} ${c.toFixed(3)} ${((h + shift + 360) % 360).toFixed(0)})`;
  return {
    ground: tone(lightness, chroma, 0),
    deep: tone(lightness - 0.075, chroma, -18),
    light: tone(lightness + 0.065, chroma + 0.012, 14),
    spark: tone(0.8, chroma + 0.025, 38),
  };
}

/** Compositions on a field of 200 × 300; the title has the lower half. */
const MOTIFS = [
  function moon(c, next) {
    const x = 60 + 90 * next();
    const r = 26 + 22 * next();
    return svg`<circle cx=${x} cy="92" r=${r + 34} fill=${c.light} /><circle cx=${x} cy="92" r=${r} fill=${c.spark} />
      <path d="M0 176h200v124H0z" fill=${c.deep} />`;
  },
  function horizon(c, next) {
    const y = 118 + 24 * next();
    return svg`<path d=${`M${52 + 60 * next()} ${y}a34 34 0 0 1 68 0z`} fill=${c.spark} />
      ${[0, 1, 2, 3, 4].map((i) => svg`<rect x="0" y=${y + i * i * 7.5} width="200" height=${5 + i * 5} fill=${i % 2 ? c.light : c.deep} />`)}`;
  },
  function arcs(c, next) {
    const x = next() < 0.5 ? 0 : 200;
    return svg`${[5, 4, 3, 2, 1].map((i) => svg`<circle cx=${x} cy="0" r=${i * 36} fill=${[c.spark, c.deep, c.light, c.ground, c.light][i - 1]} />`)}`;
  },
  function mountains(c, next) {
    const peak = 50 + 90 * next();
    return svg`<circle cx=${200 - peak} cy="58" r="17" fill=${c.spark} />
      <path d=${`M-40 230 ${peak} 84 240 230V300H-40z`} fill=${c.light} />
      <path d=${`M-60 262 ${200 - peak} 138 260 262V300H-60z`} fill=${c.deep} />`;
  },
  function columns(c, next) {
    const bars = [0, 1, 2, 3, 4].map(() => 40 + 110 * next());
    const lit = Math.floor(next() * 5);
    return svg`${bars.map((h, i) => svg`<rect x=${i * 40} y="0" width="40" height=${h} fill=${i === lit ? c.spark : i % 2 ? c.light : c.deep} />`)}`;
  },
  function lens(c, next) {
    const y = 78 + 24 * next();
    return svg`<circle cx="72" cy=${y} r="54" fill=${c.light} /><circle cx="128" cy=${y} r="54" fill=${c.deep} />
      <path d=${`M100 ${y - 46}a54 54 0 0 1 0 92a54 54 0 0 1 0-92z`} fill=${c.spark} />`;
  },
  function steps(c, next) {
    const flip = next() < 0.5;
    const at = (i) => (flip ? 160 - i * 40 : i * 40);
    return svg`${[0, 1, 2, 3, 4].map((i) => svg`<rect x=${at(i)} y=${132 - i * 25} width="40" height=${168 + i * 25} fill=${i % 2 ? c.deep : c.light} />`)}
      <circle cx=${at(1) + 20} cy="58" r="16" fill=${c.spark} />`;
  },
  function thread(c, next) {
    const y = 60 + 40 * next();
    const bend = 30 + 40 * next();
    return svg`<path d=${`M0 ${y + 80}C60 ${y - bend} 140 ${y + 80 + bend} 200 ${y}V300H0z`} fill=${c.deep} />
      <path d=${`M0 ${y + 46}C60 ${y - bend - 34} 140 ${y + 46 + bend} 200 ${y - 34}`} fill="none" stroke=${c.spark} stroke-width="3" />
      <path d=${`M0 ${y + 20}C60 ${y - bend - 60} 140 ${y + 20 + bend} 200 ${y - 60}`} fill="none" stroke=${c.light} stroke-width="9" />`;
  },
  function window(c, next) {
    const lit = Math.floor(next() * 9);
    return svg`${[...Array(9).keys()].map((i) => svg`<rect x=${38 + (i % 3) * 44} y=${26 + Math.floor(i / 3) * 44} width="36" height="36" fill=${i === lit ? c.spark : (i + lit) % 2 ? c.light : c.deep} />`)}`;
  },
  function rays(c, next) {
    const x = 40 + 120 * next();
    const ends = [-260, -120, -10, 90, 210, 330, 460];
    return svg`${ends.slice(1).map((end, i) => svg`<path d=${`M${x} 150 ${ends[i]} -40H${end}z`} fill=${i % 2 ? c.light : c.deep} />`)}
      <circle cx=${x} cy="150" r="20" fill=${c.spark} /><path d="M0 150h200v150H0z" fill=${c.ground} />`;
  },
];

/** @param {string} itemId */
function art(itemId) {
  const next = numbersOf(itemId);
  next(); // the first number of similar ids is similar
  const motif = MOTIFS[Math.floor(next() * MOTIFS.length)];
  const tones = tonesOf(hueOf(itemId), next);
  return html`<svg class="cover-art" viewBox="0 0 200 300" preserveAspectRatio="xMidYMin slice" aria-hidden="true">
    <rect width="200" height="300" fill=${tones.ground} />
    ${motif(tones, next)}
  </svg>`;
}

const sizeOf = (title) => (title.length > 42 ? 'long' : title.length > 18 || /\S{12}/.test(title) ? 'middling' : 'short');

/** A cover with its title on it, as the content of a heading or a link. */
export const cover = ({ itemId, title, attributes }) => html`
  <span class="cover">
    ${art(itemId)}
    <span class="cover-words">
      <span class="cover-title ${sizeOf(title)}" dir="auto">${title}</span>
      <span class="cover-line" dir="auto">${subtitle(attributes)}</span>
    </span>
  </span>
`;

/** A cover too small for words, beside a title. */
export const thumbnail = ({ itemId }) => html`<span class="thumbnail">${art(itemId)}</span>`;
