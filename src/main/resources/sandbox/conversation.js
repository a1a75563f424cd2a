// The open chat: its head, its messages and what is written to it.
import {api} from './api.js';
import {avatar, byId, clip, day, exact, h, showKeyed} from './dom.js';
import {bubble} from './bubble.js';
import {composer} from './compose.js';
import {lineTag} from './linestate.js';
import {membersPanel} from './members.js';
import {picture} from './pictures.js';
import {people, state, title} from './state.js';

/** Two messages of somebody within this time are shown as one turn. */
const TURN_MILLIS = 5 * 60_000;

/** Farther up, a new message does not scroll the conversation. */
const NEAR_END = 80;

/** Of a name or an address between the messages. */
const LONGEST_TOLD = 200;

/** The parts that stay while the chat is open. */
let open = null;

export function closeChat() {
  open = null;
}

export async function loadChat() {
  const id = state.chat;
  const detail = await api('GET', 'chats/' + encodeURIComponent(id));
  if (id !== state.chat) {
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
  view.log.addEventListener('scroll', () => { view.atEnd = nearEnd(view.log); });
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
  const edits = new Set(actions.filter(each => each.kind === 'edit').map(each => each.message_id));
  showKeyed(view.log, items(messages, changes, actions, chat), item => item.id, item => JSON.stringify(item) + me, item => {
    if (item.line) {
      const [before, value = '', after = ''] = item.line;
      return h('p', {class: item.day ? 'day' : 'event', title: item.at ? exact(item.at) : ''}, before, typeof value === 'string' ? h('bdi', {}, value) : value, after);
    }
    const each = item.message;
    return bubble(each, {chat, me, names: item.names, quoted: byMessage.get(each.reply_to?.message_id), edited: edits.has(each.id), onReply: view.composer.reply});
  });
  if (atEnd || !fresh) {
    toEnd(view);
  }
}

function toEnd(view) {
  view.log.scrollTop = view.log.scrollHeight;
  view.atEnd = true;
}

const nearEnd = log => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;

function head(view, chat, here) {
  const line = chat.handles.find(member => member.is_me)?.handle;
  const tag = lineTag(line);
  const version = JSON.stringify([tag?.textContent, title(chat), view.detail.icon_source, chat.service, here.length, chat.health_status?.status, view.members.isOpen()]);
  if (view.headVersion === version) {
    return;
  }
  view.headVersion = version;
  const name = title(chat);
  view.head.replaceChildren(
      h('a', {class: 'button quiet back', href: '#/chats', 'aria-label': 'All chats'}, '‹'),
      avatar(name, chat.is_group, picture(view.detail.icon_source)),
      h('div', {class: 'grow'}, h('h1', {class: 'cut', dir: 'auto', title: clip(name, 300)}, clip(name, 200)),
          h('div', {class: 'soft small cut'}, [chat.is_group ? here.length + ' people and your line' : 'direct chat', chat.service,
            line].filter(Boolean).join(' · '))),
      chat.health_status?.status === 'OPTED_OUT' ? h('span', {class: 'tag warn'}, 'opted out') : '',
      tag ?? '',
      h('button', {type: 'button', 'aria-expanded': view.members.isOpen(), onclick: () => {
        const end = nearEnd(view.log);
        view.members.toggle();
        if (end) {
          toEnd(view);
        }
        head(view, chat, here);
      }}, 'Members'));
}

/** Messages and what happened in between, in their order, with the days. */
function items(messages, changes, actions, chat) {
  const all = [
    ...messages.map(each => ({id: each.id, at: each.created_at, message: each})),
    ...changes.map((each, index) => ({id: 'change ' + index + each.at, at: each.at, line: told(each)})),
    ...actions.filter(each => ACTIONS[each.kind]).map((each, index) => ({id: 'action ' + index + each.at, at: each.at, line: [ACTIONS[each.kind]]})),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const shown = [{id: 'start', line: started(chat), at: chat.created_at}];
  let before = null;
  let lastDay = '';
  for (const item of all) {
    const today = day(item.at);
    if (today !== lastDay) {
      shown.push({id: 'day ' + today, line: [today], day: true});
      lastDay = today;
    }
    if (item.message) {
      const same = before?.message && before.message.from === item.message.from && Date.parse(item.at) - Date.parse(before.at) < TURN_MILLIS;
      item.names = !same;
    }
    shown.push(item);
    before = item;
  }
  return shown;
}

const ACTIONS = {background: 'The line changed the background', contact_card: 'The line shared its contact card'};

const started = chat => [chat.is_group ? 'The group was made with ' : 'The chat began with ', chat.handles.filter(member => !member.is_me)
    .filter(member => Date.parse(member.joined_at) - Date.parse(chat.created_at) < 1000).map(member => member.handle).join(', ')];

function told({kind, value: all}) {
  const value = all === null ? null : clip(all, LONGEST_TOLD);
  switch (kind) {
    case 'named': return value === null ? ['The name was taken away'] : ['Named “', value, '”'];
    case 'icon': return value === null ? ['The picture was taken away'] : ['New picture: ', picture(all, '', {class: 'thumb'}) || value];
    case 'joined': return ['', value, ' joined'];
    case 'left': return ['', value, ' left'];
    case 'removed': return ['', value, ' was removed'];
    case 'opted_out': return ['', value, ' opted out: nothing may be sent here'];
    case 'opted_in': return ['', value, ' may be written to again'];
    default: return [kind + ' ', value ?? ''];
  }
}

/** A conversation that was not visible has not scrolled. */
export function scrollToEnd() {
  if (open) {
    toEnd(open);
  }
}

/** Goes to where one writes. */
export const write = () => open?.composer.focus();
