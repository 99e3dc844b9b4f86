// @ts-check
// All words the page says, and how it writes numbers. Words with {names} are filled in; words with plural
// forms are objects by the category that Intl.PluralRules gives for {n}.
import { en } from './words/en.js';
import { es } from './words/es.js';

export const LANGUAGES = { en: 'English', es: 'Español' };

const WORDS = { en, es };
let language = 'en';

/** @param {string} next one of LANGUAGES */
export function speak(next) {
  language = next in WORDS ? next : 'en';
}

/**
 * The words for a key, or the key itself where there are none: one word less must not cost the page.
 * @param {keyof typeof en} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const words = WORDS[language][key] ?? key;
  const text =
    typeof words === 'string' ? words : words[new Intl.PluralRules(language).select(Number(values.n))] ?? words.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === 'number' ? number(value) : String(value);
  });
}

/** The word for a name of the interface (a stage, a scorer, a role), or the name itself where there is none. */
export function named(prefix, name) {
  const words = WORDS[language][`${prefix}.${name}`];
  return typeof words === 'string' ? words : name;
}

/** @param {number} value @param {Intl.NumberFormatOptions} [options] */
export function number(value, options = {}) {
  return new Intl.NumberFormat(language, options).format(value);
}

export function percent(share) {
  return number(share, { style: 'percent', maximumFractionDigits: share !== 0 && Math.abs(share) < 0.1 ? 1 : 0 });
}

/** With a sign, so that a push and a drag differ without colour. */
export function signed(value) {
  return number(value, { signDisplay: 'exceptZero', minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

export function milliseconds(ms) {
  const digits = ms < 1 ? 2 : ms < 10 ? 1 : 0;
  return `${number(ms, { minimumFractionDigits: digits, maximumFractionDigits: digits })} ms`;
}

export function bytes(count) {
  const unit = [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'kB'],
  ].find(([size]) => count >= /** @type {number} */ (size)) ?? [1, 'B'];
  return `${number(count / Number(unit[0]), { maximumSignificantDigits: 3 })} ${unit[1]}`;
}

export function moment(time) {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
}

export function clock(time) {
  return new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(new Date(time));
}

export function duration(seconds) {
  if (seconds < 100) return `${number(seconds, { maximumFractionDigits: 1 })} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${number(minutes)} min` : `${number(Math.floor(minutes / 60))} h ${number(minutes % 60)} min`;
}

/**
 * An attribute's value as a person writes it. Numbers up to four digits stay as they are: a year has no comma.
 * @param {unknown} value
 */
export function written(value) {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'number') return Math.abs(value) < 10000 ? String(value) : number(value);
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  return String(value);
}
