// What neither the program nor a member does: lines, keys, networks and time.
import {api} from './api.js';
import {action, avatar, h} from './dom.js';
import {loadFaults} from './faultstate.js';
import {health, loadLines} from './linestate.js';
import {servicePicker} from './members.js';
import {accountPart} from './start.js';
import {people, state} from './state.js';
import {loadTime, now} from './time.js';

const STEPS = {PT1M: '1 minute', PT1H: '1 hour', P1D: '1 day'};

/** Of those who are in chats; whoever is not like everybody else is always listed. */
const MOST_PEOPLE = 100;

/** Of the clock that shows the minutes, as long as the panel is open. */
const CLOCK_MILLIS = 5_000;

export function worldPanel() {
  const element = h('div', {class: 'sheet'});
  const shown = new Map();
  let parts = null;

  async function load() {
    const [lines, {people: special}, {view: faults}] = await Promise.all([loadLines(), api('GET', 'people'), loadFaults(), loadTime()]);
    const known = new Map(special.map(each => [each.handle, each]));
    const open = state.chats.filter(each => each.chat.id === state.chat);
    for (const member of [...open, ...state.chats].flatMap(each => people(each.chat))) {
      if (known.size < special.length + MOST_PEOPLE && !known.has(member.handle)) {
        known.set(member.handle, {handle: member.handle, service: 'iMessage', opted_out: false, blocked: false});
      }
    }
    parts = {lines, keyRejected: faults.reject_key, everybody: [...known.values()]};
    show();
  }

  /** What has not changed stays, with what is typed or chosen in it. */
  function show() {
    const {lines, keyRejected, everybody} = parts;
    const minute = now().toLocaleString([], {dateStyle: 'medium', timeStyle: 'short'});
    for (const [part, value] of [[linesPart, lines], [keyPart, keyRejected], [timePart, minute], [peoplePart, everybody], [accountPart]]) {
      const version = JSON.stringify(value);
      const before = shown.get(part);
      if (!before || before.version !== version) {
        const made = part(value);
        shown.set(part, {version, made});
        if (before) {
          before.made.replaceWith(made);
        } else {
          element.append(made);
        }
      }
    }
  }

  const clock = setInterval(() => element.isConnected ? parts && show() : clearInterval(clock), CLOCK_MILLIS);

  const linesPart = lines => h('fieldset', {}, h('legend', {}, 'Lines'), lines.map(line => h('div', {class: 'member'}, avatar(line.number),
      h('span', {class: 'grow'}, h('span', {class: 'handle'}, line.number), ' ', h('span', {class: 'tag ' + health(line).tone}, health(line).word), h('div', {class: 'soft small'}, h('code', {}, line.reputation), ': ', health(line).meaning)),
      h('button', {type: 'button', class: 'small', onclick: action(() => api('PATCH', 'lines/' + encodeURIComponent(line.number), {flagged: !line.flagged}))},
          line.flagged ? 'Unflag' : 'Flag'))));

  const keyPart = rejected => h('fieldset', {}, h('legend', {}, 'API key'), h('div', {class: 'member'}, h('span', {class: 'avatar', 'aria-hidden': 'true'}, '🔑'),
      h('span', {class: 'grow'}, rejected ? h('b', {class: 'bad'}, 'revoked: all requests get 401') : 'accepted'),
      h('button', {type: 'button', class: 'small', onclick: action(async () => {
        await api('PATCH', 'faults', {reject_key: !rejected});
        await load();
      })}, rejected ? 'Accept it again' : 'Revoke')));

  const timePart = minute => h('fieldset', {}, h('legend', {}, 'Time'), h('div', {class: 'member'}, h('span', {class: 'avatar', 'aria-hidden': 'true'}, '🕰️'),
      h('span', {class: 'grow'}, minute), h('span', {class: 'row'}, Object.entries(STEPS).map(([advance, label]) => h('button', {type: 'button', class: 'small', onclick: action(async () => {
        await api('POST', 'time', {advance});
        await load();
      })}, '+ ' + label)))),
  h('p', {class: 'soft small'}, 'Time passes for the sandbox only. What is due until then happens: deliveries, limits, retries.'));

  const peoplePart = everybody => h('fieldset', {}, h('legend', {}, 'People'), everybody.length ? everybody.map(each => h('div', {class: 'member'}, avatar(each.handle),
      h('span', {class: 'grow'}, h('span', {class: 'handle', dir: 'auto'}, each.handle), each.opted_out ? [' ', h('span', {class: 'tag warn'}, 'opted out')] : null,
          each.blocked ? [' ', h('span', {class: 'tag warn'}, 'blocked')] : null),
      servicePicker(each.handle, each.service))) : h('p', {class: 'soft'}, 'Nobody is in a chat yet.'),
  h('p', {class: 'soft small'}, 'The richest service that reaches somebody, and that they write by. Unreachable people get and send nothing.'));

  return {element, kinds: ['line', 'person', 'time', 'faults', 'chat'], load};
}
