// Where webhooks go.
import {exact, h, plural} from './dom.js';

/** What became of the webhooks that are listed. */
const OUTCOMES = ['delivered', 'waiting', 'dropped', 'lost'];

/** A part that is folded; deliveries are the newest webhooks. */
export function subscriptionsPart() {
  const summary = h('summary', {class: 'soft small'});
  const inside = h('div', {class: 'inside'});
  return {
    element: h('details', {class: 'subscriptions'}, summary, inside),
    show(subscriptions, deliveries) {
      const off = subscriptions.filter(each => !each.is_active).length;
      summary.textContent = plural(subscriptions.length, 'subscription', 'subscriptions') + (off ? ', ' + off + ' switched off' : '');
      inside.replaceChildren(...subscriptions.length ? subscriptions.map(each => part(each, deliveries.filter(sent => sent.subscription_id === each.id)))
        : [h('p', {class: 'soft small'}, 'Nothing is subscribed: no webhooks are sent.')]);
    },
  };
}

function part(subscription, deliveries) {
  const counts = OUTCOMES.map(state => [state, deliveries.filter(each => each.state === state).length]).filter(([, count]) => count);
  const failed = deliveries.findLast(each => each.state === 'dropped' || each.attempts.length && each.state === 'waiting');
  return h('div', {class: 'subscription small'},
      h('div', {class: 'row'}, h('b', {class: 'handle', dir: 'ltr'}, subscription.target_url),
          subscription.is_active ? h('span', {class: 'tag good'}, 'active') : h('span', {class: 'tag warn'}, 'switched off')),
      h('p', {}, subscription.subscribed_events.join(', ')),
      subscription.phone_numbers.length ? h('p', {}, 'Only of ' + subscription.phone_numbers.join(', ')) : null,
      h('p', {class: 'soft'}, counts.length ? 'Of those listed: ' + counts.map(([state, count]) => count + ' ' + state).join(', ') : 'None is listed'),
      failed ? h('p', {class: 'bad'}, 'Last failure: ' + failed.event_type + ' at ' + exact(failed.attempts.at(-1)?.at ?? failed.at) + ': ' + why(failed)) : null,
      h('p', {class: 'soft'}, 'Id ' + subscription.id));
}

const why = delivery => delivery.attempts.length ? answer(delivery.attempts.at(-1)) : delivery.reason;

export const answer = attempt => attempt.status === null ? attempt.error || 'no answer' : String(attempt.status);
