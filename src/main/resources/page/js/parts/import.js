// @ts-check
// One import: how far it is, what it brought, which lines it left out.
import { html, nothing } from '../lit.js';
import { cancelImport, isImporting, saveErrors } from '../actions/operate.js';
import { bytes, moment, number, percent, t } from '../language.js';
import { icon } from './icon.js';

const count = (name, n) => html`<div><dt>${name}</dt><dd>${number(n)}</dd></div>`;

const counts = ({ items, interactions }) => html`
  <dl class="counts">
    ${count(t('import.new'), items.new)} ${count(t('import.changed'), items.changed)} ${count(t('import.unchanged'), items.unchanged)}
    ${count(t('import.interactions'), interactions.new)}
    ${interactions.known ? count(t('import.known'), interactions.known) : nothing}
    ${interactions.ofUnknownItems ? count(t('import.unknownItems'), interactions.ofUnknownItems) : nothing}
  </dl>
`;

const errors = ({ importId, errors: n, firstErrors }) => html`
  <div class="import-errors">
    <header>
      <h4>${t('import.errors', { n })}</h4>
      <button type="button" class="quiet" @click=${() => saveErrors(importId)}>${icon('download')} ${t('import.errors.save')}</button>
    </header>
    <div class="scroll" tabindex="0" role="region" aria-label=${t('import.errors', { n })}>
      <table class="figures errors">
        <thead>
          <tr><th scope="col">${t('import.file')}</th><th scope="col">${t('import.line')}</th><th scope="col">${t('import.message')}</th></tr>
        </thead>
        <tbody>
          ${firstErrors.map(
            ({ file, line, message }) => html`<tr>
              <th scope="row" dir="auto">${file}</th>
              <td class="figure">${line === 0 ? nothing : number(line)}</td>
              <td dir="auto">${message}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${n > firstErrors.length ? html`<p class="hint">${t('import.errors.more', { n: n - firstErrors.length })}</p>` : nothing}
  </div>
`;

export const importState = (one) => html`
  <li class="import">
    <header>
      <h3 dir="auto">${one.source}</h3>
      <span class="state ${one.state}" role="status">${t(`import.${one.state}`)}</span>
    </header>
    ${isImporting(one)
      ? html`<div class="progress-line">
          <progress max="1" .value=${one.bytesTotal ? one.bytesRead / one.bytesTotal : 0} aria-label=${one.source}></progress>
          <span class="hint">${t('import.read', { read: bytes(one.bytesRead), total: bytes(one.bytesTotal) })}</span>
          <button type="button" class="quiet" @click=${() => cancelImport(one.importId)}>${t('import.cancel')}</button>
        </div>`
      : one.startedAt ? html`<p class="hint">${moment(one.startedAt)}</p>` : nothing}
    ${one.detail ? html`<p dir="auto">${one.detail}</p>` : nothing} ${counts(one)} ${one.errors > 0 ? errors(one) : nothing}
  </li>
`;

/** Bytes on their way to the server. */
export const uploading = ({ sent, total, files }, abort) => html`
  <div class="progress-line">
    <progress max="1" .value=${total ? sent / total : 0} aria-label=${t('upload', { n: files })}></progress>
    <span class="hint"><span role="status">${t('upload', { n: files })}</span> · ${percent(total ? sent / total : 0)} · ${bytes(total)}</span>
    <button type="button" class="quiet" @click=${abort}>${t('import.cancel')}</button>
  </div>
`;
