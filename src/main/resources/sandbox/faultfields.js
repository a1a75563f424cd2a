// One field for each fault and setting: it shows what would be sent, and whether that is set.
import {h, picker} from './dom.js';

const ONCE = ['request', 'message', 'change', 'webhook'];

/** changed is called when somebody changes the value, strikeNext with the name of a fault that is to strike the next one. */
export function faultField(fault, changed, strikeNext) {
  const {inputs, value, fill} = fault.values === '0 to 1' ? share(fault, changed) : input(fault, changed);
  const state = h('span', {class: 'tag', hidden: true});
  const toCome = h('span', {class: 'tag warn', hidden: true});
  const struck = h('span', {class: 'tag bad', hidden: true});
  const once = ONCE.includes(fault.of) ? h('button', {type: 'button', class: 'small', title: 'Strike the next one, whatever the shares are',
    'aria-label': 'Next one: ' + fault.name, onclick: strikeNext(fault.name)}, 'next one') : null;
  const element = h('div', {class: 'fault'},
      h('div', {class: 'line'}, h('code', {class: 'grow'}, fault.name), state, toCome, struck, once),
      h('div', {class: 'line'}, inputs), h('div', {class: 'soft small'}, fault.meaning.replaceAll('`', '')));
  return {name: fault.name, standard: fault.standard, value, fill, element,
    /** Compares with what is set; tells whether it differs. */
    compare(set) {
      const edited = value() !== set;
      tell(state, edited ? 'not set yet' : set !== fault.standard && 'set');
      state.classList.toggle('warn', edited);
      state.classList.toggle('bad', !edited);
      return edited;
    },
    count(times, next) {
      tell(struck, times && 'struck ' + times);
      tell(toCome, next && 'next ' + next);
    }};
}

function tell(tag, text) {
  tag.hidden = !text;
  tag.textContent = text || '';
}

/** As in the JSON, from 0 to 1, with the percent beside. */
function share(fault, changed) {
  const percent = h('output', {class: 'soft small percent'});
  const show = () => { percent.value = Number.isNaN(number.valueAsNumber) ? '' : Math.round(number.valueAsNumber * 1e4) / 100 + ' %'; };
  const slider = h('input', {type: 'range', min: 0, max: 1, step: 0.01, 'aria-label': fault.name, oninput: () => { number.value = slider.value; show(); changed(); }});
  const number = h('input', {type: 'number', min: 0, max: 1, step: 'any', required: true, 'aria-label': 'Share of ' + fault.name, oninput: () => { slider.value = number.value; show(); changed(); }});
  return {inputs: [slider, number, percent], value: () => number.valueAsNumber, fill: value => { number.value = value; slider.value = value; show(); }};
}

function input(fault, changed) {
  if (typeof fault.standard === 'boolean') {
    const box = h('input', {type: 'checkbox', 'aria-label': fault.name, onchange: changed});
    return {inputs: box, value: () => box.checked, fill: value => { box.checked = value; }};
  }
  if (typeof fault.standard === 'string') {
    const words = fault.values.replace(/^one of /, '').split(', ');
    const select = picker(fault.name, Object.fromEntries(words.map(word => [word, word])), fault.standard, {onchange: changed});
    return {inputs: select, value: () => select.value, fill: value => { select.value = value; }};
  }
  const number = h('input', {type: 'number', required: true, 'aria-label': fault.name, step: 1, oninput: changed});
  return {inputs: number, value: () => number.valueAsNumber, fill: value => { number.value = value; }};
}
