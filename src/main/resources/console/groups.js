import {api, bubble, h, show, time} from './dom.js';
import {pauseButton} from './now.js';

export async function groupsPage(text, isCurrent) {
  const search = h('input', {type: 'search', value: text, placeholder: 'name, group_ref, chat id or number', size: 40,
    'aria-label': 'Search groups'});
  const found = await api('GET', 'groups?q=' + encodeURIComponent(text));
  if (!isCurrent()) {
    return;
  }
  show(
      h('h1', {}, 'Groups'),
      h('form', {class: 'row card', onsubmit: event => {
        event.preventDefault();
        location.hash = '#/groups/' + encodeURIComponent(search.value.trim());
      }}, search, h('button', {class: 'main'}, 'Search')),
      h('section', {}, found.groups.length ? found.groups.map(row)
          : h('p', {class: 'soft'}, text ? 'No group has this in its name, id or members.' : 'There is no group yet.')),
      h('p', {class: 'soft small'}, (found.more ? 'The newest 50 of them. ' : '')
          + 'Parts of names and numbers are searched among the newest ' + found.searched.toLocaleString('en-US')
          + ' groups, exact names and ids among all.'));
}

// A group is not created when its command failed, expired or was cancelled.
const STATUS = {creating: 'being created', failed: 'not created'};
const statusText = group => STATUS[group.status] || group.status;

function row(group) {
  return h('a', {class: 'item', href: '#/group/' + encodeURIComponent(group.id)},
      h('span', {class: 'grow', dir: 'auto'}, group.display_name || group.group_ref || group.chat_id || group.id),
      group.group_ref ? h('span', {class: 'soft', dir: 'auto'}, group.group_ref) : null,
      group.waiting ? h('span', {class: 'tag warn'}, 'waiting') : null,
      h('span', {class: 'tag ' + ({created: 'good', failed: 'bad'}[group.status] || '')}, statusText(group)));
}

export async function groupPage(id, isCurrent) {
  await draw(id, isCurrent);
  const timer = setInterval(() => document.visibilityState === 'visible' && draw(id, isCurrent).catch(() => {}), 3000);
  return () => clearInterval(timer);
}

async function draw(id, isCurrent) {
  const group = await api('GET', 'group?id=' + encodeURIComponent(id));
  // A text that somebody is selecting stays.
  if (!isCurrent() || String(getSelection())) {
    return;
  }
  const chat = group.chat || {};
  const name = chat.name?.value || group.display_name || group.group_ref || group.chat_id;
  show(
      h('h1', {dir: 'auto'}, name),
      group.waiting
          ? h('div', {class: 'note warn', id: 'why'}, h('b', {}, 'Why it waits: '), group.waiting)
          : h('div', {class: 'note good', id: 'why'}, 'Nothing waits.'),
      h('section', {}, h('div', {class: 'row'}, h('h2', {}, 'Group'), pauseButton('group', id, group.paused, () => draw(id, isCurrent))), h('dl', {},
          ...term('group_ref', group.group_ref), ...term('chat id', group.chat_id), ...term('line', group.line),
          ...term('status', statusText(group)))),
      h('section', {}, h('h2', {}, 'Members'), members(chat)),
      h('section', {}, h('h2', {}, 'Conversation'), group.calls.length
          ? group.calls.map(callRow) : h('p', {class: 'soft'}, 'The ledger has no command for it.'),
      h('p', {class: 'soft small'}, 'The newest ' + group.newest_commands + ' commands; what members write is on the topic of events only.')));
}

const term = (name, value) => value ? [h('dt', {class: 'soft'}, name), h('dd', {dir: 'auto'}, value)] : [];

function members(chat) {
  const all = Object.values(chat.members || {});
  if (!all.length) {
    return h('p', {class: 'soft'}, 'Not known yet: no event has shown them.');
  }
  return all.map(member => h('div', {class: 'item'},
      h('span', {class: 'grow', dir: 'auto'}, member.handle || ''), member.me ? h('span', {class: 'soft'}, 'line') : null,
      h('span', {class: 'tag ' + (member.status === 'active' ? 'good' : 'warn')}, member.status || 'unknown')));
}

function callRow(call) {
  const state = {confirmed: 'good', accepted: 'good', failed: 'bad', refused: 'bad', waiting: 'warn'}[call.status] || '';
  return h('div', {class: 'call'},
      h('div', {}, call.bubbles.map(bubble)),
      h('div', {class: 'small'},
          h('span', {class: 'tag ' + state}, call.status), ' ',
          call.method + ' ' + call.path,
          h('div', {class: 'soft'}, call.command_id + ' · ' + call.place),
          h('div', {class: 'soft'}, [
            call.finished_at ? time(call.finished_at) : '',
            call.attempts > 1 ? call.attempts + ' attempts' : '',
            call.http_status ? 'HTTP ' + call.http_status : '',
            call.trace_id ? 'trace ' + call.trace_id : '',
          ].filter(Boolean).join(' · ')),
          call.error_message
              ? h('div', {class: 'bad'}, (call.error_code ? call.error_code + ': ' : '') + call.error_message,
                  /^https:\/\//.test(call.doc_url || '') ? [' ', h('a', {href: call.doc_url, rel: 'noreferrer', target: '_blank'}, 'what Linq says about it')] : null)
              : null));
}
