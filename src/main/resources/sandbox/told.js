// What is told between the messages: who changed what.
import {clip, h} from './dom.js';
import {ELSEWHERE, picture} from './pictures.js';

/** Of a name or an address. */
const LONGEST = 200;

const ACTIONS = {background: 'changed the background', contact_card: 'shared its contact card'};

/** Other actions show at the messages that they are about. */
export const isTold = action => Boolean(ACTIONS[action.kind]);

const name = text => h('bdi', {}, clip(text, LONGEST));

/** What is told of a change or an action, for an element that shows it. */
export function told({kind, value, by}, chat) {
  const who = handle => chat.handles.some(member => member.is_me && member.handle === handle) ? 'Your line' : name(handle);
  // Who is not known in journals of earlier versions.
  const did = (active, passive) => by ? [who(by), ' ', active] : passive;
  switch (kind) {
    case 'started': return by ? begun(by, who(by), chat) : started(chat);
    case 'named': return value === null ? did('took the name away', 'The name was taken away')
      : [did('renamed the group to “', 'The group was renamed to “'), name(value), '”'];
    case 'icon': return value === null ? did('took the picture away', 'The picture was taken away')
      : [did('changed the picture: ', 'New picture: '), picture(value, '', {class: 'thumb'}) || [name(value), ' (an address: ' + ELSEWHERE + ')']];
    case 'joined': return by && by !== value ? [who(by), ' added ', name(value)] : [who(value), ' joined'];
    case 'left': return [who(value), ' left'];
    case 'removed': return by ? [who(by), ' removed ', name(value)] : [who(value), ' was removed'];
    case 'opted_out': return [name(value), ' opted out: nothing may be sent here'];
    case 'opted_in': return [name(value), ' may be written to again'];
    default: return ['Your line ', ACTIONS[kind] || kind];
  }
}

/** With whom it began, but for one of them. */
const first = (chat, but) => chat.handles.filter(member => !member.is_me && member.handle !== but)
    .filter(member => Date.parse(member.joined_at) - Date.parse(chat.created_at) < 1000).map(member => member.handle).join(', ');

const started = chat => [chat.is_group ? 'The group was made with ' : 'The chat began with ', name(first(chat))];

/** By the line, or by a person with it. */
function begun(by, who, chat) {
  const others = first(chat, by);
  const line = chat.handles.some(member => member.is_me && member.handle === by) ? '' : others ? ' and your line' : 'your line';
  return [who, chat.is_group ? ' made the group with ' : ' began the chat with ', others ? name(others) : '', line];
}
