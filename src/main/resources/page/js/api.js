// @ts-check
// The one place that speaks to the server: keys, problems, time taken.
import { store } from './state.js';
import { events } from './events.js';

/** Why an answer did not come, in a form that the page can say. */
export class Problem extends Error {
  /**
   * @param {'gone' | 'key' | 'forbidden' | 'busy' | 'missing' | 'refused'} kind
   * @param {string} detail the server's sentence, or nothing
   * @param {number} [retryAfter] in seconds
   */
  constructor(kind, detail, retryAfter) {
    super(detail);
    this.kind = kind;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/**
 * @param {number} status @param {(name: string) => string | null} header @param {string} body
 * @param {string} key that the request was sent with
 */
function problemOf(status, header, body, key) {
  let detail = '';
  try {
    const problem = JSON.parse(body);
    detail = [problem.detail, ...(problem.errors ?? []).map((e) => `${e.pointer}: ${e.detail}`)].join(' ');
  } catch {
    // No problem of this server's: a proxy before it wrote something else.
  }
  const kind =
    status === 401 ? 'key'
    : status === 403 ? 'forbidden'
    : status === 404 ? 'missing'
    : status === 429 || status === 503 ? 'busy'
    : status === 502 || status === 504 ? 'gone'
    : 'refused';
  const seconds = Number(header('Retry-After'));
  // A late refusal says nothing of the key that has been entered since.
  if (kind === 'key' && key === store.state.key) store.set({ keyWanted: true });
  return new Problem(kind, detail || `HTTP ${status}`, seconds > 0 ? seconds : undefined);
}

/** True of an error that only says that a newer request took this one's place. */
export const isAbort = (error) => error instanceof DOMException && error.name === 'AbortError';

/** What fetching, reading or parsing throws, as a problem: the line broke, or somebody else answered. */
const asProblem = (error) => (isAbort(error) || error instanceof Problem ? error : new Problem('gone', ''));

/** @template T @param {Promise<T>} promise @returns {Promise<T>} */
const orProblem = (promise) =>
  promise.catch((error) => {
    throw asProblem(error);
  });

function parsed(text) {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw asProblem(error);
  }
}

function headers(accept, body, key) {
  return {
    Accept: accept,
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(key ? { Authorization: `Bearer ${key}` } : {}),
  };
}

/** @param {number} [also] a status that is an answer, too, where it comes with plain JSON */
async function send(path, { method = 'GET', body, signal, accept = 'application/json', also }) {
  const { key } = store.state;
  const response = await orProblem(
    fetch(path, {
      method,
      signal,
      headers: headers(accept, body, key),
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
  const header = (name) => response.headers.get(name);
  const isAnswer = response.status === also && header('Content-Type')?.startsWith('application/json');
  if (!response.ok && !isAnswer) throw problemOf(response.status, header, await orProblem(response.text()), key);
  return response;
}

const REMEMBERED = 8;

/** Keeps what Inspect shows: a request, and how its time was spent here and there. */
function remember(method, path, body, started, { timingsMs, versions, recommendationId }) {
  if (!timingsMs) return;
  const exchange = { method, path, body, at: Date.now(), totalMs: performance.now() - started, timingsMs, versions, recommendationId };
  store.set({ exchanges: [exchange, ...store.state.exchanges].slice(0, REMEMBERED), shownExchange: 0 });
}

/**
 * Asks, and gives the answer's JSON.
 * @param {string} path
 * @param {{method?: string, body?: unknown, signal?: AbortSignal, also?: number}} [options]
 */
export async function ask(path, options = {}) {
  const started = performance.now();
  const response = await send(path, options);
  const answer = parsed(await orProblem(response.text()));
  remember(options.method ?? 'GET', path, options.body, started, answer.reply ?? answer);
  return answer;
}

/** @param {string} path @param {string} accept a media type */
export async function askText(path, accept) {
  return orProblem((await send(path, { accept })).text());
}

/** @param {string} path @param {unknown} body @param {AbortSignal} [signal] */
export const post = (path, body, signal) => ask(path, { method: 'POST', body, signal });

/**
 * Asks, and gives the events of the answer one by one as they come, of which the last is `done`.
 * @param {string} path @param {unknown} body
 */
export async function* stream(path, body) {
  const started = performance.now();
  const response = await send(path, { method: 'POST', body, accept: 'text/event-stream' });
  let isDone = false;
  try {
    for await (const event of events(/** @type {ReadableStream<Uint8Array>} */ (response.body))) {
      isDone = event.name === 'done';
      if (isDone) remember('POST', path, body, started, event.data);
      yield event;
    }
  } catch (error) {
    throw asProblem(error);
  }
  if (!isDone) throw new Problem('gone', ''); // an answer cut short is none
}

/**
 * Sends a form, and tells how far it is: only XMLHttpRequest knows that of an upload.
 * @param {string} path @param {FormData} form @param {(sent: number, total: number) => void} progress
 */
export function upload(path, form, progress) {
  const { key } = store.state;
  const request = new XMLHttpRequest();
  const answer = new Promise((resolve, reject) => {
    request.upload.onprogress = (event) => progress(event.loaded, event.total);
    request.onerror = () => reject(new Problem('gone', ''));
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    request.onload = () =>
      request.status >= 200 && request.status < 300
        ? resolve(request.responseText)
        : reject(problemOf(request.status, (name) => request.getResponseHeader(name), request.responseText, key));
  }).then(parsed);
  request.open('POST', path);
  for (const [name, value] of Object.entries(headers('application/json', undefined, key))) {
    request.setRequestHeader(name, value);
  }
  request.send(form);
  return { answer, abort: () => request.abort() };
}
