import {action, api, cancelForm, h, message, number, plural, show, time} from './dom.js';
import {session} from './console.js';

// The fields of a search, as they stand in the address: code=4004&text=timeout.
const FIELDS = [['id', 'command id'], ['batch', 'file or batch'], ['code', 'error code or HTTP status'], ['text', 'text of the error']];

export async function commandsPage(search, isCurrent) {
  const asked = new URLSearchParams(search);
  const found = await api('GET', 'commands?' + asked);
  if (!isCurrent()) {
    return;
  }
  const inputs = FIELDS.map(([name, label]) => h('input', {type: 'search', name, placeholder: label, 'aria-label': label, value: asked.get(name) || ''}));
  const boxes = found.failed.map(command => h('input', {type: 'checkbox', value: command.command_id, 'aria-label': 'Select ' + command.command_id}));
  const plan = h('div', {});
  const selected = () => boxes.filter(box => box.checked).map(box => box.value);
  show(
      h('h1', {}, asked.get('id') ? 'Command ' + asked.get('id') : 'Failed commands'),
      h('form', {class: 'row card', onsubmit: event => {
        event.preventDefault();
        const query = new URLSearchParams(inputs.filter(input => input.value.trim()).map(input => [input.name, input.value.trim()]));
        location.hash = '#/commands/' + encodeURIComponent(query.toString());
      }}, inputs, h('button', {class: 'main'}, 'Search')),
      found.command ? h('section', {}, h('p', {},
          found.command.type + ', ' + found.command.place + ', accepted ' + time(found.command.accepted_at) + ', now ',
          h('b', {}, found.command.status), '. ', groupLink(found.command.group)),
          found.command.waiting ? h('div', {class: 'note warn'}, h('b', {}, 'Why it waits: '), found.command.waiting) : null,
          cancelPart(found.command, search, isCurrent)) : '',
      found.failed.length ? h('section', {},
          asked.get('id') ? null : h('p', {}, number(found.failed.length) + (found.failed.length === found.limit ? ' (the newest)' : '') + ' failed.'),
          found.failed.map((command, i) => row(command, boxes[i])))
          : nothingFailed(asked, found.command),
      session.may_operate && found.failed.length ? h('section', {}, h('div', {class: 'row'},
          h('button', {onclick: action(async () => {
            const ids = selected();
            if (ids.length) {
              await showPlan(plan, {ids}, isCurrent);
            } else {
              message('Select commands first.');
            }
          })}, 'Replay selected …'),
          asked.get('id') ? null : h('button', {onclick: action(() => showPlan(plan, {filter: Object.fromEntries(asked)}, isCurrent))}, 'Replay all that match …')), plan) : '');
}

/** Why no failed command is listed; nothing if the command that was asked for is shown, and has not failed. */
function nothingFailed(asked, command) {
  if (command && command.status !== 'failed') {
    return '';
  }
  return h('section', {}, h('p', {class: 'soft'}, command ? 'It failed, but the other fields of the search do not match it.'
      : asked.get('id') ? 'The ledger has no command with this id: it was not accepted, or it finished long ago and was deleted.'
      : [...asked].length ? 'No failed command matches.' : 'No command has failed.',
  command ? '' : ' Rows of a sheet that were refused are in its results, on "Files"; refused records of Kafka are on "Dead letters".'));
}

function cancelPart(command, search, isCurrent) {
  if (!session.may_operate || !['waiting', 'delayed'].includes(command.status)) {
    return null;
  }
  const place = h('div', {});
  const button = h('button', {onclick: () => place.replaceChildren(cancelForm([command.command_id],
      command.type === 'create_group' ? 'What waits for its group will fail.' : '', async result => {
        await commandsPage(search, isCurrent);
        if (isCurrent()) {
          document.getElementById('page').append(...result.filter(Boolean));
        }
      }))}, 'Cancel it …');
  return [button, place];
}

function row(command, box) {
  return h('div', {class: 'item'}, session.may_operate ? box : null,
      h('div', {class: 'grow'}, h('span', {dir: 'auto'}, command.command_id), ' ',
          h('span', {class: 'soft small'}, command.type + ' · ' + command.place + ' · ' + time(command.failed_at)),
          h('div', {class: 'bad small'}, 'call ' + command.call + ': ' + command.error)),
      groupLink(command.group));
}

const groupLink = group => h('a', {href: '#/group/' + encodeURIComponent(group)}, 'its group');

async function showPlan(place, what, isCurrent) {
  const plan = await api('POST', 'commands/plan', what);
  const reason = h('input', {required: true, size: 40, maxLength: 1000, 'aria-label': 'Reason'});
  place.replaceChildren(h('div', {class: 'note warn'},
      h('p', {}, h('b', {}, plural(plan.commands, 'command', 'commands') + ' would be replayed'),
          ', in the order of acceptance. Calls that Linq has accepted are not repeated.'),
      plan.plans.map(each => h('div', {class: 'small'}, each.command_id + ': ' + each.calls.map(call =>
          'call ' + call.call + ' ' + call.kind.replaceAll('_', ' ') + ' (' + {fresh: 'fresh key', same: 'same key: Linq may have done it', none: 'no key'}[call.key] + ')').join(', '))),
      plan.commands > plan.plans.length ? h('p', {class: 'small'}, 'and ' + number(plan.commands - plan.plans.length) + ' more') : null,
      h('form', {class: 'row', onsubmit: action(async () => {
        const done = await api('POST', 'commands/replay', {...what, expected: plan.commands, reason: reason.value});
        await commandsPage(new URLSearchParams(what.filter || {}).toString(), isCurrent);
        if (isCurrent()) {
          document.getElementById('page').append(h('div', {class: 'note good'}, plural(done.replayed, 'command is', 'commands are') + ' queued again.'),
              ...done.not_replayed.map(each => h('div', {class: 'note bad'}, each.command_id + ': ' + each.reason)));
        }
      })}, h('label', {}, 'Why? ', reason), h('button', {class: 'main'}, 'Replay ' + plural(plan.commands, 'command', 'commands'))),
      what.filter?.text ? null : h('p', {class: 'small'}, 'Does the same: ', h('code', {}, commandLine(what)))));
}

/** The command of the program that does the same; it has no option for the text of an error. */
function commandLine(what) {
  const quote = text => "'" + text.replaceAll("'", "'\\''") + "'";
  const options = what.ids ? what.ids.map(id => ['id', id])
      : Object.entries(what.filter);
  return ['linq-routes replay failed', ...options.map(([name, value]) => '--' + name + ' ' + quote(value)), '--do'].join(' ');
}
