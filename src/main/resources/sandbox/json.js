// JSON for reading, in colours.
import {h} from './dom.js';

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Longer ones stay without colours. */
const MOST = 40_000;

/** A value as it is shown; a text as it is. */
export const text = value => typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** Text nodes and spans of a value. */
export function pretty(value) {
  const whole = text(value);
  if (typeof value === 'string' || whole.length > MOST) {
    return [whole];
  }
  const shown = [];
  let end = 0;
  for (const token of whole.matchAll(TOKEN)) {
    const [all, string, colon] = token;
    shown.push(whole.slice(end, token.index), h('span', {class: colon ? 'name' : string ? 'string' : 'value'}, string ?? all), colon ?? '');
    end = token.index + all.length;
  }
  shown.push(whole.slice(end));
  return shown;
}
