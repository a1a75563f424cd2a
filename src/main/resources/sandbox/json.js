// JSON for reading, in colours.
import {h} from './dom.js';

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Longer ones stay without colours. */
const MOST = 40_000;

/** Text nodes and spans of a value; a text is shown as it is. */
export function pretty(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  if (typeof value === 'string' || text.length > MOST) {
    return [text];
  }
  const shown = [];
  let end = 0;
  for (const token of text.matchAll(TOKEN)) {
    const [all, string, colon] = token;
    shown.push(text.slice(end, token.index), h('span', {class: colon ? 'name' : string ? 'string' : 'value'}, string ?? all), colon ?? '');
    end = token.index + all.length;
  }
  shown.push(text.slice(end));
  return shown;
}
