import {api, bubble, cancelForm, h, message, show, time} from './dom.js';
import {session} from './console.js';
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
          + ' groups, exact group_refs and chat ids among all. Upper and lower case are the same; accents count: Muller does not find Müller.'));
}

// A group is not created when its command failed, expired or was cancelled.
const STATUS = {creating: 'being created', failed: 'not created'};
const statusText = group => STATUS[group.status] || group.status;

function row(group) {
  return h('a', {class: 'item', href: '#/group/' + encodeURIComponent(group.id)},
      h('span', {class: 'grow', dir: 'auto'}, group.display_name || group.group_ref || group.chat_id || group.id),
      group.group_ref ? h('span', {class: 'soft', dir: 'auto'}, group.group_ref) : null,
      group.paused ? h('span', {class: 'tag bad'}, 'paused') : null,
      group.waiting ? h('span', {class: 'tag warn'}, 'waiting') : null,
      h('span', {class: 'tag ' + ({created: 'good', failed: 'bad'}[group.status] || '')}, statusText(group)));
}

export async function groupPage(id, isCurrent) {
  const cancelling = {selected: new Set(), asks: false, result: []};
  await draw(id, isCurrent, cancelling);
  const timer = setInterval(() => document.visibilityState === 'visible' && draw(id, isCurrent, cancelling).catch(() => {}), 3000);
  return () => clearInterval(timer);
}

async function draw(id, isCurrent, cancelling) {
  const group = await api('GET', 'group?id=' + encodeURIComponent(id));
  // A text that somebody is selecting stays, and a question that somebody answers.
  if (!isCurrent() || String(getSelection()) || cancelling.asks) {
    return;
  }
  const chat = group.chat || {};
  const redraw = () => draw(id, isCurrent, cancelling);
  const name = chat.name?.value || group.display_name || group.group_ref || group.chat_id;
  show(
      h('h1', {dir: 'auto'}, name),
      group.paused_because && group.paused_because !== group.waiting
          ? h('div', {class: 'note bad'}, 'No calls are made for it: ' + group.paused_because) : '',
      group.waiting
          ? h('div', {class: 'note ' + (group.paused_because === group.waiting ? 'bad' : 'warn'), id: 'why'}, h('b', {}, 'Why it waits: '), group.waiting)
          : h('div', {class: 'note ' + (group.paused_because ? '' : 'good'), id: 'why'}, 'Nothing waits.'),
      h('section', {}, h('div', {class: 'row'}, h('h2', {}, 'Group'), pauseButton('group', id, group.paused, redraw)), h('dl', {},
          ...term('group_ref', group.group_ref), ...term('chat id', group.chat_id), ...term('line', group.line),
          ...term('status', statusText(group)))),
      h('section', {}, h('h2', {}, 'Members'), members(chat, group.members_to_be || [])),
      h('section', {}, h('h2', {}, 'Conversation'), cancelBar(group.calls, cancelling, redraw), group.calls.length
          ? group.calls.map(call => callRow(call, isFirstToCancel(call, group.calls) ? cancelling.selected : null)) : h('p', {class: 'soft'}, 'The ledger has no command for it.'),
      h('p', {class: 'soft small'}, 'The newest ' + group.newest_commands + ' commands; what members write is on the topic of events only.')));
}

const term = (name, value) => value ? [h('dt', {class: 'soft'}, name), h('dd', {dir: 'auto'}, value)] : [];

/** Those of the chat; as long as there is none, those that the command to create it names. */
function members(chat, membersToBe) {
  const all = Object.values(chat.members || {});
  if (!all.length && membersToBe.length) {
    return [h('p', {class: 'soft'}, 'The group is not created yet. These will be its members:'), membersToBe.map(handle => h('div', {class: 'item'},
        h('span', {class: 'grow', dir: 'auto'}, handle), h('span', {class: 'tag warn'}, 'not a member yet')))];
  }
  if (!all.length) {
    return h('p', {class: 'soft'}, 'Not known yet: no event has shown them.');
  }
  return all.map(member => h('div', {class: 'item'},
      h('span', {class: 'grow', dir: 'auto'}, member.handle || ''), member.me ? h('span', {class: 'soft'}, 'line') : null,
      h('span', {class: 'tag ' + (member.status === 'active' ? 'good' : 'warn')}, member.status || 'unknown')));
}

/** Whether nothing of the command of a call was sent yet. */
const isCancellable = (call, calls) => session.may_operate && ['waiting', 'delayed'].includes(call.command_status)
    && calls.every(each => each.command_id !== call.command_id || (each.attempts === 0 && !each.finished_at));

const isFirstToCancel = (call, calls) => call.position === 1 && isCancellable(call, calls);

function cancelBar(calls, cancelling, redraw) {
  const open = calls.filter(call => isFirstToCancel(call, calls));
  const place = h('div', {}, cancelling.result);
  if (!open.length) {
    return place;
  }
  return [h('div', {class: 'row'}, h('button', {class: 'small', onclick: () => {
    const chosen = open.filter(call => cancelling.selected.has(call.command_id));
    if (!chosen.length) {
      message('Select commands first: those that have not begun have a box.');
      return;
    }
    message('');
    cancelling.asks = true;
    const note = chosen.length < open.length && chosen.some(call => call.type === 'create_group')
        ? 'The create of the group is among them: what waits behind it will fail.' : 'What waits behind it goes on.';
    place.replaceChildren(cancelForm(chosen.map(call => call.command_id), note, result => {
      Object.assign(cancelling, {asks: false, result});
      cancelling.selected.clear();
      redraw();
    }));
  }}, 'Cancel selected …')), place];
}

function callRow(call, selected) {
  const state = {confirmed: 'good', accepted: 'good', failed: 'bad', refused: 'bad', waiting: 'warn'}[call.status] || '';
  return h('div', {class: 'call'},
      h('div', {}, call.bubbles.map(bubble)),
      h('div', {class: 'small'},
          selected ? h('input', {type: 'checkbox', checked: selected.has(call.command_id), 'aria-label': 'Select ' + call.command_id,
            onchange: event => selected[event.target.checked ? 'add' : 'delete'](call.command_id)}) : null,
          h('span', {class: 'tag ' + state}, call.status), ' ',
          call.method + ' ' + call.path,
          h('div', {class: 'soft'}, call.command_id + ' · ' + call.place),
          h('div', {class: 'soft'}, [
            call.finished_at ? time(call.finished_at) : '',
            call.attempts > 1 ? call.attempts + ' attempts' : '',
            call.http_status ? 'HTTP ' + call.http_status : '',
            call.trace_id ? 'trace ' + call.trace_id : '',
          ].filter(Boolean).join(' · ')),
          call.waits_for ? h('div', {class: 'soft'}, 'Waits: ' + call.waits_for) : null,
          call.error_message
              ? h('div', {class: 'bad'}, (call.error_code ? call.error_code + ': ' : '') + call.error_message,
                  /^https:\/\//.test(call.doc_url || '') ? [' ', h('a', {href: call.doc_url, rel: 'noreferrer', target: '_blank'}, 'what Linq says about it')] : null)
              : null));
}
