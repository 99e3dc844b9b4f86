// @ts-check
// A conversation: turns go to the server, which keeps what was understood; the page keeps what was said.
import { ask, post, Problem, stream } from '../api.js';
import { included } from '../catalogue.js';
import { EMPTY_CONVERSATION, store } from '../state.js';
import { refresh } from './discover.js';

const SHOWN = 8;
const REMEMBERED_LINES = 60;

/** @typedef {{who: 'person' | 'drago', text: string, named: {itemId: string, title: string}[]}} Line */

function change(part) {
  const conversation = { ...store.state.conversation, ...part };
  store.set({ conversation: { ...conversation, lines: conversation.lines.slice(-REMEMBERED_LINES) } });
}

const say = (who, text) => change({ lines: [...store.state.conversation.lines, { who, text, named: [] }] });

/** Changes the last line, which is being written. @param {(line: Line) => Partial<Line>} edit */
function write(edit) {
  const { lines } = store.state.conversation;
  const last = lines[lines.length - 1];
  change({ lines: [...lines.slice(0, -1), { ...last, ...edit(last) }] });
}

async function begin() {
  const { userId } = store.state;
  // No language: answers then come in that of the last turn, whatever the page itself speaks.
  const session = await post('/v1/sessions', userId ? { userId } : {});
  change({ sessionId: session.sessionId, userId });
}

/** Items that the text may name: those of the answer, those shown before, those spoken of. */
function nameable(conversation) {
  const items = [...conversation.items, ...conversation.lines.flatMap((line) => line.named)];
  return [...new Map(items.map(({ itemId, title }) => [itemId, { itemId, title }])).values()];
}

/** Titles of what was spoken of and never listed, such as the one in "like Alien". */
async function learnTitles(statements) {
  const known = nameable(store.state.conversation).map((item) => item.itemId);
  const unknown = statements.filter((s) => s.itemId && !known.includes(s.itemId)).map((s) => s.itemId);
  const items = await Promise.all(
    unknown.map((id) => ask(`/v1/items/${encodeURIComponent(id)}`).catch(() => undefined)),
  );
  return items.filter(Boolean).map(({ id, title }) => ({ itemId: id, title }));
}

async function receive({ name, data }) {
  if (name === 'understood') {
    const named = await learnTitles(data.statements);
    change({ statements: data.statements });
    write(() => ({ named }));
  } else if (name === 'items') {
    const before = nameable(store.state.conversation);
    // A turn that asks why brings no items; the list it asks about stays.
    if (data.items.length > 0 || data.relaxations.length > 0) change({ items: data.items });
    change({ relaxations: data.relaxations });
    write((line) => ({ named: nameable({ items: [...line.named, ...before, ...data.items], lines: [] }) }));
  } else if (name === 'text') {
    write((line) => ({ text: line.text + data.text }));
  }
}

/** One turn. @param {{text: string} | {remove: number[]} | {act: string}} turn */
async function take(turn) {
  if (store.state.turn.busy) return;
  store.set({ turn: { busy: true } });
  try {
    const { conversation, userId } = store.state;
    // A session belongs to its user: for another one it is another conversation.
    if (!conversation.sessionId || conversation.userId !== userId) await begin();
    say('drago', '');
    const path = `/v1/sessions/${store.state.conversation.sessionId}/turns`;
    const body = { ...turn, count: SHOWN, include: included(), ...(userId ? { userId } : {}) };
    for await (const event of stream(path, body)) await receive(event);
    store.set({ turn: { busy: false } });
  } catch (problem) {
    const { lines } = store.state.conversation;
    if (lines.at(-1)?.who === 'drago' && lines.at(-1)?.text === '') change({ lines: lines.slice(0, -1) });
    // A conversation that the server has forgotten cannot go on; the next turn begins another one.
    if (problem.kind === 'missing') change({ sessionId: '', statements: [], relaxations: [] });
    store.set({ turn: { busy: false, problem, failed: turn } });
    if (!(problem instanceof Problem)) throw problem;
  }
}

/** Says once more what could not be answered, in place of what had come of an answer. */
export async function again() {
  const { failed } = store.state.turn;
  if (!failed) return;
  const { lines } = store.state.conversation;
  if (lines.at(-1)?.who === 'drago') change({ lines: lines.slice(0, -1) });
  await take(failed);
}

/** @param {string} text */
export async function speak(text) {
  if (text.trim() === '' || store.state.turn.busy) return;
  say('person', text.trim());
  store.set({ draft: '' });
  await take({ text: text.trim() });
}

/** Takes back what was understood. @param {number[]} remove ids of statements @param {string} said */
export async function takeBack(remove, said) {
  if (store.state.turn.busy) return;
  say('person', said);
  await take({ remove });
}

/** @param {'more' | 'undo'} name @param {string} said */
export async function act(name, said) {
  if (store.state.turn.busy) return;
  say('person', said);
  await take({ act: name });
}

export function startOver() {
  if (store.state.turn.busy) return;
  const { sessionId, userId } = store.state.conversation;
  const query = userId ? `?userId=${encodeURIComponent(userId)}` : '';
  if (sessionId) ask(`/v1/sessions/${sessionId}${query}`, { method: 'DELETE' }).catch(() => {}); // it expires by itself
  store.set({ conversation: EMPTY_CONVERSATION, turn: { busy: false } });
}

/** Whether the server still knows the conversation of this tab. */
export async function enterTalk() {
  if (!store.state.list.value) await refresh(); // the examples name something that the catalogue has
  const before = store.state.conversation;
  const { sessionId, userId } = before;
  if (!sessionId) return;
  const isUnchanged = () => store.state.conversation === before; // what has been said since is newer than the answer
  try {
    const query = userId ? `?userId=${encodeURIComponent(userId)}` : '';
    const { statements } = await ask(`/v1/sessions/${sessionId}${query}`);
    if (isUnchanged()) change({ statements });
  } catch (problem) {
    if (problem.kind === 'missing' && isUnchanged()) store.set({ conversation: EMPTY_CONVERSATION });
    else if (!(problem instanceof Problem)) throw problem;
  }
}
