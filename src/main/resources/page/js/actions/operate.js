// @ts-check
// What one who runs it does: import files, build the indexes anew, see whether it is ready.
import { ask, askText, isAbort, post, Problem, upload } from '../api.js';
import { forgetHues } from '../hues.js';
import { attempt, latest } from '../latest.js';
import { save } from '../save.js';
import { store } from '../state.js';
import { enterDiscover } from './discover.js';
import { readStatus } from './status.js';

const SOON_MS = 700;
const SELDOM_MS = 5000;
const MOST_MS = 10_000;

const askImports = latest('imports', async (signal) => (await ask('/v1/imports', { signal })).imports);
const readReindexing = latest('reindexing', (signal) => ask('/v1/reindex', { signal }));

/** A server that still loads answers 503 with what is missing: that is an answer, not a failure. */
const readReadiness = latest('readiness', (signal) => ask('/readyz', { signal, also: 503 }));

export const isImporting = ({ state }) => state === 'reading' || state === 'indexing';

const importsWhere = (condition) => (store.state.imports.value ?? []).filter(condition);
const ended = () => importsWhere((one) => !isImporting(one)).map((one) => one.importId);

/** Wherever the end of an import is noticed, what was shown of the catalogue before is old. */
async function readImports() {
  const before = ended();
  await askImports();
  if (ended().some((id) => !before.includes(id))) await catalogueChanged();
}

async function catalogueChanged() {
  forgetHues();
  store.set({ list: { busy: false }, facets: { busy: false } });
  await readStatus();
  if (store.state.route.view === 'discover') await enterDiscover(); // other views ask when they are opened
}

let timer = 0;

const isGone = ({ problem }) => problem?.kind === 'gone';

/**
 * Looks again: soon while something is under way, else seldom, and ever more seldom while the server is gone.
 * Who has left Operate is told of the end of an import alone.
 */
function poll(ms = SOON_MS) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const { imports, reindexing, route } = store.state;
    const importing = importsWhere(isImporting).length > 0;
    if (route.view !== 'operate' && !importing) return;
    await Promise.all([
      importing || isGone(imports) ? readImports() : undefined,
      readReadiness(),
      isReindexing(reindexing) || isGone(reindexing) ? readReindexing() : undefined,
    ]);
    poll(next(ms, store.state));
  }, ms);
}

const isReindexing = ({ value }) => value?.status === 'running';

function next(ms, { imports, reindexing, readiness }) {
  if ([imports, reindexing, readiness].some(isGone)) return Math.min(2 * ms, MOST_MS);
  const isUnderWay =
    importsWhere(isImporting).length > 0 || isReindexing(reindexing) || readiness.value?.status === 'loading';
  return isUnderWay ? SOON_MS : SELDOM_MS;
}

export async function enterOperate() {
  await Promise.all([readStatus(), readReadiness(), readImports(), readReindexing()]);
  poll();
}

let current;

/** @param {File[]} files with a relative path where they came of a folder */
export async function importFiles(files) {
  if (files.length === 0) return;
  clearTimeout(timer); // what is sent is followed by its own progress
  const form = new FormData();
  files.forEach((file) => form.append('file', file, pathOf(file)));
  const put = (sent, total) => store.set({ upload: { busy: true, value: { sent, total, files: files.length } } });
  put(0, files.reduce((sum, file) => sum + file.size, 0));
  current = upload('/v1/imports', form, put);
  try {
    await current.answer;
    store.set({ upload: { busy: false } });
  } catch (problem) {
    store.set({ upload: { busy: false, problem: isAbort(problem) ? undefined : problem } });
    if (!isAbort(problem) && !(problem instanceof Problem)) throw problem;
  }
  await readImports();
  poll();
}

const PATHS = new WeakMap();
const pathOf = (file) => PATHS.get(file) ?? (file.webkitRelativePath || file.name);

export const abortUpload = () => current?.abort();

/** All files of what was dropped, folders walked through. @param {DataTransfer} dropped */
export async function filesOf(dropped) {
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return [...dropped.files];
  const files = [];
  for (const entry of entries) await walk(entry, files);
  return files;
}

async function walk(entry, files) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    PATHS.set(file, entry.fullPath.replace(/^\//, ''));
    files.push(file);
    return;
  }
  const reader = entry.createReader();
  while (true) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const child of some) await walk(child, files);
  }
}

export const cancelImport = (importId) =>
  attempt('upload', async () => {
    await ask(`/v1/imports/${importId}`, { method: 'DELETE' });
    await readImports();
    poll();
  });

/** The errors as a file: a link could not send a key. */
export const saveErrors = (importId) =>
  attempt('upload', async () => {
    const lines = await askText(`/v1/imports/${importId}/errors`, 'application/jsonl, application/json;q=0.5, */*;q=0.1');
    save('import-errors.jsonl', 'application/jsonl', lines);
  });

export const reindex = () =>
  attempt('reindexing', async () => {
    const value = await post('/v1/reindex');
    store.set({ reindexing: { busy: false, value } });
    poll();
  });
