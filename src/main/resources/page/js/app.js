// @ts-check
// The page: its frame, and what is drawn in it when the state changes.
import { html, nothing, render } from './lit.js';
import { adopt, enterDiscover, refresh } from './actions/discover.js';
import { enterInspect } from './actions/inspect.js';
import { enterItem } from './actions/item.js';
import { enterOperate } from './actions/operate.js';
import { enterTalk } from './actions/talk.js';
import { keepingFocus } from './focus.js';
import { onHues } from './hues.js';
import { LANGUAGES, speak, t } from './language.js';
import { icon } from './parts/icon.js';
import { keyDialog } from './parts/key.js';
import { panel } from './parts/panel.js';
import { routeOf, VIEWS } from './router.js';
import { store } from './state.js';
import { discover } from './views/discover.js';
import { inspect } from './views/inspect.js';
import { operate } from './views/operate.js';
import { talk } from './views/talk.js';

const DRAWN = { discover, talk, inspect, operate };
const ENTERED = { discover: enterDiscover, talk: enterTalk, inspect: enterInspect, operate: enterOperate };
const THEMES = ['auto', 'light', 'dark'];

const navigation = (state) => html`
  <nav aria-label=${t('navigation')}>
    ${VIEWS.map(
      (view) => html`<a href="#/${view}" aria-current=${state.route.view === view ? 'page' : nothing}>${t(`view.${view}`)}</a>`,
    )}
  </nav>
`;

const languages = (state) => html`
  <div class="switch" role="group" aria-label=${t('language')}>
    ${Object.entries(LANGUAGES).map(
      ([code, name]) => html`
        <button
          type="button"
          lang=${code}
          aria-pressed=${state.language === code}
          aria-label=${name}
          @click=${() => setLanguage(code)}
        >
          ${code.toUpperCase()}
        </button>
      `,
    )}
  </div>
`;

const themes = (state) => {
  const next = THEMES[(THEMES.indexOf(state.theme) + 1) % THEMES.length];
  return html`
    <button
      type="button"
      class="round"
      title=${t('theme', { theme: t(`theme.${state.theme}`) })}
      aria-label=${t('theme', { theme: t(`theme.${state.theme}`) })}
      @click=${() => store.set({ theme: next })}
    >
      ${icon({ auto: 'auto', light: 'sun', dark: 'moon' }[state.theme])}
    </button>
  `;
};

const shell = (state) => html`
  <a class="skip" href="#main" @click=${skip}>${t('skip')}</a>
  <header class="masthead">
    <a class="wordmark" href="#/discover">Drago</a>
    ${navigation(state)}
    <div class="settings">${languages(state)} ${themes(state)}</div>
  </header>
  <main id="main" tabindex="-1" class=${state.route.itemId ? 'beside' : ''}>${DRAWN[state.route.view](state)}</main>
  ${panel(state, closeItem)} ${state.keyWanted ? keyDialog(state, start) : nothing}
`;

/** The hash is the route, so the usual jump of a skip link would be one to another view. */
function skip(event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function setLanguage(language) {
  store.set({ language });
  if (store.state.list.value) refresh(); // reasons are in the language of the request
}

const app = /** @type {HTMLElement} */ (document.getElementById('app'));
app.replaceChildren(); // what index.html had in its place until now

let isDue = false;

/** Draws once for all changes of one moment. */
function draw() {
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => {
    isDue = false;
    const { state } = store;
    speak(state.language);
    document.documentElement.lang = state.language;
    document.documentElement.dataset.theme = state.theme;
    document.title = `${t(`view.${state.route.view}`)} · Drago`;
    keepingFocus(() => render(shell(state), app));
  });
}

// — routes —

/** What had the focus when an item was opened: it gets it back. @type {HTMLElement | null} */
let opener = null;

/** To what opened the item or, where that has gone or there was nothing, to where reading goes on. */
function giveFocusBack() {
  const main = document.getElementById('main');
  const isLost = [document.body, main].includes(document.activeElement); // else it is where a person put it
  const isThere = opener?.isConnected && opener !== document.body;
  if (isLost) (isThere ? opener : main)?.focus({ preventScroll: !isThere });
  opener = null;
}

function closeItem() {
  location.hash = `#/${store.state.route.view}`;
}

function navigate() {
  const before = store.state.route;
  const { view, itemId, parameters } = routeOf(location.hash, before.view);
  if (!before.itemId && itemId) opener = /** @type {HTMLElement | null} */ (document.activeElement);
  store.set({ route: { view, itemId } });
  const shared = parameters.get('history');
  if (shared !== null) adopt(shared.split(',').filter(Boolean));
  return { before, now: store.state.route };
}

function follow() {
  const { before, now } = navigate();
  if (now.itemId && now.itemId !== before.itemId) enterItem(now.itemId);
  if (now.view !== before.view) {
    ENTERED[now.view]();
    scrollTo(0, 0);
  }
  if (before.itemId && !now.itemId) {
    queueMicrotask(giveFocusBack);
  }
}

// — start, and once more with a key —

async function start() {
  const { now } = navigate();
  await ENTERED[now.view](); // each asks for the status, which names the attributes of items
  if (now.itemId) enterItem(now.itemId);
}

store.subscribe(draw);
onHues(draw);
addEventListener('hashchange', follow);
draw();
start();
