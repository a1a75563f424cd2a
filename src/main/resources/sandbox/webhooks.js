// What the sandbox told the program, and how that was received.
import {api, BASE} from './api.js';
import {action, copyButton, exact, h, plural, showKeyed} from './dom.js';
import {filterBar, newFilter} from './filter.js';
import {text} from './json.js';
import {code, facts, tone} from './requests.js';
import {gist} from './state.js';
import {answer, subscriptionsPart} from './subscriptions.js';

const filter = newFilter();

export const filterByTrace = traceId => { filter.text = traceId; };

export function webhooksPanel(reload) {
  const list = h('div', {class: 'entries'});
  const subscribed = subscriptionsPart();
  const bar = filterBar(filter, {one: 'webhook', many: 'webhooks', failed: 'only not delivered'}, reload);
  return {
    element: h('div', {}, bar.element, subscribed.element, list),
    kinds: ['delivery', 'subscription', 'time'],
    async load() {
      bar.update();
      const [{deliveries}, {subscriptions}] = await Promise.all([api('GET', 'deliveries?' + bar.query()), api('GET', 'subscriptions')]);
      subscribed.show(subscriptions, deliveries);
      const seen = new Set();
      for (const each of deliveries) {
        each.again = seen.has(each.subscription_id + each.event_id);
        seen.add(each.subscription_id + each.event_id);
      }
      const found = deliveries.filter(each => bar.finds(each.state !== 'delivered', () => shown(each))).reverse();
      if (!found.length) {
        list.rows = null;
        list.replaceChildren(bar.nothing(deliveries.length) || subscribe());
        return;
      }
      if (!list.rows) {
        list.replaceChildren();
      }
      showKeyed(list, found, each => each.seq, each => exact(each.at) + each.state + each.again + JSON.stringify([each.attempts, each.next_attempt]), row);
    },
  };
}

const shown = each => [each.event_type, each.event_id, each.subscription_id, each.state, each.target, each.again ? 'again' : '', each.reason, ...each.attempts.map(answer),
  gist(each.body?.data), text(each.body)];

function subscribe() {
  const command = 'curl ' + BASE + '/webhook-subscriptions \\\n  -H "Authorization: Bearer $LINQ_API_KEY" \\\n  -H "Content-Type: application/json" \\\n'
      + '  -d \'{"target_url": "http://127.0.0.1:8080/webhooks/linq", "subscribed_events": ["message.sent", "message.received"]}\'';
  return h('div', {class: 'empty'}, h('p', {}, 'No webhook was sent yet. Subscribe an address of your program, then do something in a chat:'),
      h('pre', {dir: 'ltr', tabIndex: 0}, command), copyButton('Copy', () => command));
}

const STATES = {waiting: 'warn', delivered: 'good', dropped: 'bad', lost: 'bad'};

function row(each, before) {
  const last = each.attempts.at(-1);
  const details = h('details', {class: 'entry item', ontoggle: () => {
    if (details.open && details.children.length === 1) {
      details.append(body(each));
    }
  }}, h('summary', {},
      h('span', {class: 'status ' + (STATES[each.state] || '')}, each.state),
      h('b', {class: 'cut what', dir: 'ltr', title: each.event_type}, each.event_type), h('span', {class: 'cut grow soft small', dir: 'auto'}, gist(each.body?.data)),
      each.again ? h('span', {class: 'tag soft', title: 'The event was sent before'}, 'again') : null,
      each.state === 'delivered' && each.attempts.length > 1 ? h('span', {class: 'tag warn'}, plural(each.attempts.length, 'attempt', 'attempts')) : null,
      last ? h('span', {class: 'small ' + tone(last.status)}, last.status === null ? 'no answer' : String(last.status)) : null,
      h('time', {class: 'soft small', dateTime: each.at}, exact(each.at)),
      each.next_attempt ? h('span', {class: 'cut small warn why'}, next(each.next_attempt)) : null,
      each.reason ? h('span', {class: 'cut small bad why', title: each.reason}, each.reason) : null));
  details.open = Boolean(before?.open);
  return details;
}

const next = ({at, failed, left}) => (failed ? failed + ' of ' + (failed + left) + ' attempts failed, next at ' : 'held until ') + exact(at);

const resend = (each, times) => action(() => api('POST', 'deliveries/' + encodeURIComponent(each.id) + '/resend', {times}));

const body = each => h('div', {class: 'inside'},
    h('div', {class: 'row'}, h('button', {type: 'button', class: 'small', onclick: resend(each, 1)}, 'Resend'),
        h('button', {type: 'button', class: 'small', title: 'The same event twice, as Linq may', onclick: resend(each, 2)}, 'Send twice')),
    facts({to: each.target, 'event id': each.event_id, subscription: each.subscription_id}),
    each.reason ? h('p', {class: 'note bad'}, each.reason + '.') : null,
    each.attempts.length ? h('div', {class: 'table'}, h('table', {class: 'small'}, h('tr', {}, ['attempt', 'at', 'answer', 'took'].map(name => h('th', {}, name))),
        each.attempts.map((attempt, index) => h('tr', {}, h('td', {}, String(index + 1)), h('td', {}, exact(attempt.at)),
            h('td', {class: tone(attempt.status), dir: 'auto'}, answer(attempt)),
            h('td', {}, attempt.millis + ' ms'))))) : h('p', {class: 'soft small'}, 'Not tried yet.'),
    each.next_attempt ? h('p', {class: 'small'}, 'Next attempt at ' + exact(each.next_attempt.at) + '. The sandbox gives up after attempt ' + (each.next_attempt.failed + each.next_attempt.left) + '.') : null,
    code('Body', each.body));
