import {ApiError, action, api, bubble, h, number, plural, show, time} from './dom.js';
import {session} from './console.js';

// Characters that change the order in which a text is shown.
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Characters of a line that are shown beside a problem, on each side of its place. */
const AROUND = 60;

/** Of a monospaced font, as a part of its size. */
const CHARACTER_WIDTH = 0.6;

export async function deadLettersPage(_, isCurrent) {
  show(h('h1', {}, 'Dead letters'), h('p', {class: 'soft', role: 'status'}, 'Reading them from Kafka …'));
  const found = await api('GET', 'dead-letters');
  if (!isCurrent()) {
    return;
  }
  const letters = found.dead_letters;
  show(
      h('h1', {}, 'Dead letters'),
      h('p', {class: 'soft'}, 'Records that were refused: nothing of them was sent. Open one to correct and replay it.'),
      found.complete ? '' : h('div', {class: 'note warn'}, 'Kafka was too slow: not all of the newest could be read. Load the page again.'),
      h('section', {}, letters.length ? letters.map(row) : h('p', {class: 'soft'}, 'There are none on the topic.')),
      h('p', {class: 'soft small'}, 'The newest ' + number(found.limit) + ' on the topic; ', h('code', {}, 'linq-routes replay dead'), ' lists all.'));
}

function row(letter) {
  return h('a', {class: 'item', href: '#/dead-letter/' + letter.partition + '/' + letter.offset},
      h('div', {class: 'grow'},
          h('div', {class: letter.replayed ? '' : 'bad', dir: 'auto'}, letter.error),
          h('div', {class: 'soft small clip', dir: 'auto'}, letter.preview ?? 'not text'),
          h('div', {class: 'soft small'}, letter.place + ' · ' + time(letter.at) + ' · ' + size(letter.bytes))),
      letter.replayed ? h('span', {class: 'tag'}, 'replayed by ' + letter.replayed.by) : null,
      letter.replayed ? h('span', {class: 'tag ' + mood(letter.replayed)}, letter.replayed.status || 'not in the ledger') : null);
}

/** How to show what a replayed dead letter became. */
const mood = replayed => ({confirmed: 'good', accepted: 'good', failed: 'bad', refused: 'bad'})[replayed.status] || 'warn';

const size = bytes => bytes < 1000 ? plural(bytes, 'byte', 'bytes') : number(Math.round(bytes / 1000)) + ' kB';

export async function deadLetterPage(position, isCurrent) {
  show(h('p', {class: 'soft', role: 'status'}, 'Reading it from Kafka …'));
  const letter = await api('GET', 'dead-letters/' + position);
  if (!isCurrent()) {
    return;
  }
  const text = letter.value_indented ?? letter.value;
  show(
      h('h1', {}, 'Dead letter'),
      letter.replayed ? h('div', {class: 'note ' + mood(letter.replayed)},
          'Replayed by ' + letter.replayed.by + ', ' + time(letter.replayed.at) + ', as command ', commandLink(letter.replayed.command_id),
          letter.replayed.status ? [', now ', h('b', {}, letter.replayed.status), '. ',
            h('a', {href: '#/group/' + encodeURIComponent(letter.replayed.group)}, 'Its group')] : null,
          letter.replayed.status ? '. ' : '. The ledger does not have that command: it is on its way, or was refused again and is a new dead letter, or finished long ago and was deleted. ',
          'It cannot be replayed twice.') : '',
      h('section', {},
          h('div', {class: 'note ' + (letter.replayed ? '' : 'bad')}, h('b', {}, 'Why it was refused: '), h('span', {dir: 'auto'}, letter.error)),
          h('dl', {},
              ...term('received as', letter.place), ...term('refused', time(letter.at)),
              ...term('key', letter.key ?? (letter.key_bytes === undefined ? 'none' : 'not text, ' + size(letter.key_bytes))),
              ...term('command_id', letter.command_id), ...term('size', size(letter.bytes))),
          download(letter)),
      text === undefined
          ? h('section', {}, h('div', {class: 'note warn'}, 'The value is not text (UTF-8), so it cannot be corrected here. '
              + 'The producer has to send the command as JSON in UTF-8.'))
          : letter.editable && session.may_operate && !letter.replayed ? editor(position, text, isCurrent)
          : h('section', {}, h('h2', {}, 'As it was refused'), letter.editable ? null : h('div', {class: 'note warn'},
              'Only its beginning is shown: a text of more than ' + size(letter.max_edited_bytes) + ' cannot be corrected here. '
              + 'Download the value, and put the corrected command as one line of a .jsonl file into the inbox.'),
          direction(text), h('pre', {dir: 'ltr'}, text)));
}

const term = (name, value) => value === undefined ? [] : [h('dt', {class: 'soft'}, name), h('dd', {dir: 'auto'}, value)];

const commandLink = id => h('a', {href: '#/commands/' + encodeURIComponent('id=' + encodeURIComponent(id))}, id);

const direction = text => DIRECTION.test(text)
    ? h('div', {class: 'note warn'}, 'The text has characters that change the direction of writing: it may not be in the order in which it is shown.') : null;

function download(letter) {
  return h('button', {onclick: () => {
    const bytes = Uint8Array.from(atob(letter.value_base64), character => character.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], {type: 'application/octet-stream'}));
    h('a', {href: url, download: 'dead-letter-' + letter.partition + '-' + letter.offset}).click();
    setTimeout(() => URL.revokeObjectURL(url));
  }}, 'Download the value as it came');
}

function editor(position, text, isCurrent) {
  const area = h('textarea', {class: 'code', dir: 'ltr', spellcheck: false, rows: Math.min(30, Math.max(8, text.split('\n').length + 1)),
    'aria-label': 'Command'});
  area.value = text;
  area.setSelectionRange(0, 0);
  const result = h('div', {role: 'status'});
  // A result is that of the text that was checked.
  area.addEventListener('input', () => result.replaceChildren());
  return h('section', {}, h('h2', {}, 'Command'), direction(text), area,
      h('div', {class: 'row'}, h('button', {class: 'main', onclick: action(async () => {
        const value = area.value;
        const checked = await api('POST', 'dead-letters/' + position + '/check', {value});
        if (area.value === value) {
          result.replaceChildren(...(checked.problems.length ? problems(area, checked.problems) : [replayForm(position, value, checked, isCurrent)]));
          result.scrollIntoView({block: 'nearest'});
        }
      })}, 'Check'), h('span', {class: 'soft small'}, 'Nothing is sent by a check.')), result);
}

function problems(area, found) {
  const first = found.find(problem => problem.line);
  if (first) {
    select(area, first);
  }
  return [h('p', {class: 'bad'}, plural(found.length, 'problem', 'problems') + ':'), ...found.map(problem => h('div', {class: 'note bad'},
      problem.line ? [h('button', {class: 'small', onclick: () => select(area, problem)}, 'Line ' + problem.line + ', column ' + problem.column), ' '] : null,
      problem.pointer ? [h('b', {dir: 'ltr'}, problem.pointer), ' '] : null, h('span', {dir: 'auto'}, problem.message),
      problem.line ? excerpt(area.value, problem) : null))];
}

function lineOf(text, problem) {
  const lines = text.split('\n');
  const before = lines.slice(0, problem.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  return {start: before, line: lines[problem.line - 1] ?? ''};
}

/** The end of the name, value or bracket that begins at the column. */
function end(line, column) {
  const token = /^("(?:[^"\\]|\\.)*"?|[^\s,:\]}]+|.)/u.exec(line.slice(column - 1));
  return column - 1 + (token ? token[0].length : 0);
}

function select(area, problem) {
  const {start, line} = lineOf(area.value, problem);
  area.focus();
  area.setSelectionRange(start + problem.column - 1, start + end(line, problem.column));
  // A browser does not scroll to a selection by itself. All characters are about as wide, and all lines as high.
  const style = getComputedStyle(area);
  area.scrollTop = parseFloat(style.lineHeight) * (problem.line - 1) - area.clientHeight / 2;
  area.scrollLeft = parseFloat(style.fontSize) * CHARACTER_WIDTH * (problem.column - 1) - area.clientWidth / 2;
}

function excerpt(text, problem) {
  const {line} = lineOf(text, problem);
  const from = problem.column - 1;
  const to = end(line, problem.column);
  return h('pre', {class: 'excerpt', dir: 'ltr'}, (from > AROUND ? '…' : '') + line.slice(Math.max(0, from - AROUND), from).trimStart(),
      h('mark', {}, line.slice(from, Math.min(to, from + AROUND)) || ' '), line.slice(to, to + AROUND));
}

function replayForm(position, value, checked, isCurrent) {
  const reason = h('input', {required: true, size: 40, maxLength: 1000, 'aria-label': 'Reason'});
  return h('div', {class: 'note good'},
      h('p', {}, h('b', {}, 'It would be accepted'), ': ' + checked.type + ' in ' + plural(checked.calls, 'call', 'calls') + ', as command ',
          h('span', {dir: 'auto'}, checked.command_id), '.'),
      checked.warnings.map(warning => h('p', {class: 'warn', dir: 'auto'}, warning)),
      h('div', {class: 'chat'},
          h('div', {class: 'title', dir: 'auto'}, checked.chat.name || ''),
          h('div', {class: 'members', dir: 'auto'}, (checked.chat.members || []).join(', ')),
          checked.chat.bubbles.map(bubble)),
      h('form', {class: 'row', onsubmit: action(async () => {
        await api('POST', 'dead-letters/' + position + '/replay', {value, reason: reason.value});
        if (isCurrent()) {
          try {
            await deadLetterPage(position, isCurrent);
          } catch (e) {
            throw new ApiError(e.status, 'It was replayed. This page could not be read again: ' + e.message);
          }
        }
      })}, h('label', {}, 'Why? ', reason), h('button', {class: 'main'}, 'Replay')));
}
