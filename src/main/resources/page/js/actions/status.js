// @ts-check
import { ask } from '../api.js';
import { latest } from '../latest.js';

/** What is loaded, how big it is, and which attributes the catalogue has. */
export const readStatus = latest('status', (signal) => ask('/v1/status', { signal }));
