// The open chat: its head, its messages and what is written to it.
import {api} from './api.js';
import {avatar, byId, clip, clock, day, exact, h, plural, showKeyed} from './dom.js';
import {bubble} from './bubble.js';
import {showChats} from './chats.js';
import {composer} from './compose.js';
import {lineTag} from './linestate.js';
import {membersPanel} from './members.js';
import {picture} from './pictures.js';
import {people, state, title} from './state.js';
import {isTold, told} from './told.js';
import {sawUpTo} from './unread.js';

/** Two messages of somebody within this time are shown as one turn. */
const TURN_MILLIS = 5 * 60_000;

/** Farther up, a new message does not scroll the conversation. */
const NEAR_END = 80;

/** The parts that stay while the chat is open. */
let open = null;

export function closeChat() {
  open = null;
}

export async function loadChat() {
  const {chat: id, message} = state;
  const detail = await api('GET', 'chats/' + encodeURIComponent(id) + (message ? '?message_id=' + encodeURIComponent(message) : ''));
  if (id !== state.chat || message !== state.message) {
    return;
  }
  if (!open || open.id !== id) {
    open = build(id);
    byId('conversation').replaceChildren(open.head, open.members.element, open.log, open.composer.element);
  }
  open.detail = detail;
  show(open, true);
}

function build(id) {
  const view = {id, head: h('div', {class: 'bar head'}), log: h('div', {class: 'log', tabIndex: 0, role: 'log', 'aria-label': 'Messages'})};
  const size = () => view.log.clientWidth + ' ' + view.log.clientHeight;
  view.log.addEventListener('scroll', () => {
    // Nobody scrolls by another size; the observer may hear of it later.
    if (size() === view.size) {
      view.atEnd = nearEnd(view.log);
    }
    seen(view);
  });
  // Members are shown above it, a keyboard below it, and windows have other sizes.
  new ResizeObserver(() => {
    view.size = size();
    if (view.atEnd) {
      toEnd(view);
    }
  }).observe(view.log);
  // Pictures grow when they are loaded; such events do not bubble.
  view.log.addEventListener('load', () => view.atEnd && toEnd(view), true);
  view.composer = composer(id, () => show(view, false));
  view.members = membersPanel(id, () => view.composer.writer());
  return view;
}

function show(view, fresh) {
  const {chat, messages, actions, changes} = view.detail;
  const here = people(chat);
  view.composer.update(chat, here);
  view.members.update(view.detail);
  head(view, chat, here);
  const atEnd = nearEnd(view.log);
  const me = view.composer.writer();
  const byMessage = new Map(messages.map(each => [each.id, each]));
  const asked = state.message;
  const edits = new Set(actions.filter(each => each.kind === 'edit').map(each => each.message_id));
  showKeyed(view.log, items(view.detail), item => item.id, item => JSON.stringify(item) + me + (item.id === asked), item => {
    if (item.day) {
      return h('p', {class: 'day'}, item.day);
    }
    if (item.told) {
      return h('p', {class: 'event'}, told(item.told, chat), h('time', {dateTime: item.at, title: exact(item.at)}, clock(item.at)));
    }
    if (item.link !== undefined) {
      return h('a', {class: 'event', href: '#/chat/' + chat.id + item.link}, item.name);
    }
    const each = item.message;
    const shown = bubble(each, {chat, me, names: item.names, quoted: byMessage.get(each.reply_to?.message_id), edited: edits.has(each.id), onReply: view.composer.reply});
    shown.classList.toggle('found', each.id === asked);
    return shown;
  });
  if (asked && asked !== view.asked) {
    toMessage(view, asked);
  } else if (atEnd && !view.detail.has_later || view.asked && !asked || !fresh) {
    toEnd(view);
  }
  view.asked = asked;
}

function toEnd(view) {
  view.log.scrollTop = view.log.scrollHeight;
  view.atEnd = true;
  seen(view);
}

function toMessage(view, id) {
  const found = [...view.log.querySelectorAll('.message')].find(each => each.dataset.id === id);
  if (found) {
    found.scrollIntoView({block: 'center'});
  } else {
    toEnd(view);
  }
  view.atEnd = nearEnd(view.log);
}

/** Somebody sees the end of a conversation: on a phone the list may be in its place, and the window may be behind others. */
function seen(view) {
  if (view.atEnd && view.detail && !view.detail.has_later && view.log.offsetParent && !document.hidden && sawUpTo(view.id, view.detail.messages.at(-1))) {
    showChats();
  }
}

document.addEventListener('visibilitychange', () => open && seen(open));

const nearEnd = log => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;

function head(view, chat, here) {
  const line = chat.handles.find(member => member.is_me)?.handle;
  const tag = lineTag(line);
  const version = JSON.stringify([tag?.textContent, title(chat), view.detail.icon_source, chat.service, here.length, chat.health_status?.status, view.members.isOpen(),
    view.detail.message_count]);
  if (view.headVersion === version) {
    return;
  }
  view.headVersion = version;
  const name = title(chat);
  const showing = change => () => {
    change();
    head(view, chat, here);
  };
  const facts = [chat.is_group ? here.length + ' people and your line' : 'direct chat', chat.service, line,
    plural(view.detail.message_count, 'message', 'messages')].filter(Boolean).join(' · ');
  const face = avatar(name, chat.is_group, picture(view.detail.icon_source));
  const named = h('span', {class: 'cut', dir: 'auto', title: clip(name, 300)}, clip(name, 200));
  view.head.replaceChildren(
      h('a', {class: 'button quiet back', href: '#/chats', 'aria-label': 'All chats'}, '‹'),
      chat.is_group ? h('button', {type: 'button', class: 'plain', 'aria-label': 'Change the picture', title: 'Change the picture', onclick: showing(() => view.members.edit('picture'))}, face) : face,
      h('div', {class: 'grow'}, h('h1', {}, chat.is_group
          ? h('button', {type: 'button', class: 'plain line', title: 'Change the name', onclick: showing(() => view.members.edit('name'))}, named, h('span', {class: 'soft', 'aria-hidden': 'true'}, '✎'))
          : named),
          h('div', {class: 'soft small cut', title: facts}, facts)),
      chat.health_status?.status === 'OPTED_OUT' ? h('span', {class: 'tag warn'}, 'opted out') : '',
      tag ?? '',
      h('button', {type: 'button', 'aria-expanded': view.members.isOpen(), onclick: showing(view.members.toggle)}, 'Members'));
}

/** Messages and what happened in between, in their order, with the days. */
function items({chat, messages, changes, actions, has_earlier: earlier, has_later: later}) {
  const start = changes.find(each => each.kind === 'started') ?? {kind: 'started'};
  const [first, last] = [messages[0], messages.at(-1)];
  const isBeside = at => !(earlier && Date.parse(at) < Date.parse(first.created_at)) && !(later && Date.parse(at) > Date.parse(last.created_at));
  const all = [
    ...messages.map(each => ({id: each.id, at: each.created_at, message: each})),
    ...[...changes.filter(each => each !== start), ...actions.filter(isTold)].filter(each => isBeside(each.at)).map((each, index) => ({id: 'told ' + index + each.at, at: each.at, told: each})),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const shown = [earlier ? {id: 'earlier', link: '/' + first.id, name: 'Earlier messages'} : {id: 'start', told: start, at: chat.created_at}];
  let before = null;
  let lastDay = '';
  for (const item of all) {
    const today = day(item.at);
    if (today !== lastDay) {
      shown.push({id: 'day ' + today, day: today});
      lastDay = today;
    }
    if (item.message) {
      const same = before?.message && before.message.from === item.message.from && Date.parse(item.at) - Date.parse(before.at) < TURN_MILLIS;
      item.names = !same;
    }
    shown.push(item);
    before = item;
  }
  if (later) {
    shown.push({id: 'later', link: '/' + last.id, name: 'Later messages'}, {id: 'newest', link: '', name: 'Newest messages'});
  }
  return shown;
}

/** A conversation that was not visible has not scrolled. */
export function scrollAgain() {
  if (open && state.message) {
    open.asked = '';
  } else if (open) {
    toEnd(open);
  }
}

/** Goes to where one writes. */
export const write = () => open?.composer.focus();
