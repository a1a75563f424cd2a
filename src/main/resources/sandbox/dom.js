// Small helpers. All text goes into text nodes and properties, so that no text of a message can become markup.
import {now} from './time.js';

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'class') {
      element.className = value;
    } else if (name in element && name !== 'list') {
      element[name] = value;
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...present(children));
  return element;
}

const present = children => children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false && child !== '');

export const byId = id => document.getElementById(id);

/**
 * Shows items as children, and keeps those that have not changed: what is open, focused or scrolled stays so.
 * make gets an item and the element that it replaces, if any. A row that keys walk keeps the focus when it is replaced or moved.
 */
export function showKeyed(container, items, key, version, make) {
  const before = container.rows || new Map();
  const [focused] = [...before].find(([, {element}]) => element.contains(document.activeElement)) || [];
  const rows = new Map();
  for (const item of items) {
    const shown = before.get(key(item));
    const current = version(item);
    rows.set(key(item), shown && shown.version === current ? shown : {version: current, element: make(item, shown && shown.element)});
  }
  container.rows = rows;
  let at = container.firstChild;
  for (const {element} of rows.values()) {
    if (element === at) {
      at = at.nextSibling;
    } else {
      container.insertBefore(element, at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
  const row = rows.get(focused)?.element;
  if (row && !row.contains(document.activeElement)) {
    (row.matches('a.item') ? row : row.querySelector(':scope > summary'))?.focus({preventScroll: true});
  }
}

export function message(text) {
  const box = byId('message');
  box.hidden = !text;
  box.replaceChildren(...present(text ? [h('span', {dir: 'auto'}, text),
    h('button', {type: 'button', class: 'quiet', 'aria-label': 'Close', onclick: () => message('')}, '✕')] : []));
}

/** Runs an action of a button or form, once at a time; shows what went wrong, and lets it be tried again. */
export function action(run) {
  return async event => {
    event.preventDefault();
    const button = event.submitter || event.currentTarget;
    button.disabled = true;
    message('');
    try {
      await run(event);
    } catch (e) {
      message(e.message);
    } finally {
      button.disabled = false;
    }
  };
}

export const plural = (count, one, many) => Number(count).toLocaleString('en-US') + ' ' + (Number(count) === 1 ? one : many);

export const clock = at => new Date(at).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit', hour12: false});

const isToday = at => new Date(at).toDateString() === now().toDateString();

/** The year only where it is not that of the account's time. */
const year = at => new Date(at).getFullYear() === now().getFullYear() ? {} : {year: 'numeric'};

export const day = at => (isToday(at) ? 'Today, ' : '') + new Date(at).toLocaleDateString([], {weekday: 'long', day: 'numeric', month: 'long', ...year(at)});

/** The second, and the day unless it is today by the account's time. */
export const exact = at => (isToday(at) ? '' : when(at) + ', ')
    + new Date(at).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false});

/** The time today, by the account's time, otherwise the day. */
export const when = at => isToday(at) ? clock(at) : new Date(at).toLocaleDateString([], {day: 'numeric', month: 'short', ...year(at)});

export const clip = (text, most) => {
  const characters = [...text.slice(0, 2 * most)];
  return characters.length > most || text.length > 2 * most ? characters.slice(0, most).join('') + '…' : text;
};

/** A round sign for somebody, in a colour that stays the same, or with a picture. */
export function avatar(name, group = false, picture = null) {
  let sum = 0;
  for (const character of name) {
    sum = (sum * 31 + character.codePointAt(0)) % 997;
  }
  const digits = /(\d\d)$/.exec(name);
  const letters = digits ? digits[1] : [...name.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, '')].slice(0, 1).join('').toUpperCase();
  return h('span', {class: 'avatar tone' + sum % 8 + (group ? ' group' : ''), 'aria-hidden': 'true'}, picture || letters || '?');
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (e) {
    const dialog = byId('copied');
    const area = dialog.querySelector('textarea');
    area.value = text;
    dialog.showModal();
    area.select();
  }
}

/** A button that copies and says so. */
export function copyButton(label, text) {
  return h('button', {type: 'button', class: 'small', onclick: async event => {
    const button = event.currentTarget;
    try {
      await copy(await text());
    } catch (e) {
      message(e.message);
      return;
    }
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = label; }, 1500);
  }}, label);
}

export const quote = text => "'" + text.replaceAll("'", "'\\''") + "'";

/** A picker of one of few values: {value: label}. */
export function picker(label, values, chosen, properties = {}) {
  const select = h('select', {'aria-label': label, ...properties}, Object.entries(values).map(([value, text]) => h('option', {value}, text)));
  select.value = chosen;
  return select;
}
