import {ApiError, action, api, bubble, clock, duration, h, message, number, plural, show, time} from './dom.js';
import {session} from './console.js';
import {pausedText} from './now.js';

// What a column can be taken for: the name it gets, and what that means.
const MEANINGS = [
  ['', 'text for placeholders'],
  ['to', 'recipients, several in a cell'],
  ['handle', 'one recipient, a row for each member'],
  ['group_ref', 'your name for the group'],
  ['chat_id', 'chat id of Linq'],
  ['display_name', 'name that members see'],
  ['message', 'message'],
  ['links', 'links'],
  ['media', 'pictures and files: addresses or names'],
  ['command', 'what the row does: create, message, add …'],
  ['options', 'options of a poll'],
  ['message_of', 'command id of the poll'],
  ['group_chat_icon', 'icon'],
  ['from', 'line that sends'],
  ['region', 'country of the numbers'],
  ['preferred_service', 'iMessage, RCS or SMS'],
  ['not_before', 'send not before'],
  ['expires_at', 'do not send after'],
  ['command_id', 'your id for the row'],
];
const meaning = field => MEANINGS.find(([name]) => name === field)[1];
const POLL_MILLIS = 1000;

// What is no name of a column: a number with many digits, or an address.
const HANDLE = /\d[\d\s().+-]{5,}\d|\S@\S/;

export async function filesPage(_, isCurrent) {
  const lists = h('div', {});
  const page = [h('h1', {}, 'Create groups from a file'), session.may_operate ? dropZone() : null, lists];
  await drawLists(lists);
  if (!isCurrent()) {
    return;
  }
  show(page.filter(Boolean));
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible' && !lists.contains(document.activeElement)) {
      drawLists(lists).catch(e => message(e.message));
    }
  }, 2 * POLL_MILLIS);
  return () => clearInterval(timer);
}

function dropZone() {
  const input = h('input', {type: 'file', accept: '.csv,.tsv,.txt,.xlsx', id: 'file', hidden: true,
    multiple: true,
    onchange: () => uploadAll([...input.files])});
  const pasted = h('textarea', {rows: 5, cols: 60, 'aria-label': 'Pasted rows',
    placeholder: 'Copy the rows in your spreadsheet, the first row with the names of the columns, and paste them here'});
  const zone = h('section', {
    class: 'drop',
    ondragover: event => { event.preventDefault(); zone.classList.add('over'); },
    ondragleave: () => zone.classList.remove('over'),
    ondrop: event => {
      event.preventDefault();
      zone.classList.remove('over');
      uploadAll([...event.dataTransfer.files]);
    },
  }, h('p', {}, 'Drop a spreadsheet here: Excel (.xlsx) or CSV. A row makes a group, or writes to one.'),
  h('p', {}, h('button', {class: 'main', onclick: () => input.click()}, 'Choose a file')), input,
  h('details', {}, h('summary', {}, 'or paste rows'), h('p', {}, pasted),
      h('button', {onclick: () => pasted.value.trim() && upload('pasted.csv', new Blob([pasted.value]))}, 'Use these rows')),
  h('p', {class: 'soft small'}, 'Nothing is sent before you have seen what would be sent, and confirmed it.'));
  return zone;
}

/** The files of the newest sheets that were uploaded by this page, by sheet: for another sheet of a workbook. Blobs of files are not in memory. */
const uploads = new Map();
const MAX_UPLOADS = 50;
// Which sheets of workbooks were read, by sheet; known until the tab is closed, as after the page was loaded again.
const WORKBOOKS = 'workbooks';

function remember(id, uploaded) {
  uploads.set(id, uploaded);
  const {name, sheet, sheets} = uploaded;
  const known = Object.entries({...rememberedWorkbooks(), ...(sheets.length > 1 ? {[id]: {name, sheet, sheets}} : {})});
  sessionStorage.setItem(WORKBOOKS, JSON.stringify(Object.fromEntries(known.slice(-MAX_UPLOADS))));
  if (uploads.size > MAX_UPLOADS) {
    uploads.delete(uploads.keys().next().value);
  }
}

const rememberedWorkbooks = () => JSON.parse(sessionStorage.getItem(WORKBOOKS) || '{}');

/** Opens the sheet of one file; of several files shows the list. */
async function uploadAll(files) {
  for (const file of files) {
    await upload(file.name, file, undefined, files.length === 1);
  }
}

async function upload(name, content, sheet, opens = true) {
  message('');
  try {
    const query = 'file=' + encodeURIComponent(name) + (sheet ? '&sheet=' + encodeURIComponent(sheet) : '');
    await content.slice(0, 1).arrayBuffer().catch(() => {
      throw new ApiError(0, name + ' cannot be read: it was changed or moved. Choose it again.');
    });
    const created = await api('POST', 'sheets?' + query, content);
    const sheets = created.workbook_sheets || [];
    remember(created.id, {name, content, sheets, sheet: sheet || sheets[0], known: created.columns_known});
    if (opens) {
      location.hash = '#/sheet/' + created.id;
    }
    return created.id;
  } catch (e) {
    message(e.message);
    return null;
  }
}

async function drawLists(lists) {
  const [{sheets}, {batches}, rejected] = await Promise.all([api('GET', 'sheets'), api('GET', 'batches'),
    // The folder may be away while the ledger is not.
    api('GET', 'rejected-files').catch(e => ({files: [], error: e.message}))]);
  const known = new Set(batches.map(batch => batch.id));
  const open = sheets.filter(sheet => sheet.status !== 'sent' || !known.has(sheet.batch_id));
  lists.replaceChildren(
      ...(open.length ? [h('section', {}, h('h2', {}, 'In preparation'), open.map(draftRow))] : []),
      h('section', {}, h('h2', {}, 'Imports'), batches.length ? batches.map(batchRow)
          : h('p', {class: 'soft'}, 'Nothing has been imported yet.')),
      ...(rejected.files.length || rejected.error ? [rejectedSection(rejected)] : []));
}

/** Files that went from the inbox to the folder "failed". */
function rejectedSection({files, folder, host, error}) {
  return h('section', {}, h('h2', {}, 'Rejected files of the inbox'),
      error ? h('div', {class: 'note bad'}, error) : [
        h('p', {class: 'soft small'}, 'They could not be imported, for the reasons below. They are in ', h('bdi', {}, folder), ' on ' + host
            + '. Correct such a file, and drop it here or into the inbox again. Another instance that has an inbox of its own shows its own files.'),
        files.map(rejectedRow)]);
}

function rejectedRow({file, rejected_at: at, reason, is_present: isPresent}) {
  return h('div', {class: 'item', tabIndex: 0}, h('div', {class: 'grow'},
      h('span', {dir: 'auto'}, file), ' ', h('span', {class: 'soft small'}, time(at) + (isPresent ? '' : ', no longer in the folder')),
      h('pre', {class: 'reason'}, reason)));
}

function draftRow(sheet) {
  const states = {editing: 'not sent', held: 'is sent in a moment', sending: 'goes to the inbox', sent: 'was put into the inbox'};
  return h('a', {class: 'item', href: '#/sheet/' + sheet.id},
      h('span', {class: 'grow', dir: 'auto'}, sheet.file), h('span', {class: 'tag warn'}, states[sheet.status]),
      h('span', {class: 'soft'}, sheet.changed_by + ', ' + time(sheet.changed_at)));
}

function batchRow(batch) {
  const finished = Object.entries(batch.counts).filter(([status]) => !['waiting', 'confirming', 'delayed'].includes(status));
  const isDone = batch.status === 'done';
  const base = 'api/batches/' + batch.id;
  return h('div', {class: 'item', tabIndex: 0},
      h('div', {class: 'grow'}, h('span', {dir: 'auto'}, batch.file), ' ', h('span', {class: 'soft small'}, time(batch.taken_at)),
          isDone ? null : h('progress', {max: Math.max(1, batch.rows), value: batch.finished, 'aria-label': 'rows finished'})),
      h('span', {}, finished.map(([status, count]) => h('span', {class: 'tag ' + statusClass(status)}, number(count) + ' ' + status)),
          batch.next_due_at ? h('span', {class: 'tag warn'}, number(batch.delayed) + ' delayed, the next is due ' + time(batch.next_due_at)) : null,
          batch.waiting_for_turn ? h('span', {class: 'tag warn'}, number(batch.waiting_for_turn) + ' wait for the turn of their line') : null,
          isDone ? null : h('span', {class: 'tag'}, batch.status === 'reading' ? 'is read' : number(batch.finished) + ' of ' + number(batch.rows))),
      h('span', {class: 'row'},
          batch.has_results ? h('a', {class: 'button', href: base + '/results'}, 'Results') : null,
          batch.has_failed_rows && session.may_operate
              ? h('button', {onclick: action(() => editFailedRows(batch))}, 'Correct failed rows') : null,
          batch.has_failed_rows ? h('a', {class: 'button', href: base + '/failed-rows'}, 'Failed rows') : null,
          !isDone && session.may_operate
              ? h('button', {disabled: batch.cancelled, onclick: action(() => cancel(batch))}, batch.cancelled ? 'Cancelled' : 'Cancel') : null,
          isDone && (batch.counts.failed || 0) > 0 && session.may_operate
              ? h('button', {onclick: action(() => retry(batch))}, 'Retry') : null));
}

const statusClass = status => ({confirmed: 'good', accepted: 'good', unconfirmed: 'warn', cancelled: 'warn', expired: 'warn'}[status] || 'bad');

async function editFailedRows(batch) {
  const created = await api('POST', 'batches/' + batch.id + '/edit-failed-rows', {});
  location.hash = '#/sheet/' + created.id;
}

async function cancel(batch) {
  const reason = prompt('Cancel what has not started of ' + batch.file + '. Why?');
  if (reason !== null) {
    const result = await api('POST', 'batches/' + batch.id + '/cancel', {reason});
    message(plural(result.cancelled, 'row is', 'rows are') + ' cancelled; ' + number(result.in_progress) + ' already in progress will complete.');
  }
}

async function retry(batch, again = false) {
  let result;
  try {
    result = await api('POST', 'batches/' + batch.id + '/retry', {reason: '', again});
  } catch (e) {
    // Its failed rows were corrected and sent.
    if (e.status === 409 && !again && confirm(e.message + '. Retry nevertheless?')) {
      await retry(batch, true);
      return;
    }
    throw e;
  }
  message(plural(result.retried, 'row is', 'rows are') + ' tried again; ' + number(result.not_retryable)
      + ' would fail again unchanged: correct them.');
}

// --- One sheet ---

/** Cells that were typed and not saved, by sheet, with the version that they are of. They survive a look at another page. */
const unsaved = new Map();

window.addEventListener('beforeunload', event => [...unsaved.values()].some(each => each.changes.size) && event.preventDefault());

export async function sheetPage(id, isCurrent) {
  const view = new SheetView(id, isCurrent);
  await view.load();
  return () => view.stop();
}

class SheetView {
  constructor(id, isCurrent) {
    this.id = id;
    this.isCurrent = isCurrent;
    this.changes = unsaved.get(id)?.changes || new Map();
    this.onlyProblems = true;
    this.from = 1;
    this.parts = Object.fromEntries(['head', 'check', 'columns', 'rows', 'preview', 'send'].map(name => [name, h('div', {id: name})]));
  }

  stop() {
    clearTimeout(this.timer);
  }

  async load() {
    this.take(await api('GET', 'sheets/' + this.id));
    if (this.isCurrent()) {
      show(Object.values(this.parts));
    }
  }

  /** Shows a version; while it is checked or held, asks again. */
  take(sheet) {
    const isNew = !this.sheet || this.sheet.version !== sheet.version || this.sheet.status !== sheet.status;
    const wasDone = this.sheet?.check?.done;
    this.sheet = sheet;
    if (!this.isCurrent()) {
      return;
    }
    this.drawHead();
    if (sheet.status === 'editing') {
      if (isNew) {
        if (unsaved.get(this.id)?.version !== sheet.version) {
          this.changes.clear();
          unsaved.set(this.id, {version: sheet.version, changes: this.changes});
        }
        this.drawColumns();
        this.parts.preview.replaceChildren();
      }
      this.drawCheck();
      if (isNew || sheet.check.done !== wasDone) {
        this.drawRows().catch(e => message(e.message));
        if (sheet.check.done && sheet.check.first_good_rows.length) {
          this.drawPreview(0).catch(e => message(e.message));
        }
      }
    } else {
      this.changes.clear();
      for (const name of ['columns', 'check', 'rows', 'preview']) {
        this.parts[name].replaceChildren();
      }
    }
    this.drawSend();
    clearTimeout(this.timer);
    if (sheet.status === 'editing' ? !sheet.check.done : sheet.batch?.status !== 'done') {
      this.timer = setTimeout(() => this.refresh(), sheet.status === 'editing' ? POLL_MILLIS / 2 : POLL_MILLIS);
    }
  }

  async refresh() {
    try {
      this.take(await api('GET', 'sheets/' + this.id));
    } catch (e) {
      message(e.message);
      if (this.isCurrent() && e.status !== 404) {
        this.timer = setTimeout(() => this.refresh(), 5 * POLL_MILLIS);
      }
    }
  }

  get mayEdit() {
    return session.may_operate && this.sheet.status === 'editing';
  }

  drawHead() {
    const {check} = this.sheet;
    const bad = check ? problems(check.counts) : 0;
    const at = this.sheet.status !== 'editing' ? 3 : !check.done ? 1 : check.unreadable ? 0 : bad ? 1 : 2;
    const uploaded = uploads.get(this.id);
    this.parts.head.replaceChildren(
        h('h1', {dir: 'auto'}, this.sheet.file),
        h('ol', {class: 'steps'}, ['Columns', 'Problems', 'Look at the chats', 'Send'].map((name, i) =>
            h('li', {class: i === at ? 'now' : i < at ? 'past' : ''}, (i < at ? '✓ ' : i + 1 + ' ') + name))),
        uploaded?.known ? h('div', {class: 'note good'}, 'The columns are taken for what somebody said of the last sheet with this header.') : '',
        this.mayEdit ? this.workbookPart(uploaded) : '');
  }

  /** Which sheet of a workbook this is, and how to use another. */
  workbookPart(uploaded) {
    const workbook = uploaded || rememberedWorkbooks()[this.id];
    if (!workbook || workbook.sheets.length < 2) {
      return '';
    }
    if (!uploaded) {
      return h('p', {class: 'soft small'}, 'This is the sheet "' + workbook.sheet + '" of ' + workbook.name + ', which also has: '
          + workbook.sheets.filter(name => name !== workbook.sheet).join(', ')
          + '. The workbook itself is not kept. To use another sheet of it, choose the file again on "Files".');
    }
    const select = h('select', {'aria-label': 'Sheet of the workbook',
      onchange: async () => {
        // The sheet that was read before stays until the other one has been read, and for good if something was changed in it.
        if (await upload(uploaded.name, uploaded.content, select.value)) {
          if (this.sheet.version === 1 && !this.changes.size) {
            await api('DELETE', 'sheets/' + this.id);
            unsaved.delete(this.id);
          }
        } else {
          select.value = uploaded.sheet;
        }
      }}, uploaded.sheets.map(name => h('option', {selected: name === uploaded.sheet}, name)));
    return h('p', {class: 'row'}, 'Sheet of the workbook: ', select);
  }

  drawColumns() {
    const {columns, format, values, header_row: headerRow} = this.sheet;
    const fields = this.fields();
    const titles = columns.map((column, i) => h('input', {
      value: column.title,
      dir: 'auto',
      disabled: !this.mayEdit,
      placeholder: 'no name',
      'aria-label': 'Name of column ' + (i + 1),
      onchange: action(event => this.change('cells', {cells: [{row: headerRow, column: i, value: event.target.value}]})),
    }));
    const selects = columns.map((column, i) => h('select', {
      disabled: !this.mayEdit,
      'aria-label': 'Meaning of column ' + column.title,
      onchange: action(event => {
        fields[i] = event.target.value;
        return this.change('columns', {fields});
      }),
    }, MEANINGS.map(([field, text]) => h('option', {value: field, selected: field === (column.field || '')}, text))));
    const details = h('details', {},
        h('summary', {}, h('b', {}, 'Columns: '), columns.map(column => column.title).filter(Boolean).join(', ')),
        h('p', {class: 'soft small'}, format.join(', ') + '. Change what a column is taken for; the next sheet with these columns is read the same way.'
            + ' Of an Excel workbook, one sheet is stored here; for another one, choose the workbook again.'),
        h('div', {class: 'table'}, h('table', {}, h('thead', {}, h('tr', {}, h('th', {}, 'Column'), h('th', {}, 'is taken for'), h('th', {}, 'in texts'))),
            h('tbody', {}, columns.map((column, i) => h('tr', {}, h('td', {}, titles[i]), h('td', {}, selects[i]),
                h('td', {class: 'soft small', dir: 'auto'}, column.title.trim() ? '{' + column.title.trim() + '}' : '')))))));
    if (this.mayEdit) {
      details.append(
          values.length ? h('p', {}, values.map(each => h('span', {class: 'tag'}, each.field + ' of all rows: ' + each.value + ' ',
              h('button', {class: 'small', 'aria-label': 'Remove ' + each.field, onclick: action(() => this.setValue(each.field, ''))}, 'Remove')))) : '',
          this.valueForm(),
          h('p', {}, h('button', {class: 'small', onclick: action(() => this.change('add-header', {}))}, 'The first row is no header: add one')));
    }
    this.parts.columns.replaceChildren(h('section', {}, details));
  }

  /** What the columns are taken for; null where the name decides, and nobody has said what it means. */
  fields() {
    return this.sheet.columns.map(column => column.is_uncertain ? null : column.field || '');
  }

  /** Asks what a column is whose name may mean two things. */
  question(column, i) {
    const answer = (field, text) => h('button', {onclick: action(() => {
      const fields = this.fields();
      fields[i] = field;
      return this.change('columns', {fields});
    })}, text);
    return h('div', {class: 'note warn row'}, h('span', {}, 'Column "' + column.title + '" is taken for: the name of the group, which all members see.'),
        this.mayEdit ? [answer('display_name', 'That is right'), answer('', 'No, it is the name of a person')] : null);
  }

  /** Sets a value for all rows: the country of the numbers, the line, a name. */
  valueForm() {
    const offered = MEANINGS.filter(([field]) => field && !['to', 'handle', 'command_id', 'group_ref', 'chat_id'].includes(field));
    const field = h('select', {'aria-label': 'Value of all rows'}, offered.map(([name, meaning]) => h('option', {value: name, selected: name === 'region'}, meaning)));
    const value = h('input', {required: true, placeholder: 'such as US', 'aria-label': 'Value in all rows'});
    return h('form', {class: 'row', onsubmit: action(() => this.setValue(field.value, value.value))}, h('label', {}, 'The same for all rows: ', field), value, h('button', {}, 'Use'));
  }

  /** Where numbers have no country code, asks for their country. */
  regionForm() {
    const value = h('input', {required: true, placeholder: 'such as US', 'aria-label': 'Country of numbers without +', size: 12});
    return h('form', {class: 'note warn row', onsubmit: action(() => this.setValue('region', value.value))}, h('label', {}, 'In which country are the numbers that do not begin with +? ', value), h('button', {}, 'Use and check again'));
  }

  setValue(field, value) {
    return this.change('values', {field, value});
  }

  /** Makes a new version; cells that are not saved are saved with it. */
  async change(path, body) {
    if (this.changes.size) {
      await this.save();
    }
    this.take(await this.orReload(api('POST', 'sheets/' + this.id + '/' + path, {version: this.sheet.version, ...body})));
  }

  drawCheck() {
    const {check} = this.sheet;
    const bad = problems(check.counts);
    const rows = check.counts.good + bad;
    const content = [];
    if (this.mayEdit && this.sheet.columns.some(column => HANDLE.test(column.title))) {
      content.push(h('div', {class: 'note bad'}, 'The first row looks like data, not like names of columns: it would be taken for the header, and not sent. ',
          h('button', {onclick: action(() => this.change('add-header', {}))}, 'Add a header above it')));
    }
    content.push(...this.sheet.columns.map((column, i) => column.is_uncertain ? this.question(column, i) : ''));
    if (!check.done) {
      content.push(h('p', {role: 'status'}, 'Checking every row … ' + plural(rows, 'row', 'rows') + ' so far'), h('progress', {}));
    } else if (check.unreadable) {
      this.parts.columns.querySelector('details').open = true;
      content.push(h('div', {class: 'note bad'}, check.unreadable), this.missingColumns().map(text => h('p', {}, text)));
    } else {
      content.push(h('p', {role: 'status'}, h('b', {}, plural(rows, 'row', 'rows') + ': '),
          h('span', {class: 'good'}, number(check.counts.good) + ' good'), bad ? [', ', h('span', {class: 'bad'}, number(bad) + ' with a problem')] : null));
      const others = Object.keys(check.estimate.commands).filter(type => type !== 'create_group');
      if (others.length) {
        content.push(h('p', {class: 'soft'}, 'The good rows do: '
            + Object.entries(check.estimate.commands).map(([type, count]) => number(count) + ' × ' + type).join(', ')));
      }
      if (this.sheet.imported_as) {
        content.push(h('div', {class: 'note warn'}, 'This sheet was imported before. The same rows are never sent twice.'));
      }
      if (check.problems.some(problem => problem.needs === 'region') && this.mayEdit) {
        content.push(this.regionForm());
      }
      content.push(...(check.warnings || []).map(text => h('div', {class: 'note warn'}, text)));
      if (check.row_warnings.length) {
        content.push(h('details', {}, h('summary', {class: 'warn'}, plural(check.row_warnings.length, 'remark', 'remarks') + ' on good rows'),
            check.row_warnings.map(each => h('div', {class: 'small'}, 'row ' + each.row + ': ' + each.message))));
      }
      if (check.more_rows_with_problems) {
        content.push(h('p', {class: 'bad'}, 'The first 1,000 rows with problems are shown; ' + number(check.more_rows_with_problems) + ' more follow. Problems of this kind are better corrected in the spreadsheet itself.'));
      }
    }
    this.parts.check.replaceChildren(h('section', {}, content));
  }

  /** Which columns are to be chosen, where the columns are what is wrong. */
  missingColumns() {
    const fields = new Set([...this.sheet.columns, ...this.sheet.values].map(each => each.field));
    const below = ' Choose it below, under "is taken for", or change its name there.';
    return [
      fields.has('to') || fields.has('handle') ? '' : 'Which column has the phone numbers or e-mail addresses?' + below + ' "' + meaning('to')
          + '" if a row is a whole group, "' + meaning('handle') + '" if a row is one person.',
      fields.has('handle') && !fields.has('group_ref') ? 'Which column says to which group a person belongs?' + below : '',
      fields.has('message') || fields.has('links') ? '' : 'Which column has the first message?' + below
          + ' Or write one message for all rows, under "The same for all rows".',
    ].filter(Boolean);
  }

  async drawRows() {
    const {check, version} = this.sheet;
    const bad = problems(check.counts);
    if (!check.done || check.unreadable && !this.sheet.columns.length) {
      this.parts.rows.replaceChildren();
      return;
    }
    const onlyProblems = this.onlyProblems && bad > 0;
    const {rows} = await api('GET', 'sheets/' + this.id + '/rows?limit=50&from=' + this.from + (onlyProblems ? '&only=problems' : ''));
    if (!this.isCurrent() || version !== this.sheet.version) {
      return;
    }
    const byRow = new Map();
    for (const problem of check.problems) {
      byRow.set(problem.row, [...(byRow.get(problem.row) || []), problem]);
    }
    this.saveButton = h('button', {class: 'main', hidden: true, onclick: action(() => this.save())});
    this.parts.rows.replaceChildren(h('section', {},
        h('div', {class: 'row'}, h('h2', {}, onlyProblems ? 'Correct these rows' : 'Rows'),
            bad ? h('label', {class: 'small'}, h('input', {type: 'checkbox', checked: this.onlyProblems, onchange: event => {
              this.onlyProblems = event.target.checked;
              this.from = 1;
              this.drawRows().catch(e => message(e.message));
            }}), ' only rows with a problem') : null, this.saveButton),
        h('div', {class: 'table'}, h('table', {},
            h('thead', {}, h('tr', {}, h('th', {}, 'Row'), this.sheet.columns.map(column => h('th', {dir: 'auto'}, column.title)))),
            h('tbody', {}, rows.flatMap(row => this.rowOf(row, byRow.get(row.row) || []))))),
        h('div', {class: 'row'},
            this.from > 1 ? h('button', {onclick: () => this.page(1)}, 'First rows') : null,
            rows.length === 50 ? h('button', {onclick: () => this.page(rows[49].row + 1)}, 'Next rows') : null)));
    this.drawSave();
  }

  page(from) {
    this.from = from;
    this.drawRows().catch(e => message(e.message));
  }

  rowOf({row, cells}, found) {
    const inputs = new Map();
    const line = h('tr', {}, h('td', {class: 'soft'}, row), this.sheet.columns.map((_, column) => {
      const key = row + ' ' + column;
      const value = this.changes.get(key)?.value ?? cells[column] ?? '';
      const cell = h('td', {class: 'cell' + (found.some(problem => problem.column === column || isMentioned(problem, this.sheet.columns[column])) ? ' problem' : '')});
      const input = h('textarea', {value, rows: 1, dir: 'auto', disabled: !this.mayEdit, maxLength: 32767,
        'aria-label': this.sheet.columns[column].title + ' of row ' + row,
        onkeydown: event => {
          // A line break in a cell is rarely meant; Shift and Enter make one.
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            input.blur();
          }
        },
        oninput: () => {
          this.changes.set(key, {row, column, value: input.value});
          cell.classList.add('changed');
          this.drawSave();
        }});
      inputs.set(column, input);
      cell.append(input);
      return cell;
    }));
    const isNew = (problem, i) => found.findIndex(each => each.suggestion === problem.suggestion) === i;
    const reasons = found.map((problem, i) => h('div', {class: 'bad small'},
        (problem.title ? problem.title + ' ' : '') + problem.message,
        problem.suggestion && isNew(problem, i) && this.mayEdit ? [' ', h('button', {onclick: () => {
          const input = inputs.get(problem.column);
          input.value = problem.suggestion;
          input.dispatchEvent(new Event('input'));
        }}, 'Use ' + problem.suggestion)] : null));
    return [line, ...(found.length ? [h('tr', {class: 'reason'}, h('td', {}),
        h('td', {colSpan: this.sheet.columns.length}, reasons,
            this.mayEdit ? h('button', {class: 'small', onclick: action(() => this.remove(row))},
                this.hasMemberPerRow ? 'Leave the group of row ' + row + ' out' : 'Leave row ' + row + ' out') : null))] : [])];
  }

  drawSave() {
    this.saveButton.hidden = this.changes.size === 0;
    this.saveButton.textContent = 'Save ' + plural(this.changes.size, 'change', 'changes') + ' and check again';
  }

  async save() {
    const sent = [...this.changes];
    const saved = await this.orReload(api('POST', 'sheets/' + this.id + '/cells',
        {version: this.sheet.version, cells: sent.map(([, change]) => change)}));
    // What was typed meanwhile stays.
    sent.filter(([key, change]) => this.changes.get(key) === change).forEach(([key]) => this.changes.delete(key));
    unsaved.set(this.id, {version: saved.version, changes: this.changes});
    this.take(saved);
  }

  get hasMemberPerRow() {
    return this.sheet.columns.some(column => column.field === 'handle');
  }

  async remove(row) {
    if (confirm('Leave this out of the sheet? To have it back, upload the file again.')) {
      await this.change('remove-rows', {rows: [row]});
    }
  }

  /** When somebody else has changed the sheet, shows the new version beside the message. */
  async orReload(request) {
    try {
      return await request;
    } catch (e) {
      if (e.status === 409) {
        const lost = [...this.changes.values()].map(change => 'row ' + change.row + ', ' + this.sheet.columns[change.column].title + ': ' + change.value);
        await this.refresh();
        if (lost.length) {
          throw new ApiError(409, e.message + '. Not saved: ' + lost.join('; '));
        }
      }
      throw e;
    }
  }

  async drawPreview(index) {
    const {check, version} = this.sheet;
    const row = check.first_good_rows[index];
    const chat = await api('GET', 'sheets/' + this.id + '/preview?row=' + row);
    if (!this.isCurrent() || version !== this.sheet.version) {
      return;
    }
    const frame = h('div', {class: 'chat'}, chatOf(chat));
    const other = h('input', {type: 'number', min: 1, value: row, size: 6, 'aria-label': 'Row to look at'});
    this.parts.preview.replaceChildren(h('section', {}, h('div', {class: 'row'}, h('h2', {}, 'What members will see'),
        h('form', {class: 'row', onsubmit: async event => {
          event.preventDefault();
          try {
            message('');
            frame.replaceChildren(...chatOf(await api('GET', 'sheets/' + this.id + '/preview?row=' + other.value)));
          } catch (e) {
            frame.replaceChildren(h('p', {class: 'soft'}, e.message));
          }
        }}, h('label', {}, 'Row ', other), h('button', {}, 'Show'))), frame));
  }

  drawSend() {
    const {check, status, send_at: sendAt} = this.sheet;
    if (status === 'held') {
      const left = Math.max(0, Math.ceil((new Date(sendAt) - Date.now()) / 1000));
      this.parts.send.replaceChildren(h('section', {}, h('h2', {}, 'Sending in ' + left + ' s'),
          h('p', {}, 'Nothing has been sent yet. ', this.restLink()),
          session.may_operate ? h('button', {class: 'stop', onclick: action(async () => this.take(await api('POST', 'sheets/' + this.id + '/stop', {})))}, 'Stop') : null));
      return;
    }
    if (status !== 'editing') {
      this.drawProgress();
      return;
    }
    if (!check.done || check.unreadable || !check.first_good_rows.length || !session.may_operate) {
      this.parts.send.replaceChildren(session.may_operate ? this.deleteButton() : '');
      return;
    }
    const {estimate} = check;
    const bad = problems(check.counts);
    const end = new Date(Date.now() + 1000 * (estimate.seconds + 30));
    const many = check.counts.good > 3;
    if (this.sheet.imported_as) {
      this.parts.send.replaceChildren(h('section', {}, h('h2', {}, 'Nothing to send'),
          h('p', {}, 'This file was imported before. The same rows are never sent twice.'), this.deleteButton()));
      return;
    }
    const before = this.sheet.sent_before;
    this.parts.send.replaceChildren(h('section', {}, h('h2', {}, 'Send'),
        h('p', {id: 'summary'}, h('b', {}, describe(estimate)), bad ? [', ', h('span', {class: 'bad'}, plural(bad, 'row', 'rows') + ' left out because of a problem')] : null,
        '. Takes ' + duration(estimate.seconds) + " at Linq's limits, finished about " + clock(end) + '.'),
        before ? h('div', {class: 'note bad'}, 'Rows of the same file were sent before, by ' + before.by + ' as ' + before.file + ', ' + time(before.at)
            + '. Sent again, groups without a group_ref would be created twice.') : null,
        estimate.advice.map(text => h('div', {class: 'note warn'}, text)),
        h('div', {class: 'row'},
            many ? h('button', {onclick: action(() => this.send('first'))}, 'Send three rows first') : null,
            h('button', {class: 'main', onclick: action(() => this.send('all'))}, many ? 'Send all ' + number(check.counts.good) + ' rows' : 'Send'),
            this.deleteButton()),
        h('p', {class: 'soft small'}, 'You can stop it for ' + session.hold_seconds + ' seconds.')));
  }

  restLink() {
    const rest = this.sheet.rest_id;
    return rest ? h('a', {class: 'button', href: '#/sheet/' + rest}, 'Go on with the other rows') : null;
  }

  deleteButton() {
    return h('button', {onclick: action(async () => {
      if (confirm('Delete ' + this.sheet.file + ' from this page? Nothing of it was sent.')) {
        await api('DELETE', 'sheets/' + this.id);
        unsaved.delete(this.id);
        location.replace('#/files');
      }
    })}, 'Delete');
  }

  async send(rows) {
    if (this.changes.size) {
      message('You have changes that are not saved. Save them first.');
      return;
    }
    const again = Boolean(this.sheet.sent_before);
    if (again && !confirm('Rows of the same file were sent before. Send these nevertheless?')) {
      return;
    }
    const sent = await this.orReload(api('POST', 'sheets/' + this.id + '/send', {version: this.sheet.version, rows, again}));
    if (rows === 'first') {
      location.hash = '#/sheet/' + sent.id;
    } else {
      this.take(sent);
    }
  }

  drawProgress() {
    const {batch} = this.sheet;
    this.parts.send.replaceChildren(h('section', {}, h('h2', {}, batch?.status === 'done' ? 'Done' : 'Sending'),
        pausedText() && batch?.status !== 'done' ? h('div', {class: 'note bad'}, 'It waits: ' + pausedText()) : null,
        batch ? batchRow(batch) : h('p', {}, 'In the inbox; the import starts in some seconds. If it does not, look under "All files" whether the inbox has rejected the file.'),
        batch?.status === 'done' ? null : h('p', {class: 'soft small'}, 'You may close this page; it goes on.'),
        h('p', {class: 'row'},
            this.restLink(),
            h('a', {class: 'button', href: '#/files'}, 'All files'))));
  }
}

/** A text may have a placeholder for a cell that is empty. */
const isMentioned = (problem, column) => normalized(/^\{([^}]*)\} is empty/.exec(problem.message)?.[1] || '') === normalized(column.title)
    && normalized(column.title) !== '';
const normalized = name => name.trim().toLowerCase().replace(/[\s.-]+/g, '_');

const problems = counts => counts.refused + counts.would_fail + counts.expired;

/** What the good rows come to: groups that are made, and what is done to others. */
function describe({groups, people, added_people: added, messages, commands}) {
  const others = Object.entries(commands).filter(([type]) => !['create_group', 'send_message'].includes(type));
  return [groups ? plural(groups, 'group', 'groups') + ', ' + plural(people, 'person', 'people') : '',
    added ? plural(added, 'person', 'people') + ' added to groups' : '',
    messages ? plural(messages, 'message', 'messages') : '',
    ...others.map(([type, count]) => number(count) + ' × ' + type)].filter(Boolean).join(', ');
}

function chatOf(chat) {
  const makesGroup = chat.command === 'create_group';
  return [
    h('div', {class: 'title', dir: 'auto'}, makesGroup ? chat.name || '(no name)' : chat.group_ref || '(by its chat id)'),
    h('div', {class: 'members'}, makesGroup ? [chat.line ? chat.line + ' (line)' : 'one of the lines', ...(chat.members || [])].join(', ') : chat.command + ' to a group that exists'),
    ...chat.bubbles.filter(part => !makesGroup || part.kind !== 'change').map(bubble),
    chat.icon ? h('div', {class: 'bubble change'}, 'icon: ' + chat.icon) : '',
    chat.not_before ? h('div', {class: 'bubble change'}, 'sent not before ' + time(chat.not_before)) : '',
    ...chat.warnings.map(text => h('div', {class: 'bubble change warn'}, text)),
  ];
}
