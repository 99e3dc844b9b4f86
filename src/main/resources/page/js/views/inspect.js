// @ts-check
// For one who builds with it: what the last request cost, what is loaded, how good it is.
import { html, live, nothing } from '../lit.js';
import { enterInspect, saveReport, showExchange } from '../actions/inspect.js';
import { curlOf } from '../curl.js';
import { bytes, clock, duration, moment, named, number, t } from '../language.js';
import { copied } from '../parts/copy.js';
import { evaluation } from '../parts/evaluation.js';
import { icon } from '../parts/icon.js';
import { empty, failure } from '../parts/notice.js';
import { waterfall } from '../parts/waterfall.js';

const exchangeChoice = (exchange, i, shown) => html`
  <option value=${i} ?selected=${i === shown}>
    ${clock(exchange.at)} · ${exchange.method} ${exchange.path.replace(/[A-Za-z0-9_-]{22}/, '…')}
  </option>
`;

const versionRow = (name, value) => html`<div><dt>${name}</dt><dd class="mono">${value}</dd></div>`;

function request(state) {
  const exchange = state.exchanges[state.shownExchange];
  if (!exchange) return empty(t('inspect.noRequest'), html`<a class="primary" href="#/discover">${t('view.discover')}</a>`);
  const curl = curlOf(exchange, state.key !== '');
  return html`
    <div class="field exchange">
      <label for="exchange">${t('inspect.which')}</label>
      <select id="exchange" .value=${live(String(state.shownExchange))} @change=${(event) => showExchange(Number(event.target.value))}>
        ${state.exchanges.map((one, i) => exchangeChoice(one, i, state.shownExchange))}
      </select>
    </div>
    ${waterfall(exchange)}
    <div class="curl">
      <header><h3>${t('inspect.curl')}</h3>${copied(t('copy'), 'copy', () => curl)}</header>
      <pre tabindex="0" role="region" aria-label=${t('inspect.curl')}><code>${curl}</code></pre>
      ${state.key ? html`<p class="hint">${t('inspect.key')}</p>` : nothing}
    </div>
    <h3>${t('inspect.versions')}</h3>
    <dl class="facts">
      ${exchange.recommendationId ? versionRow(t('inspect.recommendation'), exchange.recommendationId) : nothing}
      ${versionRow(t('inspect.catalogue'), number(exchange.versions.catalogue))}
      ${Object.entries(exchange.versions.models).map(([role, sha256]) => versionRow(named('role', role), sha256))}
    </dl>
  `;
}

const model = ({ role, id, sha256, licence, gpuLayers }) => html`
  <li class="model">
    <p class="model-role">${named('role', role)}</p>
    <h3>${id}</h3>
    <dl class="facts">
      <div><dt>SHA-256</dt><dd class="mono">${sha256}</dd></div>
      <div><dt>${t('model.licence')}</dt><dd dir="auto">${licence}</dd></div>
      <div><dt>${t('model.where')}</dt><dd>${gpuLayers > 0 ? t('model.gpu', { n: gpuLayers }) : t('model.cpu')}</dd></div>
    </dl>
  </li>
`;

const size = (name, value, more = '') => html`
  <div class="size"><dt>${name}</dt><dd>${value}${more ? html` <small>${more}</small>` : nothing}</dd></div>
`;

function server(state) {
  const { value, problem } = state.status;
  if (!value) return failure(problem, enterInspect);
  const sizes = state.sizes.value;
  return html`
    <dl class="sizes">
      ${size(t('size.items'), number(value.catalogue.items), value.catalogue.notIndexed ? t('size.behind', { n: value.catalogue.notIndexed }) : '')}
      ${size(t('size.log'), number(value.log.interactions), t('size.users', { n: value.log.users }))}
      ${size(t('size.documents'), number(value.documents.count))}
      ${sizes ? html`${size(t('size.index'), bytes(sizes.index))} ${size(t('size.store'), bytes(sizes.store))}` : nothing}
      ${size(t('size.memory'), bytes(value.residentBytes), sizes ? t('size.heap', { size: bytes(sizes.heap) }) : '')}
    </dl>
    <p class="hint">${t('server.since', { version: value.version, since: moment(value.startedAt), time: duration(value.uptimeSeconds) })}</p>
  `;
}

function models(state) {
  const { value } = state.status;
  if (!value) return nothing;
  return value.models.length === 0
    ? html`<p class="hint">${t('models.none')}</p>`
    : html`<ul class="models">${value.models.map(model)}</ul>`;
}

function latestEvaluation(state) {
  const { value, problem } = state.evaluation;
  if (value) {
    return html`${evaluation(value)}
      <p>
        ${state.key
          ? html`<button type="button" class="quiet" @click=${saveReport}>${icon('download')} ${t('evaluation.report')}</button>`
          : html`<a class="quiet" href="/v1/evaluations/latest" target="_blank" rel="noopener">${t('evaluation.report')}</a>`}
      </p>
      ${failure(problem, enterInspect)}`;
  }
  if (problem?.kind === 'missing') return empty(t('evaluation.none'), html`<p><code>./drago evaluate --data …</code></p>`);
  if (problem?.kind === 'forbidden') return empty(t('evaluation.forbidden'));
  return failure(problem, enterInspect);
}

const part = (id, title, content) => html`
  <section class="plate" aria-labelledby=${id}>
    <h2 id=${id}>${title}</h2>
    ${content}
  </section>
`;

export const inspect = (state) => html`
  <div class="inspect">
    <h1>${t('view.inspect')}</h1>
    <p class="standfirst">${t('inspect.standfirst')}</p>
    <div class="plates">
      ${part('request', t('inspect.request'), request(state))}
      <div>
        ${part('server', t('inspect.server'), server(state))} ${part('models', t('inspect.models'), models(state))}
      </div>
    </div>
    ${part('evaluation', t('evaluation'), latestEvaluation(state))}
  </div>
`;
