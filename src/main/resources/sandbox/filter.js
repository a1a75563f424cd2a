// Chooses what is listed of the newest requests or webhooks.
import {h} from './dom.js';
import {state} from './state.js';

const LIMIT = 100;
const ALL = {chat: false, failed: false, text: ''};

export const newFilter = () => ({...ALL});

/** labels: of what is listed one and many, and what those are that failed. */
export function filterBar(chosen, labels, reload) {
  const text = h('input', {type: 'search', placeholder: 'Filter', 'aria-label': 'Filter', maxLength: 200, oninput: () => choose({text: text.value.trim()})});
  const box = name => h('input', {type: 'checkbox', onchange: event => choose({[name]: event.currentTarget.checked})});
  const chat = box('chat');
  const failed = box('failed');
  const ofChat = h('label', {class: 'small'}, chat, ' this chat');

  function choose(choice) {
    Object.assign(chosen, choice);
    // An address that names a filter would bring it back, and would not be followed a second time.
    if (location.hash.startsWith('#/' + state.tab + '/')) {
      history.replaceState(null, '', '#/' + state.tab);
    }
    reload();
  }

  function show() {
    text.value = chosen.text;
    chat.checked = chosen.chat;
    failed.checked = chosen.failed;
  }

  const clear = () => h('button', {type: 'button', class: 'small', onclick: () => {
    choose(ALL);
    show();
  }}, 'Clear the filter');

  const isOfChat = () => chosen.chat && state.chat;
  show();
  return {
    element: h('div', {class: 'bar filter'}, text, ofChat, h('label', {class: 'small'}, failed, ' ' + labels.failed)),
    update: () => { ofChat.hidden = !state.chat; },
    query: () => 'limit=' + LIMIT + (isOfChat() ? '&chat_id=' + state.chat : ''),
    /** shown gives the texts that a row and its details show. */
    finds: (isFailed, shown) => (!chosen.failed || isFailed)
        && (!chosen.text || shown().filter(Boolean).join('\n').toLowerCase().includes(chosen.text.toLowerCase())),
    /** Says that none of so many is listed; null when there is none at all. */
    nothing(count) {
      if (!count && !isOfChat()) {
        return null;
      }
      const all = count > 1 ? 'None of the newest ' + count + ' ' + labels.many : 'The only ' + labels.one;
      return h('div', {class: 'empty'}, h('p', {}, count ? all + (isOfChat() ? ' of this chat' : '') + (count > 1 ? ' matches' : ' does not match') + ' the filter.'
        : 'There are no ' + labels.many + ' of this chat.'), clear());
    },
  };
}
