// What the program asked of Linq's API, and what it was answered.
import {api, BASE} from './api.js';
import {copyButton, exact, h, showKeyed} from './dom.js';
import {filterBar, newFilter} from './filter.js';
import {pretty, text} from './json.js';
import {gist, state} from './state.js';

const filter = newFilter();

export const filterRequests = wanted => { filter.text = wanted; };

export function requestsPanel(reload) {
  const list = h('div', {class: 'entries'});
  const bar = filterBar(filter, {one: 'request', many: 'requests', failed: 'only refused or failed'}, reload);
  return {
    element: h('div', {}, bar.element, list),
    kinds: ['request', 'time'],
    async load() {
      bar.update();
      const {requests} = await api('GET', 'requests?' + bar.query());
      const found = requests.filter(each => bar.finds(isBad(each), () => shown(each))).reverse();
      if (!found.length) {
        list.rows = null;
        list.replaceChildren(bar.nothing(requests.length) || h('p', {class: 'empty'}, 'Your program has asked for nothing yet. Its requests to ', h('code', {}, BASE), ' are listed here.'));
        return;
      }
      if (!list.rows) {
        list.replaceChildren();
      }
      showKeyed(list, found, each => each.seq, each => exact(each.at), row);
    },
  };
}

const isBad = each => each.status === null || each.status >= 400 || each.client_gone || Boolean(each.fault) || each.unknown_fields.length > 0;

/** What a row and its details say, but for headers: they are much the same everywhere. */
const shown = each => [outcome(each), each.method, each.path, each.query, each.trace_id, each.chat_id, each.idempotency_key, each.fault,
  each.client_gone ? 'client gone' : '', each.unknown_fields.length ? 'unknown field ' + each.unknown_fields.join(', ') : '', gist(each.body), text(each.body), text(each.answer)];

const outcome = each => each.status === null ? 'cut' : String(each.status);

const hasKey = each => Object.keys(each.headers).some(name => name.toLowerCase() === 'authorization');

const short = path => path.replace(/^\/api\/partner\/v3/, '').replace(/([0-9a-f]{4})[0-9a-f]{4}-[0-9a-f-]{27}/g, '$1…');

function row(each, before) {
  const details = h('details', {class: 'entry item', ontoggle: () => {
    if (details.open && details.children.length === 1) {
      details.append(body(each));
    }
  }}, h('summary', {},
      h('span', {class: 'status ' + tone(each.status)}, outcome(each)),
      h('b', {}, each.method), h('span', {class: 'cut what', dir: 'ltr', title: each.path}, short(each.path)),
      h('span', {class: 'cut grow soft small', dir: 'auto'}, gist(each.body)),
      each.fault ? h('span', {class: 'tag bad'}, each.fault) : null,
      each.client_gone ? h('span', {class: 'tag bad'}, 'client gone') : null,
      each.key_known ? null : h('span', {class: 'tag bad'}, hasKey(each) ? 'unknown key' : 'no key'),
      each.unknown_fields.length ? h('span', {class: 'tag warn'}, 'unknown field') : null,
      h('span', {class: 'soft small'}, each.millis + ' ms'),
      h('time', {class: 'soft small', dateTime: each.at}, exact(each.at))));
  details.open = Boolean(before?.open);
  return details;
}

export const tone = status => status === null ? 'bad' : status < 300 ? 'good' : status < 500 ? 'warn' : 'bad';

function body(each) {
  // Asked for now, so that a browser lets the button copy it.
  const again = api('GET', 'requests/' + each.seq + '/curl');
  const cut = h('p', {class: 'note warn', hidden: true}, 'The sandbox keeps only the beginning of a long body. Put the whole one into ', h('code', {}, 'whole-body.json'), ' before you run the curl command.');
  const secrets = h('p', {class: 'note warn', hidden: true}, 'The sandbox shows no secrets: in the curl command they are missing or ', h('code', {}, '(hidden)'), '. Put them in before you run it.');
  again.then(found => {
    cut.hidden = !found.body_cut;
    secrets.hidden = !found.secrets_hidden;
  }, () => {});
  return h('div', {class: 'inside'},
      h('div', {class: 'row'}, copyButton('Copy as curl', async () => (await again).command),
          each.chat_id ? h('a', {class: 'button small', href: '#/chat/' + each.chat_id}, 'Open the chat') : null,
          h('a', {class: 'button small', href: '#/webhooks/' + each.trace_id}, 'Webhooks it caused')),
      cut, secrets,
      each.fault ? h('p', {class: 'note bad'}, 'The fault ', h('b', {}, each.fault), ' struck it.') : null,
      each.unknown_fields.length ? h('p', {class: 'note warn'}, 'Linq’s documentation has no field ', h('b', {}, each.unknown_fields.join(', ')), '.') : null,
      each.key_known ? null : h('p', {class: 'note bad'}, hasKey(each) ? 'No account has the key after “Bearer” in its header Authorization' : 'It has no key: a header Authorization with “Bearer” and the key',
          ', so nobody knows whose request it is. It is listed with the account of the command line.'),
      each.client_gone ? h('p', {class: 'note bad'}, each.status === null ? 'The client had gone before its request was complete.' : 'The client had gone before it got this answer.') : null,
      each.status === null && !each.client_gone ? h('p', {class: 'note bad'}, 'The connection was closed instead of an answer.') : null,
      calls(each.idempotency_key),
      facts({'idempotency key': each.idempotency_key, 'trace id': each.trace_id, path: each.path + (each.query ? '?' + each.query : '')}),
      code('Body', each.body), headers('Headers', each.headers),
      code('Answer', each.answer), headers('Headers of the answer', each.answer_headers));
}

/** Keys that end in a short number, as linq-routes makes them of a command's id and the position of the call. */
function calls(key) {
  const [, command] = /^(.+)-\d{1,3}$/.exec(key ?? '') ?? [];
  return command ? h('p', {class: 'small'}, 'Call of the command ', h('a', {href: '#/requests/' + encodeURIComponent(command + '-')}, command)) : null;
}

export const facts = values => h('dl', {class: 'small'}, Object.entries(values).filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [h('dt', {class: 'soft'}, name), h('dd', {dir: 'auto'}, String(value))]));

export const code = (name, value) => value === null || value === '' ? null : [h('h3', {}, name), h('pre', {dir: 'ltr', tabIndex: 0}, pretty(value))];

const headers = (name, values) => h('details', {class: 'small'}, h('summary', {class: 'soft'}, name), facts(values));
