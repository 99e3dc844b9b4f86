// @ts-check
// A conversation beside the list it is about. What was understood stands above the list, to be taken back.
import { html, live, nothing, ref } from '../lit.js';
import * as act from '../actions/talk.js';
import { t } from '../language.js';
import { store } from '../state.js';
import { cards } from '../parts/card.js';
import { chip } from '../parts/chip.js';
import { icon } from '../parts/icon.js';
import { linked } from '../parts/linked.js';
import { empty, failure } from '../parts/notice.js';

const line = ({ who, text, named }, isLast, busy) => html`
  <li class="line ${who}">
    <span class="line-who">${t(`talk.${who}`)}</span>
    <p dir="auto">
      ${text === '' && isLast && busy ? html`<span class="waiting" aria-hidden="true"></span>` : linked(text, named)}
    </p>
  </li>
`;

/** Things to say that the catalogue can answer: the last is about an item that it has, once one is known. */
function examples(state) {
  const known = state.history.at(-1) ?? state.list.value?.items[0];
  return [
    t('talk.example.mood'),
    t('talk.example.wish'),
    ...(known ? [t('talk.example.like', { title: known.title })] : []),
  ];
}

const followUps = (state) =>
  state.conversation.items.length > 0 ? [t('talk.example.why'), t('talk.example.second')] : [];

const suggestions = (texts) => html`
  <ul class="suggestions">
    ${texts.map((text) => html`<li><button type="button" class="suggestion" dir="auto" @click=${() => act.speak(text)}>${text}</button></li>`)}
  </ul>
`;

const NEAR_PX = 48;

/** The transcript in the page, and the lines to the end of which it was last scrolled. */
let log;
let followed;

function found(element) {
  log = element;
  if (!element) followed = undefined;
}

/** Keeps the newest line in sight while it is written, unless one has gone back to read an older one. */
function follow(lines) {
  const isAtEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
  const isNew = lines !== followed;
  followed = lines;
  const { text } = lines.at(-1); // empty of an answer that was just asked for
  if (isNew && (isAtEnd || text === '')) queueMicrotask(() => log && (log.scrollTop = log.scrollHeight));
}

function transcript(state) {
  const { lines } = state.conversation;
  const { busy } = state.turn;
  if (lines.length === 0) {
    return html`<div class="transcript">
      <div class="invitation small">
        <p class="invitation-title">${t('talk.invitation')}</p>
        <p>${t('talk.invitation.more')}</p>
      </div>
      ${suggestions(examples(state))}
    </div>`;
  }
  follow(lines);
  return html`
    <div class="transcript" tabindex="0" role="log" aria-label=${t('talk.transcript')} ${ref(found)}>
      <ol class="lines">
        ${lines.map((one, i) => line(one, i === lines.length - 1, busy))}
      </ol>
      ${state.conversation.relaxations.length > 0
        ? html`<ul class="suggestions">
            ${state.conversation.relaxations.map(
              ({ remove, text }) => html`<li>
                <button type="button" class="suggestion" dir="auto" aria-disabled=${busy} @click=${() => act.takeBack(remove, text)}>${text}</button>
              </li>`,
            )}
          </ul>`
        : busy ? nothing : suggestions(followUps(state))}
      ${failure(state.turn.problem, act.again)}
    </div>
  `;
}

function keys(event) {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
}

const box = (state) => html`
  <form
    class="say"
    @submit=${(event) => {
      event.preventDefault();
      act.speak(state.draft);
      event.target.elements.say.focus(); // the button has nothing to send now
    }}
  >
    <textarea
      id="say"
      rows="1"
      maxlength="2000"
      aria-label=${t('talk.say')}
      placeholder=${t('talk.placeholder')}
      .value=${live(state.draft)}
      @input=${(event) => store.set({ draft: event.target.value })}
      @keydown=${keys}
    ></textarea>
    <button type="submit" class="round primary" aria-label=${t('talk.send')} ?disabled=${state.turn.busy || state.draft.trim() === ''}>
      ${icon('send')}
    </button>
  </form>
`;

const understood = ({ conversation, turn }) => html`
  <section class="understood" aria-labelledby="understood">
    <h2 id="understood">${t('understood')}</h2>
    ${conversation.statements.length === 0
      ? html`<p class="hint">${t('understood.none')}</p>`
      : html`<ul class="chips">
          ${conversation.statements.map((statement) =>
            chip(statement, () => act.takeBack([statement.id], t('talk.without', { what: statement.label })), turn.busy),
          )}
        </ul>`}
  </section>
`;

function startOver() {
  act.startOver();
  document.getElementById('say')?.focus();
}

const buttons = ({ conversation, turn }) => html`
  <p class="talk-actions">
    <button type="button" class="quiet" aria-disabled=${turn.busy} ?disabled=${!conversation.sessionId} @click=${() => act.act('undo', t('talk.undo'))}>
      ${icon('undo')} ${t('talk.undo')}
    </button>
    <button type="button" class="quiet" aria-disabled=${turn.busy} ?disabled=${conversation.items.length === 0} @click=${() => act.act('more', t('talk.more'))}>
      ${icon('plus')} ${t('talk.more')}
    </button>
    <button type="button" class="quiet" aria-disabled=${turn.busy} ?disabled=${conversation.lines.length === 0} @click=${startOver}>
      ${icon('again')} ${t('talk.startOver')}
    </button>
  </p>
`;

/** What is said of a card here is said in the conversation. */
const likeThis = (busy) => (_, { title }) => html`
  <p>
    <button
      type="button"
      class="quiet"
      aria-label=${`${t('similar')}: ${title}`}
      aria-disabled=${busy}
      @click=${() => act.speak(t('talk.example.like', { title }))}
    >
      ${icon('plus')} ${t('similar')}
    </button>
  </p>
`;

export const talk = (state) => html`
  <div class="talk">
    <h1 class="unseen">${t('view.talk')}</h1>
    <section class="conversation" aria-label=${t('view.talk')}>
      ${transcript(state)} ${box(state)} ${buttons(state)}
    </section>
    <div class="talked-of">
      ${understood(state)}
      <section aria-labelledby="talked-of">
        <h2 id="talked-of">${t('list')}</h2>
        ${state.conversation.items.length > 0
          ? html`<div class="list" aria-busy=${state.turn.busy}>${cards(state, state.conversation.items, likeThis(state.turn.busy))}</div>`
          : empty(t(state.conversation.lines.length ? 'empty.list' : 'talk.nothing'))}
      </section>
    </div>
  </div>
`;
