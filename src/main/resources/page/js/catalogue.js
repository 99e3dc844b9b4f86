// @ts-check
// What the page knows of the catalogue's shape. It is told by /v1/status; nothing here assumes films.
import { store } from './state.js';
import { written } from './language.js';

/** Names of attributes by type: `keyword`, `number`, `boolean`, `date`, `text`. */
export function attributesOf(...types) {
  const attributes = store.state.status.value?.catalogue.attributes ?? {};
  return Object.keys(attributes).filter((name) => types.includes(attributes[name]));
}

/** What to ask for beside the title. Prose is left to the page of one item. */
export const included = () => attributesOf('keyword', 'number', 'boolean', 'date');

/** The line under a title: a year, where there is one, or else the first thing that tells items apart. */
export function subtitle(attributes = {}) {
  if (attributes.year !== undefined) return written(attributes.year);
  const [date] = attributesOf('date').filter((name) => attributes[name] !== undefined);
  if (date) return String(attributes[date]).slice(0, 4);
  const [name] = [...attributesOf('keyword'), ...attributesOf('number')].filter((n) => attributes[n] !== undefined);
  return name === undefined ? '' : written([attributes[name]].flat().slice(0, 2));
}

/** An attribute's name as a heading: `releaseDate` and `release_date` are "Release date". */
export function heading(name) {
  const words = name.replace(/_/g, ' ').replace(/(\p{Ll})(\p{Lu})/gu, (_, a, b) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value in Lucene's syntax. */
export const quoted = (value) => `"${String(value).replace(/["\\]/g, '\\$&')}"`;

/** One attribute's part of a filter in Lucene's syntax. @returns {string} */
function condition(name, choice) {
  if (Array.isArray(choice)) return `${name}:(${choice.map(quoted).join(' OR ')})`;
  return `${name}:[${choice.from || '*'} TO ${choice.to || '*'}]`;
}

/**
 * What the chosen values ask for: any of an attribute's values, and every attribute.
 * @param {Record<string, string[] | {from: string, to: string}>} chosen
 * @param {string} [except] an attribute that is not asked for
 * @returns {string} empty where nothing is chosen
 */
export function filterOf(chosen, except) {
  return Object.entries(chosen)
    .filter(([name]) => name !== except)
    .map(([name, choice]) => condition(name, choice))
    .join(' AND ');
}
