// @ts-check
// What one who runs it does: import files, build the indexes anew, see whether it is ready.
import { ask, askText, isAbort, post, Problem, upload } from '../api.js';
import { latest } from '../latest.js';
import { save } from '../save.js';
import { store } from '../state.js';
import { readStatus } from './status.js';

const POLL_MS = 700;

const readImports = latest('imports', async (signal) => (await ask('/v1/imports', { signal })).imports);
const readReindexing = latest('reindexing', (signal) => ask('/v1/reindex', { signal }));

/** A server that still loads answers 503 with what is missing: that is an answer, not a failure. */
const readReadiness = latest('readiness', async (signal) => {
  const response = await fetch('/readyz', { signal, headers: { Accept: 'application/json' } }).catch((error) => {
    throw isAbort(error) ? error : new Problem('gone', '');
  });
  return response.json();
});

export const isImporting = ({ state }) => state === 'reading' || state === 'indexing';

let timer = 0;

/** Looks again while something is under way and somebody is looking. */
function poll() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    if (store.state.route.view !== 'operate') return;
    const before = under(store.state);
    // While an import is indexed the server is not ready, as the import itself says: that is not asked, too.
    await Promise.all([
      before.importing ? readImports() : readReadiness(),
      before.reindexing ? readReindexing() : undefined,
    ]);
    const now = under(store.state);
    if (before.importing && !now.importing) catalogueChanged();
    if (now.importing || now.reindexing || now.loading) poll();
  }, POLL_MS);
}

const under = ({ imports, reindexing, readiness }) => ({
  importing: imports.value?.some(isImporting) ?? false,
  reindexing: reindexing.value?.status === 'running',
  loading: readiness.value?.status === 'loading',
});

/** What was shown of the catalogue before is asked for again when it is next looked at. */
function catalogueChanged() {
  store.set({ list: { busy: false }, facets: { busy: false } });
  readStatus();
}

export async function enterOperate() {
  await Promise.all([readStatus(), readReadiness(), readImports(), readReindexing()]);
  poll();
}

let current;

/** @param {File[]} files with a relative path where they came of a folder */
export async function importFiles(files) {
  if (files.length === 0) return;
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

async function refused(key, action) {
  try {
    await action();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    store.set({ [key]: { ...store.state[key], problem } });
  }
}

export const cancelImport = (importId) =>
  refused('upload', async () => {
    await ask(`/v1/imports/${importId}`, { method: 'DELETE' });
    await readImports();
    poll();
  });

/** The errors as a file: a link could not send a key. */
export const saveErrors = (importId) =>
  refused('upload', async () => {
    const lines = await askText(`/v1/imports/${importId}/errors`, 'application/jsonl, application/json;q=0.5, */*;q=0.1');
    save('import-errors.jsonl', 'application/jsonl', lines);
  });

export const reindex = () =>
  refused('reindexing', async () => {
    const value = await post('/v1/reindex');
    store.set({ reindexing: { busy: false, value } });
    poll();
  });
