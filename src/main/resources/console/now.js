import {action, api, h, number, plural, show, time} from './dom.js';
import {session} from './console.js';

let state;
let draw = () => {};

/** Takes what the stream says: a state, null when the program does not answer, undefined when it answers again. */
export function onState(latest) {
  const badge = document.getElementById('state');
  if (latest === undefined) {
    return;
  }
  if (latest === null) {
    badge.className = 'bad';
    badge.textContent = 'no connection to the program';
    return;
  }
  state = latest;
  const down = state.health.length;
  const concerns = [
    state.ledger_answers ? null : 'the ledger does not answer',
    down && state.ledger_answers ? plural(down, 'check is down', 'checks are down') : null,
    somePaused(),
  ].filter(Boolean);
  badge.className = pausedText() ? 'bad' : concerns.length ? 'warn' : 'good';
  badge.textContent = state.paused ? 'all calls paused' : allLinesPaused() ? 'all lines paused' : concerns.join(', ') || 'working';
  draw();
}

const pausedLines = () => state.lines.filter(each => each.paused);

/** As bad as a pause of all calls. */
const allLinesPaused = () => state.lines.length > 0 && pausedLines().length === state.lines.length;

/** How many lines and groups are paused, in words; empty for none. */
function somePaused() {
  const lines = pausedLines().length;
  const groups = state.groups_paused;
  return [lines ? plural(lines, 'line', 'lines') : '', groups ? plural(groups, 'group', 'groups') : ''].filter(Boolean).join(' and ')
      + (lines || groups ? ' paused' : '');
}

/** Pauses or resumes; asks why. */
export function pauseButton(scope, name, isPaused, done = () => {}) {
  if (!session.may_operate) {
    return null;
  }
  const what = {all: 'all calls', line: 'this line', group: 'this group'}[scope];
  return h('button', {class: 'small', onclick: action(async () => {
    const reason = isPaused ? '' : prompt('Pause ' + what + '. Why?');
    if (reason !== null) {
      await api('POST', isPaused ? 'pauses/resume' : 'pauses', {scope, name, reason});
      done();
    }
  })}, (isPaused ? 'Resume ' : 'Pause ') + what);
}

/** Why no calls are made, as a sentence; empty while they are. */
export const pausedText = () => !state ? '' : state.paused ? 'all calls are ' + (state.paused_by_person ? '' : 'paused: ') + state.paused
    : allLinesPaused() ? 'all lines are paused' : '';

const figure = (value, label) => h('div', {class: 'figure'}, h('b', {}, value), label);

function capped(count) {
  return count >= state.count_limit ? number(state.count_limit) + ' or more' : number(count);
}

export async function nowPage(_, isCurrent) {
  draw = () => isCurrent() && drawNow();
  if (state) {
    draw();
  } else {
    onState(await api('GET', 'now'));
  }
  return () => { draw = () => {}; };
}

function drawNow() {
  const minute = state.last_minute;
  const of = name => number(minute[name] || 0);
  const backlog = state.backlog;
  show(
      h('h1', {}, 'Now'),
      state.paused
          ? h('div', {class: 'note bad'}, state.paused_by_person ? 'All calls are ' + state.paused + '. Commands are accepted; they wait.'
              : 'All calls are paused: ' + state.paused + '. No command fails; they go on by themselves.',
              ' ', state.paused_by_person ? pauseButton('all', '', true) : null)
          : allLinesPaused() ? h('div', {class: 'note bad'}, 'All lines are paused. Commands are accepted; they wait.')
          : h('div', {class: 'note good'}, somePaused() ? 'Other calls are being made. ' : 'Calls are being made. ', pauseButton('all', '', false)),
      pausedLines().map(each => h('div', {class: 'note bad'}, 'Line ', h('b', {}, each.line), ' is ' + each.paused + ' ', pauseButton('line', each.line, true))),
      state.paused_groups.map(each => h('div', {class: 'note warn'}, 'Group ',
          h('a', {href: '#/group/' + encodeURIComponent(each.id), dir: 'auto'}, each.group), ' is ' + each.paused + ' ', pauseButton('group', each.id, true))),
      state.groups_paused > state.paused_groups.length
          ? h('p', {class: 'warn'}, 'and ' + plural(state.groups_paused - state.paused_groups.length, 'more group is', 'more groups are') + ' paused.') : '',
      h('section', {}, h('h2', {}, state.ledger_answers ? 'Last minute, all instances' : 'Last minute, this instance'), h('div', {class: 'figures'},
          figure(of('commands'), 'commands accepted'), figure(of('calls'), 'calls to Linq'), figure(of('confirmed'), 'commands confirmed'),
          figure(of('failed'), 'failed'), figure(of('refused'), 'refused'), figure(of('webhooks'), 'webhooks stored'),
          minute.webhooks_rejected ? figure(of('webhooks_rejected'), 'webhooks rejected') : null)),
      backlog ? h('section', {}, h('h2', {}, 'Waiting, all instances'), h('div', {class: 'figures'},
          figure(capped(backlog.groups_waiting), 'groups with calls to make'),
          figure(Math.round(backlog.oldest_due_seconds) + ' s', 'longest wait for a worker'),
          figure(capped(backlog.calls_unconfirmed), 'calls not confirmed yet'),
          figure(capped(backlog.commands_delayed), 'commands for later'),
          figure(number(backlog.rows_waiting), 'rows of files not started'),
          backlog.uploads_waiting ? figure(capped(backlog.uploads_waiting), 'uploads, the oldest for ' + Math.round(backlog.oldest_upload_seconds) + ' s') : null,
          figure(capped(backlog.outbox_records), 'records for Kafka')))
          : h('div', {class: 'note bad'}, 'The ledger does not answer. Nothing is lost; work goes on when it does.'),
      h('section', {}, h('h2', {}, 'Lines'), state.lines.length
          ? state.lines.map(line)
          : h('p', {class: 'soft'}, 'Linq has not named any line yet.'),
      state.lines_problem ? h('p', {class: 'bad small'}, 'Linq does not tell the health of the lines: ' + state.lines_problem) : null),
      h('section', {}, h('h2', {}, 'Instances'), state.instances.map(instance),
          state.ledger_answers ? null : h('p', {class: 'soft'}, 'Others are shown when the ledger answers.')),
      h('section', {}, h('h2', {}, 'Checks'), state.health.length
          ? state.health.map(check => h('div', {class: 'note warn'}, h('b', {}, check.check), ': ' + check.message))
          : h('p', {class: 'good'}, 'Kafka, ledger, Linq and webhooks are up.')),
      h('p', {class: 'soft small'}, 'As of ' + time(state.at)));
}

const line = each => h('div', {class: 'item'},
    h('span', {class: 'grow'}, each.line, ' ', each.health
        ? h('span', {class: 'tag ' + (each.health === 'HEALTHY' ? 'good' : 'bad')}, each.health) : null,
    each.health !== 'HEALTHY' && /^https:\/\//.test(each.health_url || '')
        ? [' ', h('a', {href: each.health_url, rel: 'noreferrer', target: '_blank'}, 'what Linq says about it')] : null,
    each.makes_no_new_groups ? h('span', {class: 'bad'}, ' makes no new groups: ' + each.makes_no_new_groups) : null,
    each.paused ? h('span', {class: 'bad'}, ' ' + each.paused) : null),
    pauseButton('line', each.line, Boolean(each.paused)),
    plural(each.messages_today, 'message', 'messages') + ' today (UTC)' + (each.max_per_day ? ' of ' + number(each.max_per_day) : '') + ', ',
    h('span', {class: each.new_conversations >= each.advised_new_per_day ? 'bad' : '',
      title: 'Groups made and people added within 24 hours; advised are fewer than ' + number(each.advised_new_per_day)},
    plural(each.new_conversations, 'new conversation', 'new conversations') + ' in 24 hours'));

const instance = each => h('div', {class: 'item'},
    h('span', {class: 'grow'}, h('b', {}, each.host), each.this ? ' (this one)' : '', h('span', {class: 'soft'},
        ' ' + each.version + ', since ' + time(each.started_at))),
    each.silent ? h('span', {class: 'bad'}, 'not seen since ' + time(each.seen_at))
        : h('span', {}, plural(each.calls, 'call', 'calls') + ' a minute'));

// What the API calls its actions, in words; ActionWordsTest compares them.
const ACTION_WORDS = {
  'pause': 'Pause',
  'resume': 'Resume',
  'send-sheet': 'Send sheet',
  'send-first-rows': 'Send first rows of',
  'stop-sheet': 'Stop before it was sent:',
  'delete-sheet': 'Delete sheet',
  'cancel-batch': 'Cancel file',
  'retry-batch': 'Retry failed rows of',
  'cancel-commands': 'Cancel commands',
  'replay-commands': 'Replay failed commands:',
  'replay-dead-letter': 'Replay dead letter',
  'copy-ledger': 'Copy ledger',
  'erase': 'Erase person',
};

export async function actionsPage(_, isCurrent) {
  const {actions} = await api('GET', 'audit');
  if (!isCurrent()) {
    return;
  }
  show(h('h1', {}, 'Actions'), h('section', {}, actions.length
      ? actions.map(each => h('div', {class: 'item', tabIndex: 0},
          h('span', {class: 'soft'}, time(each.at)), h('b', {}, each.by),
          h('span', {class: 'grow'}, (ACTION_WORDS[each.action] || each.action) + ' ' + each.target + (each.reason ? ', because: ' + each.reason : '')),
          each.result ? h('span', {class: 'soft'}, plural(each.items, 'item', 'items') + ', ' + each.result)
              : h('span', {class: 'warn'}, 'begun; not known whether it completed')))
      : h('p', {class: 'soft'}, 'Nobody has done anything on the console yet.')));
}
