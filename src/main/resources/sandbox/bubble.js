// One message of a conversation.
import {person} from './api.js';
import {action, avatar, clock, exact, h, plural} from './dom.js';
import {picture} from './pictures.js';
import {summary} from './state.js';
import {stick, stuck} from './stickers.js';

export const REACTIONS = {love: '❤️', like: '👍', dislike: '👎', laugh: '😂', emphasize: '‼️', question: '❓'};

const LONG = 1200;

/** around: {chat, me, names: whether to show the sender, quoted: the message replied to, edited, onReply}. */
export function bubble(message, around) {
  const mine = message.is_from_me;
  const service = (message.service || '').toLowerCase();
  return h('article', {class: 'message ' + (mine ? 'ours' : 'theirs') + ' ' + service + (around.names ? ' first' : ''), tabIndex: 0, 'data-id': message.id},
      mine ? null : around.names ? avatar(message.from) : h('span', {class: 'avatar none'}),
      h('div', {class: 'stack'},
          around.names && !mine ? h('div', {class: 'sender small soft', dir: 'auto'}, message.from) : null,
          message.reply_to ? quoted(around.quoted) : null,
          message.poll ? poll(message, around) : message.parts.map(each => h('div', {class: 'part'}, part(each), stuck(each.reactions || []))),
          reactions(message, around),
          foot(message, around)),
      tools(message, around));
}

const quoted = original => h('blockquote', {class: 'small', dir: 'auto'}, original ? summary(original).slice(0, 140) : 'an earlier message');

function part(each) {
  switch (each.type) {
    case 'text': return text(each);
    case 'link': return card('🔗', host(each.value), each.value);
    case 'media': return each.sticker ? sticker(each) : photo(each) || [card(icon(each), each.filename || file(each.url) || 'media', each.url || each.attachment_id || ''), elsewhere(each)];
    default: return card('📦', each.type, each.value || '');
  }
}

function text(each) {
  const long = each.value.length > LONG;
  const bubble = h('div', {class: 'bubble' + (emojis(each.value) ? ' emojis' : '') + (long ? ' long' : ''), dir: 'auto'}, each.value,
      each.mention ? h('small', {}, 'mentions ' + each.mention) : null);
  if (!long) {
    return bubble;
  }
  return [bubble, h('button', {type: 'button', class: 'small quiet', onclick: event => {
    bubble.classList.toggle('long');
    event.currentTarget.textContent = bubble.classList.contains('long') ? all(each.value) : 'Show less';
  }}, all(each.value))];
}

const all = value => 'Show all ' + plural([...value].length, 'character', 'characters');

const emojis = value => value.length < 24 && /^(\p{Extended_Pictographic}|\p{Emoji_Component}|\u200d|\ufe0f|\s)+$/u.test(value) && /\p{Extended_Pictographic}/u.test(value);

const card = (sign, name, address) => h('div', {class: 'card bubble', dir: 'auto'},
    typeof sign === 'string' ? h('span', {class: 'sign', 'aria-hidden': 'true'}, sign) : sign,
    h('span', {class: 'grow'}, h('b', {class: 'cut', dir: 'auto'}, name), h('span', {class: 'small address', dir: 'ltr'}, address)));

function host(address) {
  try {
    return new URL(address).host;
  } catch (e) {
    return 'link';
  }
}

function photo(each) {
  const shown = picture(each.url, each.mime_type, {class: 'photo', alt: each.filename, title: each.filename});
  return shown && h('figure', {}, shown, h('figcaption', {class: 'small soft cut', dir: 'auto'}, each.filename));
}

/** The sandbox knows the size of what it fetched, and never keeps the file. */
const elsewhere = each => /^https?:/.test(each.url || '') && !each.url.startsWith(location.origin + '/')
  ? h('div', {class: 'small soft'}, each.size_bytes ? 'checked, not kept: only its address is shown' : 'only an address: not fetched without --fetch-media') : null;

const sticker = each => picture(each.url, each.mime_type, {class: 'sticker', alt: 'Sticker ' + each.filename}) || card('🏷️', 'Sticker ' + each.filename, each.url);

const file = address => (address || '').split(/[?#]/)[0].split('/').pop();

function icon(each) {
  const name = (each.mime_type || '') + ' ' + file(each.url).toLowerCase();
  return /image|\.(png|jpe?g|gif|heic|webp)$/.test(name) ? '🖼️' : /video|\.(mp4|mov|webm)$/.test(name) ? '🎬'
    : /audio|\.(mp3|m4a|caf|wav|aac)$/.test(name) ? '🎙️' : '📎';
}

function poll(message, {me}) {
  const {options, total_voters: voters} = message.poll;
  return h('div', {class: 'bubble poll'}, h('b', {}, 'Poll'), options.map(option => {
    const names = option.voters.map(voter => voter.handle?.handle || '?');
    const voted = names.includes(me);
    return h('button', {type: 'button', class: 'option', disabled: !me, 'aria-pressed': voted,
      'aria-label': (voted ? 'Take back the vote for ' : 'Vote for ') + option.text,
      title: names.length ? names.join(', ') : 'no votes',
      onclick: action(() => person(me, 'votes', {message_id: message.id, option_id: option.option_id, operation: voted ? 'remove' : 'add'}))},
    h('span', {class: 'line'}, h('span', {class: 'check', 'aria-hidden': 'true'}, voted ? '●' : '○'), h('span', {class: 'grow', dir: 'auto'}, option.text),
        h('span', {class: 'faces'}, names.slice(0, 3).map(name => avatar(name))), String(names.length)),
    h('progress', {max: Math.max(1, voters), value: names.length, 'aria-hidden': 'true'}));
  }), h('small', {}, plural(voters, 'voter', 'voters')));
}

function reactions(message, {me}) {
  const found = message.parts.flatMap((each, index) => (each.reactions || []).filter(reaction => reaction.type !== 'sticker').map(reaction => ({...reaction, index})));
  if (!found.length) {
    return null;
  }
  const groups = new Map();
  for (const each of found) {
    const sign = each.type === 'custom' ? each.custom_emoji : REACTIONS[each.type] || each.type;
    const id = each.index + ' ' + sign;
    groups.set(id, {sign, first: each, who: [...(groups.get(id)?.who || []), each.handle?.handle || '?']});
  }
  return h('div', {class: 'reactions'}, [...groups.values()].map(({sign, first, who}) => h('button', {type: 'button', class: 'reaction' + (who.includes(me) ? ' own' : ''),
    title: who.join(', '), disabled: !me, 'aria-label': 'Reaction ' + first.type + ' of ' + who.join(', '),
    onclick: action(() => person(me, 'reactions', {message_id: message.id, type: first.type, part_index: first.index,
      ...(first.custom_emoji ? {custom_emoji: first.custom_emoji} : {}), operation: who.includes(me) ? 'remove' : 'add'}))},
  h('span', {class: 'emoji'}, sign), who.length > 1 ? ' ' + who.length : '')));
}

const STATES = {pending: '◷ pending', sent: '✓ sent', delivered: '✓✓ delivered', read: '✓✓ read', failed: '✕ failed'};

function foot(message, around) {
  return h('div', {class: 'foot small soft', title: message.idempotency_key ? 'idempotency key ' + message.idempotency_key : ''},
      h('time', {dateTime: message.created_at, title: exact(message.created_at)}, clock(message.created_at)),
      message.is_from_me ? h('span', {class: 'state ' + message.delivery_status},
          (STATES[message.delivery_status] || message.delivery_status) + (message.failure_code ? ' ' + message.failure_code : '')) : null,
      message.service && message.service !== 'iMessage' ? h('span', {class: 'service'}, message.service) : null,
      around.edited ? h('span', {}, 'edited') : null,
      message.effect ? h('span', {}, '✨ ' + (message.effect.name || message.effect.type)) : null);
}

function tools(message, {me, onReply}) {
  if (!me) {
    return null;
  }
  return h('div', {class: 'tools'},
      h('button', {type: 'button', 'aria-label': 'Reply', title: 'Reply', onclick: () => onReply(message)}, '↩'),
      message.poll ? null : Object.entries(REACTIONS).map(([type, sign]) => h('button', {type: 'button', 'aria-label': 'React ' + type, title: type,
        onclick: action(() => person(me, 'reactions', {message_id: message.id, type}))}, sign)),
      message.poll ? null : h('button', {type: 'button', 'aria-label': 'Put a sticker on it', title: 'Sticker', onclick: () => stick(message, me)}, '🏷️'));
}
