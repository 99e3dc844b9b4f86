// @ts-check
// For one who runs it: bring data in, see that it is ready, build the indexes anew.
import { html, nothing, repeat } from '../lit.js';
import * as act from '../actions/operate.js';
import { duration, named, number, t } from '../language.js';
import { importState, uploading } from '../parts/import.js';
import { icon } from '../parts/icon.js';
import { failure } from '../parts/notice.js';

/** A button that opens the file chooser; the input itself cannot be drawn like the rest of the page. */
const chooser = (label, sign, isFolder, disabled) => html`
  <span class="chooser">
    <button
      type="button"
      class="primary"
      ?disabled=${disabled}
      @click=${(event) => event.currentTarget.parentElement.querySelector('input').click()}
    >
      ${icon(sign)} ${label}
    </button>
    <input
      type="file"
      hidden
      multiple
      aria-label=${label}
      accept=${isFolder ? nothing : '.csv,.jsonl,.ndjson,.json,.dat,.tsv,.txt,.data,.item'}
      ?webkitdirectory=${isFolder}
      @change=${(event) => {
        act.importFiles([...event.target.files]);
        event.target.value = ''; // the same file again is a change, too
      }}
    />
  </span>
`;

function mark(event, isOver) {
  event.preventDefault();
  event.currentTarget.classList.toggle('over', isOver);
}

function importing(state) {
  const { busy, value, problem } = state.upload;
  const running = state.imports.value?.some(act.isImporting) ?? false;
  return html`
    <div
      class="drop"
      @dragover=${(event) => mark(event, true)}
      @dragleave=${(event) => mark(event, false)}
      @drop=${async (event) => {
        mark(event, false);
        if (!busy && !running) act.importFiles(await act.filesOf(event.dataTransfer));
      }}
    >
      <p class="drop-title">${t('drop')}</p>
      <p class="hint">${t('drop.hint')}</p>
      <p class="drop-buttons">
        ${chooser(t('drop.files'), 'file', false, busy || running)} ${chooser(t('drop.folder'), 'folder', true, busy || running)}
      </p>
    </div>
    ${busy && value ? uploading(value, act.abortUpload) : nothing} ${failure(problem, act.enterOperate)}
  `;
}

function imports(state) {
  const { value, problem } = state.imports;
  if (problem?.kind === 'missing') return nothing;
  return html`
    ${failure(problem, act.enterOperate)}
    ${value?.length === 0 ? html`<p class="hint">${t('imports.none')}</p>` : nothing}
    ${value?.length ? html`<ol class="imports">${repeat(value, (one) => one.importId, importState)}</ol>` : nothing}
  `;
}

function readiness(state) {
  const { value, problem } = state.readiness;
  // What it last said of itself does not hold for a server that is gone.
  if (!value || problem) return failure(problem, act.enterOperate);
  return html`
    <p class="state-line"><span class="state ${value.status}" role="status">${named('ready', value.status)}</span></p>
    ${value.loading?.length ? html`<ul class="plain">${value.loading.map((what) => html`<li dir="auto">${what}</li>`)}</ul>` : nothing}
  `;
}

function reindexing(state) {
  const { value, problem } = state.reindexing;
  const running = value?.status === 'running';
  return html`
    <p class="hint">${t('reindex.hint')}</p>
    ${value && value.status !== 'idle'
      ? html`<p class="state-line">
          <span class="state ${value.status}" role="status">${t(`reindex.${value.status}`)}</span>
          ${t('reindex.count', { items: number(value.items), documents: number(value.documents) })}
          ${value.seconds === undefined ? nothing : duration(value.seconds)} ${value.detail ?? nothing}
        </p>`
      : nothing}
    <p><button type="button" class="secondary" ?disabled=${running} @click=${act.reindex}>${icon('again')} ${t('reindex')}</button></p>
    ${problem && problem.kind !== 'forbidden' ? failure(problem, act.enterOperate) : nothing}
    ${problem?.kind === 'forbidden' ? html`<p class="hint">${t('problem.forbidden')}</p>` : nothing}
  `;
}

export const operate = (state) => html`
  <div class="operate">
    <h1>${t('view.operate')}</h1>
    <p class="standfirst">${t('operate.standfirst')}</p>
    <div class="plates">
      <div>
        <section class="plate" aria-labelledby="import">
          <h2 id="import">${t('import')}</h2>
          ${importing(state)}
        </section>
        <section class="plate" aria-labelledby="imports">
          <h2 id="imports">${t('imports')}</h2>
          ${imports(state)}
        </section>
      </div>
      <div>
        <section class="plate" aria-labelledby="readiness">
          <h2 id="readiness">${t('readiness')}</h2>
          ${readiness(state)}
        </section>
        <section class="plate" aria-labelledby="reindexing">
          <h2 id="reindexing">${t('indexes')}</h2>
          ${reindexing(state)}
        </section>
      </div>
    </div>
  </div>
`;
