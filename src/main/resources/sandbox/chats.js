// The list of chats, and a new chat.
import {api, person} from './api.js';
import {action, avatar, byId, clip, h, message, showKeyed, when} from './dom.js';
import {draftOf} from './drafts.js';
import {picture} from './pictures.js';
import {failed, state, summary, title} from './state.js';
import {now} from './time.js';
import {isUnread} from './unread.js';

const PREVIEW = 90;
const LIMIT = 200;

let asked = 0;

/** Gives the chats that the search finds now; an answer that comes after a later one's question is not shown. */
export async function loadChats() {
  const mine = ++asked;
  const search = byId('search').value.trim();
  const {chats, searched_all: all} = await api('GET', 'chats?limit=' + LIMIT + (search ? '&search=' + encodeURIComponent(search) : ''));
  if (mine === asked) {
    state.chats = chats;
    state.search = search;
    showChats(search);
    byId('chat-list').append(...(all ? [] : [h('p', {class: 'empty small'}, 'There are more messages than a search reads: the older ones were left out.')]));
  }
  return chats;
}

export function showChats(search = byId('search').value.trim()) {
  const list = byId('chat-list');
  if (!state.chats.length) {
    list.rows = new Map();
    list.replaceChildren(h('p', {class: 'empty'}, search ? 'No chat has this in its name, members or messages.' : 'No chats yet.'));
    return;
  }
  if (!list.rows || !list.rows.size) {
    list.replaceChildren();
  }
  showKeyed(list, state.chats, each => each.chat.id, each => JSON.stringify([each, each.chat.id === state.chat, begun(each.chat.id),
    isUnread(each.chat.id, each.last_message), now().toDateString()]), row);
}

/** Where the chat is; of one that was searched for, where the text is. */
export const address = ({chat, found}) => '#/chat/' + chat.id + (found?.message_id ? '/' + found.message_id : '');

function row(listed) {
  const {chat, icon_source: icon, last_message: last, found} = listed;
  const name = title(chat);
  const at = found?.at || (last ? last.created_at : chat.updated_at);
  const unread = isUnread(chat.id, last);
  const link = h('a', {class: 'chat item' + (unread ? ' unread' : ''), href: address(listed)},
      avatar(name, chat.is_group, picture(icon)),
      h('span', {class: 'grow'},
          h('span', {class: 'line'}, h('b', {class: 'cut', dir: 'auto'}, found?.in === 'name' ? marked(found.text) : clip(name, PREVIEW)),
              h('time', {class: 'soft small', dateTime: at}, when(at))),
          h('span', {class: 'line'}, found && found.in !== 'name' ? foundLine(found) : begun(chat.id) ? h('span', {class: 'cut small'}, h('b', {class: 'bad'}, 'Draft: '), h('bdi', {}, begun(chat.id)))
              : h('span', {class: 'cut soft small', dir: 'auto'}, last ? preview(last) : 'no message yet'),
              last && failed(last) ? h('span', {class: 'tag bad'}, 'failed') : null,
              chat.health_status?.status === 'OPTED_OUT' ? h('span', {class: 'tag warn'}, 'opted out') : null,
              unread ? h('span', {class: 'dot', role: 'img', 'aria-label': 'unread', title: 'Not yet shown in this browser'}) : null)));
  link.toggleAttribute('aria-current', chat.id === state.chat);
  return link;
}

/** Enough to tell people of a chat from each other. */
const short = handle => handle.includes('@') ? clip(handle.split('@')[0], 12) : handle.slice(-4);

const preview = last => (last.is_from_me ? '' : short(last.from) + ': ') + clip(summary(last), PREVIEW);

/** Where else than in its name a chat has what was searched for. */
const foundLine = ({in: place, text, from}) => [h('span', {class: 'cut soft small', dir: 'auto'}, from ? short(from) + ': ' : '', marked(text)), h('span', {class: 'tag soft'}, 'in ' + PLACES[place])];

const PLACES = {message: 'a message', member: 'members', id: 'its id'};

/** The text with what was searched for in it. */
function marked(text) {
  const at = text.toLowerCase().indexOf(state.search.toLowerCase());
  const end = at + state.search.length;
  return at < 0 ? text : [text.slice(0, at), h('mark', {}, text.slice(at, end)), text.slice(end)];
}

/** What was begun to write in a chat that is not open. */
const begun = id => id === state.chat ? '' : clip(draftOf(id).text, PREVIEW);

/** What was typed into the form stays in it until the chat is started or not wanted. */
let unsent = null;

/** Somebody starts a chat with a line. */
export async function newChat() {
  unsent = unsent || await newChatForm();
  return unsent;
}

async function newChatForm() {
  const {lines} = await api('GET', 'lines');
  const from = h('input', {'aria-label': 'From', required: true, maxLength: 100, value: '+15556667777', autocomplete: 'off'});
  const others = h('input', {'aria-label': 'Others', maxLength: 2000, placeholder: '+18889990000, dave@example.com', autocomplete: 'off'});
  const line = h('select', {'aria-label': 'Line'}, lines.map(each => h('option', {value: each.number}, each.number)));
  const text = h('textarea', {'aria-label': 'First message', rows: 3, maxLength: 20_000, dir: 'auto'});
  return h('form', {class: 'sheet', onsubmit: action(async () => {
    const chat = await person(from.value.trim(), 'chats', {
      line: line.value,
      with: others.value.split(/[,;\s]+/).filter(Boolean),
      ...(text.value.trim() ? {text: text.value} : {}),
    });
    unsent = null;
    location.hash = '#/chat/' + chat.id;
  })},
  h('h1', {}, 'New chat'),
  h('p', {class: 'soft'}, 'As if a person wrote to your line, or made a group with it. Your program hears of it by webhook.'),
  h('label', {}, 'Who begins', from), h('label', {}, 'Your line', line),
  h('label', {}, 'Others in the group ', h('span', {class: 'soft small'}, 'none for a direct chat'), others),
  h('label', {}, 'First message', text),
  h('div', {class: 'row'}, h('button', {class: 'main'}, 'Start the chat'), h('a', {class: 'button', href: '#/chats', onclick: () => { unsent = null; }}, 'Cancel')));
}

export async function exampleGroup() {
  message('');
  const chat = await person('+15556667777', 'chats', {with: ['+18889990000', 'carol@example.com'], text: 'Shall we have lunch?'});
  await person('+18889990000', 'messages', {chat_id: chat.id, poll: ['Tuesday', 'Thursday']});
  await person('carol@example.com', 'rename', {chat_id: chat.id, display_name: 'Lunch'});
  location.hash = '#/chat/' + chat.id;
}
