// Writing to a chat as one of its members.
import {person} from './api.js';
import {action, h} from './dom.js';
import {draftOf, keepDraft} from './drafts.js';
import {fileButton, upload} from './pictures.js';
import {state, summary} from './state.js';
import {palette} from './stickers.js';

const KINDS = {text: 'Text', link: 'Link', media: 'Media', sticker: 'Sticker', poll: 'Poll'};
const HINTS = {text: 'Write as this member', link: 'https://example.com/page', media: 'https://example.com/picture.png', poll: 'One option per line'};

export function composer(chatId, onWriter) {
  let {kind, replyTo} = draftOf(chatId);
  let shown = '';
  const who = h('select', {'aria-label': 'Write as', onchange: () => {
    state.writer.set(chatId, who.value);
    onWriter();
  }});
  const field = h('textarea', {'aria-label': 'Message', maxLength: 20_000, dir: 'auto', value: draftOf(chatId).text, oninput: keep, onkeydown: event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && kind !== 'poll') {
      event.preventDefault();
      form.requestSubmit();
    }
  }});
  const kinds = h('div', {class: 'kinds', role: 'group', 'aria-label': 'Kind of message'});
  const extra = h('span', {class: 'row'});
  const banner = h('div', {class: 'row replying small', hidden: true});
  const pick = h('div', {class: 'row', hidden: true});
  const form = h('form', {class: 'composer', onsubmit: action(send)},
      h('div', {class: 'row'}, h('label', {class: 'small soft'}, 'as ', who), kinds, extra),
      banner, pick,
      h('div', {class: 'row write'}, field, h('button', {class: 'main', 'aria-label': 'Send'}, 'Send')));
  const gone = h('p', {class: 'composer soft', hidden: true}, 'Nobody but the line is in this chat any more.');
  const element = h('div', {}, form, gone);
  showKinds();
  showReply();

  function keep() {
    keepDraft(chatId, {text: field.value, kind, replyTo});
  }

  function showKinds() {
    kinds.replaceChildren(...Object.entries(KINDS).map(([value, label]) => h('button', {type: 'button', 'aria-pressed': value === kind, onclick: () => {
      kind = value;
      keep();
      showKinds();
      field.focus();
    }}, label)));
    pick.hidden = kind !== 'media' && kind !== 'sticker';
    pick.replaceChildren(...(kind === 'sticker' ? [palette(url => media(url, true))] : kind === 'media'
      ? [...fileButton('Choose a picture', (file, event) => action(async () => media(await upload(file), false))(event)), h('span', {class: 'soft small'}, 'or give an address, which is not shown as a picture:')] : []));
    field.parentElement.hidden = kind === 'sticker';
    field.placeholder = HINTS[kind] || '';
    field.rows = kind === 'poll' ? 3 : 1;
  }

  function reply(message) {
    replyTo = message;
    keep();
    showReply();
    field.focus();
  }

  function showReply() {
    banner.hidden = !replyTo;
    banner.replaceChildren(...(replyTo ? [h('span', {class: 'cut grow', dir: 'auto'}, 'Reply to: ' + summary(replyTo).slice(0, 140)),
      h('button', {type: 'button', class: 'quiet', 'aria-label': 'No reply', onclick: () => reply(null)}, '✕')] : []));
  }

  function content(value) {
    switch (kind) {
      case 'poll': return {poll: value.split('\n').map(line => line.trim()).filter(Boolean)};
      case 'link': return {parts: [{type: 'link', value: value.trim()}]};
      case 'media': return {parts: [{type: 'media', url: value.trim()}]};
      default: return {text: value};
    }
  }

  const media = (url, sticker) => write({parts: [{type: 'media', url, ...(sticker ? {sticker} : {})}]});

  async function write(what) {
    await person(who.value, 'messages', {chat_id: chatId, ...what, ...(replyTo ? {reply_to: {message_id: replyTo.id}} : {})});
    reply(null);
    if (state.message) {
      // What was written is the newest.
      location.hash = '#/chat/' + chatId;
    }
  }

  async function send() {
    if (!field.value.trim()) {
      return;
    }
    await write(content(field.value));
    field.value = '';
    keep();
  }

  function update(chat, here) {
    const version = JSON.stringify([here.map(member => member.handle), chat.is_group]);
    if (version === shown) {
      return;
    }
    shown = version;
    const chosen = state.writer.get(chatId) || who.value;
    who.replaceChildren(...here.map(member => h('option', {value: member.handle}, member.handle)));
    who.value = here.some(member => member.handle === chosen) ? chosen : here[0]?.handle ?? '';
    form.hidden = !here.length;
    gone.hidden = Boolean(here.length);
    extra.replaceChildren(...(chat.is_group ? [] : [
      h('button', {type: 'button', class: 'small', title: 'Opts out of the line’s messages', onclick: action(() => person(who.value, 'messages', {chat_id: chatId, text: 'STOP'}))}, 'Type STOP'),
      h('button', {type: 'button', class: 'small', onclick: action(() => person(who.value, 'read', {chat_id: chatId}))}, 'Read all')]));
  }

  return {element, update, reply, writer: () => who.value, focus: () => field.focus()};
}
