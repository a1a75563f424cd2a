// What goes wrong, as data: the fields show the JSON that they send.
import {api} from './api.js';
import {action, copyButton, h, picker, quote} from './dom.js';

const PRESETS = {
  'Bad network': {drop_before: 0.05, drop_after: 0.05, slow: 0.1, slow_millis: 3000},
  'Linq has trouble': {error_before: 0.2, error_after: 0.1, garbage: 0.05},
  'Rate limited': {limited: 0.3, limited_seconds: 10},
  'Linq is down': {error_before: 1},
};

const TITLES = {request: 'Requests', message: 'Messages', change: 'Changes of groups', webhook: 'Webhooks', account: 'The whole account', setting: 'Settings of faults'};

export function faultsPanel() {
  const element = h('div', {class: 'sheet'});
  const fields = new Map();
  const json = h('pre', {dir: 'ltr', tabIndex: 0, 'aria-label': 'JSON that is sent'});
  let known = '';
  let set = {};

  /** What differs from the standard, as a person would write it. */
  const wanted = () => Object.fromEntries([...fields.values()].map(field => [field.name, field.value()]).filter(([name, value]) => value !== fields.get(name).standard));

  function changed() {
    json.textContent = JSON.stringify(wanted(), null, 2);
    element.classList.toggle('changed', JSON.stringify(wanted()) !== JSON.stringify(set));
  }

  function fill(values) {
    for (const field of fields.values()) {
      field.fill(values[field.name] ?? field.standard);
    }
    changed();
  }

  async function apply(values) {
    await api('PUT', 'faults', values);
    await load();
  }

  function build(faults) {
    fields.clear();
    faults.forEach(fault => fields.set(fault.name, fault.values === '0 to 1' ? share(fault, changed) : other(fault, changed)));
    const kinds = [...new Set(faults.map(fault => fault.of))];
    element.replaceChildren(
        h('p', {class: 'soft'}, 'Make Linq misbehave, and see what your program does. A share of 10 % strikes one in ten.'),
        h('div', {class: 'row'}, Object.entries(PRESETS).map(([name, values]) => h('button', {type: 'button', class: 'small', onclick: () => fill(values)}, name))),
        h('form', {onsubmit: action(() => apply(wanted()))},
            kinds.map(kind => h('fieldset', {}, h('legend', {}, TITLES[kind] || kind), faults.filter(fault => fault.of === kind).map(fault => fields.get(fault.name).element))),
            h('div', {class: 'sticky'}, h('div', {class: 'row'}, h('button', {class: 'main'}, 'Set faults'),
                h('button', {type: 'button', onclick: action(async () => { await api('DELETE', 'faults'); await load(); })}, 'Reset'),
                copyButton('Copy as curl', () => 'curl -X PUT ' + location.origin + '/sandbox/faults -d ' + quote(JSON.stringify(wanted())))), json)));
  }

  async function load() {
    const view = await api('GET', 'faults');
    if (JSON.stringify(view.known) !== known) {
      known = JSON.stringify(view.known);
      build(view.known);
    }
    const before = set;
    set = Object.fromEntries(view.known.filter(fault => view[fault.name] !== fault.standard).map(fault => [fault.name, view[fault.name]]));
    // What somebody is about to set stays.
    if (JSON.stringify(before) !== JSON.stringify(set) || !element.classList.contains('changed')) {
      fill(set);
    }
    for (const [name, count] of Object.entries(view.struck)) {
      fields.get(name)?.struck(count);
    }
  }

  return {element, kinds: ['faults', 'request', 'delivery'], load};
}

const struckTag = () => {
  const tag = h('span', {class: 'tag bad', hidden: true});
  return {tag, struck: count => {
    tag.hidden = !count;
    tag.textContent = 'struck ' + count;
  }};
};

const text = fault => fault.meaning.replaceAll('`', '');

function share(fault, changed) {
  const {tag, struck} = struckTag();
  const slider = h('input', {type: 'range', min: 0, max: 100, step: 1, 'aria-label': fault.name, oninput: () => { number.value = slider.value; changed(); }});
  const number = h('input', {type: 'number', min: 0, max: 100, step: 'any', 'aria-label': fault.name + ' in percent', oninput: () => { slider.value = number.value; changed(); }});
  return {name: fault.name, standard: 0, struck,
    value: () => Math.round(Number(number.value) * 1e4) / 1e6,
    fill: value => { number.value = Math.round(value * 1e6) / 1e4; slider.value = number.value; },
    element: h('div', {class: 'fault'}, h('div', {class: 'line'}, h('code', {}, fault.name), tag), h('div', {class: 'line'}, slider, number, '%'), h('div', {class: 'soft small'}, text(fault)))};
}

function other(fault, changed) {
  const {tag, struck} = struckTag();
  const {input, value, fill} = field(fault, changed);
  return {name: fault.name, standard: fault.standard, struck, value, fill,
    element: h('div', {class: 'fault'}, h('div', {class: 'line'}, h('code', {}, fault.name), tag, input), h('div', {class: 'soft small'}, text(fault)))};
}

function field(fault, changed) {
  if (typeof fault.standard === 'boolean') {
    const input = h('input', {type: 'checkbox', 'aria-label': fault.name, onchange: changed});
    return {input, value: () => input.checked, fill: value => { input.checked = value; }};
  }
  if (typeof fault.standard === 'string') {
    const words = fault.values.replace(/^one of /, '').split(', ');
    const input = picker(fault.name, Object.fromEntries(words.map(word => [word, word])), fault.standard, {onchange: changed});
    return {input, value: () => input.value, fill: value => { input.value = value; }};
  }
  const input = h('input', {type: 'number', 'aria-label': fault.name, step: 1, oninput: changed});
  return {input, value: () => Number(input.value), fill: value => { input.value = value; }};
}
