// What the parts of the page share.

export const state = {
  /** The id of the open chat; empty without. */
  chat: '',
  /** The message of it that was asked for; empty for the newest. */
  message: '',
  /** What is beside it: requests, webhooks, faults or world. */
  tab: 'requests',
  /** The newest chats, as listed. */
  chats: [],
  /** What they were searched for. */
  search: '',
  /** As whom somebody last wrote in a chat, by chat. */
  writer: new Map(),
};

/** Of the members, those who are in the chat now and are not the line. */
export const people = chat => chat.handles.filter(member => member.status === 'active' && !member.is_me);

/** Linq names a chat without a name by the handles of everybody, the line included. */
export function title(chat) {
  const unnamed = chat.display_name === chat.handles.map(member => member.handle).join(', ');
  if (!unnamed) {
    return chat.display_name;
  }
  const others = chat.handles.filter(member => !member.is_me);
  const here = others.filter(member => member.status === 'active');
  return (here.length ? here : others).map(member => member.handle).join(', ');
}

/** What a message says, in one line. */
export function summary(message) {
  if (message.poll) {
    return 'Poll: ' + message.poll.options.map(option => option.text).join(' · ');
  }
  return message.parts.map(part => {
    if (part.type === 'media') {
      return 'Media: ' + (part.filename || part.url || part.attachment_id || '');
    }
    return part.value || '(' + part.type + ')';
  }).join(' ');
}

/** What a body of a request or event is about, in a few words: the texts, or a name or a handle; empty for others. */
export function gist(body) {
  const inside = body?.message || body;
  if (Array.isArray(inside?.parts)) {
    return inside.parts.map(part => part?.value || part?.filename || part?.type || '').join(' ').slice(0, 200);
  }
  const told = inside?.display_name ?? inside?.new_value ?? inside?.handle ?? inside?.participant ?? inside?.reaction_type;
  return String((typeof told === 'object' ? told?.handle : told) ?? '').slice(0, 200);
}

export const failed = message => message.delivery_status === 'failed';
