// What goes wrong, as data: the fields show the JSON that they send.
import {api} from './api.js';
import {action, copyButton, h, quote} from './dom.js';
import {faultField} from './faultfields.js';
import {loadFaults, showEdited} from './faultstate.js';

const PRESETS = {
  'Bad network': {drop_before: 0.05, drop_after: 0.05, slow: 0.1, slow_millis: 3000},
  'Linq has trouble': {error_before: 0.2, error_after: 0.1, garbage: 0.05},
  'Rate limited': {limited: 0.3, limited_seconds: 10},
  'Linq is down': {error_before: 1},
};

const TITLES = {request: 'Requests', message: 'Messages', change: 'Changes of groups', webhook: 'Webhooks', account: 'The whole account', setting: 'Settings of faults'};

let panel = null;

/** The same one each time, so that what is not set yet outlives a look at another tab. */
export function faultsPanel() {
  panel ??= build();
  return panel;
}

function build() {
  const element = h('div', {class: 'sheet'});
  const fields = new Map();
  const json = h('pre', {dir: 'ltr', tabIndex: 0, 'aria-label': 'JSON that is sent'});
  const note = h('span', {class: 'tag warn', role: 'status'}, 'not set yet');
  const discard = h('button', {type: 'button', class: 'small', onclick: () => fill(set)}, 'Discard changes');
  const refusal = h('p', {class: 'note bad', role: 'alert', hidden: true});
  const toComeNote = h('p', {class: 'small', hidden: true});
  let known = '';
  let set = {};

  /** What differs from the standard, as a person would write it. */
  const wanted = () => Object.fromEntries([...fields.values()].map(field => [field.name, field.value()]).filter(([name, value]) => value !== fields.get(name).standard));

  const isSet = field => set[field.name] ?? field.standard;

  function changed() {
    json.textContent = JSON.stringify(wanted(), null, 2);
    const edited = [...fields.values()].filter(field => field.compare(isSet(field))).length > 0;
    note.hidden = !edited;
    discard.hidden = !edited;
    showEdited(edited);
  }

  function fill(values) {
    refuse('');
    fields.forEach(field => field.fill(values[field.name] ?? field.standard));
    changed();
  }

  function refuse(text) {
    refusal.hidden = !text;
    refusal.textContent = text && 'Nothing was changed: ' + text;
  }

  /** Afterwards the fields show what is set. */
  const setBy = call => action(async () => {
    refuse('');
    try {
      await call();
    } catch (e) {
      if (e.status !== 400) {
        throw e;
      }
      refuse(e.message);
      return;
    }
    await load();
    fill(set);
  });

  const strikeNext = fault => action(async () => {
    await api('POST', 'faults/next', {fault, count: 1});
    await load();
  });

  function show(faults) {
    fields.clear();
    faults.forEach(fault => fields.set(fault.name, faultField(fault, changed, strikeNext)));
    const kinds = [...new Set(faults.map(fault => fault.of))];
    element.replaceChildren(
        h('p', {class: 'soft'}, 'Make Linq misbehave, and see what your program does. A share of 0.1 strikes one in ten; “next one” strikes the next one it can, once.'),
        h('div', {class: 'row'}, h('span', {class: 'soft small'}, 'Fill in:'), Object.entries(PRESETS).map(([name, values]) => h('button', {type: 'button', class: 'small', onclick: () => fill(values)}, name))),
        h('form', {onsubmit: setBy(() => api('PUT', 'faults', wanted()))},
            kinds.map(kind => h('fieldset', {}, h('legend', {}, TITLES[kind] || kind), faults.filter(fault => fault.of === kind).map(fault => fields.get(fault.name).element))),
            h('div', {class: 'sticky'}, refusal, toComeNote, h('div', {class: 'row'}, h('button', {class: 'main'}, 'Set faults'), note, discard,
                h('button', {type: 'button', class: 'small', title: 'Back to those of the start of the sandbox', onclick: setBy(() => api('DELETE', 'faults'))}, 'Reset'),
                copyButton('Copy as curl', () => 'curl -X PUT ' + location.origin + '/sandbox/faults -d ' + quote(JSON.stringify(wanted())))), json)));
  }

  async function load() {
    const {view, set: now, toCome} = await loadFaults();
    if (JSON.stringify(view.known) !== known) {
      known = JSON.stringify(view.known);
      show(view.known);
      set = {};
      fields.forEach(field => field.fill(field.standard));
    }
    const kept = [...fields.values()].filter(field => field.value() !== isSet(field));
    set = now;
    // What somebody is about to set stays.
    fields.forEach(field => kept.includes(field) || field.fill(isSet(field)));
    fields.forEach(field => field.count(view.struck[field.name], toCome[field.name]));
    toComeNote.hidden = !view.next.length;
    toComeNote.textContent = 'To strike next: ' + Object.entries(toCome).map(([name, count]) => name + ' ' + count).join(', ') + '. “Set faults” and “Reset” end that.';
    changed();
  }

  return {element, kinds: ['faults'], load};
}
