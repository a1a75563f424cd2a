// Who is in a chat, and what they can do with it.
import {api, person} from './api.js';
import {action, avatar, h, picker} from './dom.js';
import {fileButton, picture, upload} from './pictures.js';
import {people, title} from './state.js';

const SERVICES = {iMessage: 'iMessage', RCS: 'RCS', SMS: 'SMS', '': 'unreachable'};

/** Of a group, with the line. */
const LEAST = 3;

export function servicePicker(handle, service) {
  const select = picker('Service of ' + handle, SERVICES, service ?? '');
  select.addEventListener('change', action(() => api('PATCH', 'people/' + encodeURIComponent(handle), {service: select.value || null})));
  return select;
}

/** writer gives who does it. */
export function membersPanel(chatId, writer) {
  const element = h('div', {class: 'members', hidden: true});
  let detail = null;
  let shown = '';

  const change = (handle, what, body) => person(handle, what, {chat_id: chatId, ...body});

  function row(member, group) {
    const active = member.status === 'active';
    const smallest = detail.chat.handles.filter(each => each.status === 'active').length <= LEAST;
    const why = smallest ? 'A group keeps ' + LEAST + ' members' : '';
    return h('div', {class: 'member' + (active ? '' : ' gone')}, avatar(member.handle),
        h('span', {class: 'grow'}, h('span', {dir: 'auto', class: 'handle'}, member.handle), ' ', h('span', {class: 'tag soft'}, member.is_me ? 'your line' : member.service),
            active ? null : h('span', {class: 'tag warn'}, member.status)),
        !group ? null : active ? [
          member.is_me ? null : h('button', {type: 'button', class: 'small', disabled: smallest, title: why, onclick: action(() => change(member.handle, 'leave', {}))}, 'Leave'),
          h('button', {type: 'button', class: 'small', disabled: smallest, title: why, onclick: action(() => change(writerBut(member.handle), 'remove', {handle: member.handle}))}, 'Remove')]
          : h('button', {type: 'button', class: 'small', onclick: action(() => change(writer(), 'add', {handle: member.handle}))}, 'Add back'));
  }

  /** Nobody removes himself: that is leaving. */
  const writerBut = handle => writer() !== handle ? writer() : people(detail.chat).find(member => member.handle !== handle)?.handle ?? handle;

  const named = h('input', {'aria-label': 'Name of the group', maxLength: 1000, dir: 'auto', autocomplete: 'off'});
  const icon = h('input', {'aria-label': 'Address of the picture', type: 'url', required: true, maxLength: 2000, placeholder: 'https://example.com/icon.png', autocomplete: 'off'});
  const added = h('input', {'aria-label': 'Handle to add', required: true, maxLength: 100, placeholder: '+15550001111', autocomplete: 'off'});
  const thumb = h('span', {});
  const changeIcon = url => change(writer(), 'icon', {group_chat_icon: url});
  const [choose, file] = fileButton('Choose a file', (chosen, event) => action(async () => changeIcon(await upload(chosen)))(event));
  const takeAway = h('button', {type: 'button', class: 'small', onclick: action(() => changeIcon(null))}, 'Take away');
  const face = [
    h('form', {class: 'row', onsubmit: action(() => change(writer(), 'rename', {display_name: named.value.trim() || null}))},
        h('label', {class: 'grow'}, 'Name ', named), h('button', {}, 'Rename')),
    h('form', {class: 'row', onsubmit: action(() => changeIcon(icon.value.trim()))},
        h('label', {class: 'grow'}, 'Picture ', thumb, icon), h('button', {}, 'Set'), choose, file, takeAway)];
  const adding = h('form', {class: 'row', onsubmit: action(async () => {
    await change(writer(), 'add', {handle: added.value.trim()});
    added.value = '';
  })}, h('label', {class: 'grow'}, 'Add ', added), h('button', {}, 'Add'));
  const list = h('div', {class: 'list'});
  const all = [...face, list, adding, h('p', {class: 'soft small'}, 'Done as the member who is chosen below. A picture is shown if you choose a file; of an address, only the address is kept. Chat ', h('code', {}, chatId))];

  /** What is being typed stays when somebody else changes the chat. */
  function fill(field, value) {
    if (field.value === (field.filled ?? '')) {
      field.value = value;
    }
    field.filled = value;
  }

  function show() {
    const {chat, name, icon_source: source} = detail;
    if (!element.firstChild) {
      element.append(...all);
    }
    for (const part of [...face, adding]) {
      part.hidden = !chat.is_group;
    }
    named.placeholder = title(chat).slice(0, 60);
    fill(named, name ?? '');
    fill(icon, source ?? '');
    thumb.replaceChildren(...[picture(source, '', {class: 'thumb'})].filter(Boolean));
    takeAway.hidden = !source;
    list.replaceChildren(...chat.handles.map(member => row(member, chat.is_group)));
  }

  function refresh() {
    const version = JSON.stringify([detail.name, detail.icon_source, detail.chat.handles, detail.chat.is_group]);
    if (!element.hidden && version !== shown) {
      shown = version;
      show();
    }
  }

  return {
    element,
    isOpen: () => !element.hidden,
    toggle() {
      element.hidden = !element.hidden;
      refresh();
    },
    /** Lets one change the name or the picture. */
    edit(what) {
      element.hidden = false;
      refresh();
      (what === 'name' ? named : choose).focus();
      element.scrollTop = 0;
    },
    update(newer) {
      detail = newer;
      refresh();
    },
  };
}
