// @ts-check
// A server with keys asks for one. It stays in this tab and goes nowhere but to this server.
import { html, ref } from '../lit.js';
import { t } from '../language.js';
import { store } from '../state.js';

function opened(element) {
  if (element instanceof HTMLDialogElement) {
    queueMicrotask(() => element.isConnected && !element.open && element.showModal());
  }
}

/** @param {() => void} again what to do with the key */
export const keyDialog = (state, again) => html`
  <dialog class="ask" aria-labelledby="key-title" ${ref(opened)} @cancel=${() => store.set({ keyWanted: false })}>
    <form
      @submit=${(event) => {
        event.preventDefault();
        store.set({ key: event.target.elements.key.value.trim(), keyWanted: false });
        again();
      }}
    >
      <h2 id="key-title">${t('key.title')}</h2>
      <p>${t(state.key ? 'key.wrong' : 'key.why')}</p>
      <div class="field">
        <label for="key">${t('key.label')}</label>
        <input id="key" name="key" type="password" autocomplete="off" required />
      </div>
      <p class="dialog-actions">
        <button type="button" class="quiet" @click=${() => store.set({ keyWanted: false })}>${t('close')}</button>
        <button type="submit" class="primary">${t('key.use')}</button>
      </p>
    </form>
  </dialog>
`;
