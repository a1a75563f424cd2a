import {api, h, message, show} from './dom.js';
import {actionsPage, nowPage, onState} from './now.js';
import {filesPage, sheetPage} from './sheets.js';
import {groupPage, groupsPage} from './groups.js';
import {commandsPage} from './commands.js';
import {deadLetterPage, deadLettersPage} from './deadletters.js';

export const session = {user: '', may_operate: false, hold_seconds: 10};

const PAGES = {files: filesPage, sheet: sheetPage, groups: groupsPage, group: groupPage, commands: commandsPage, 'dead-letters': deadLettersPage, 'dead-letter': deadLetterPage, now: nowPage, actions: actionsPage};

// Each page gives a function that stops what it has started.
let leave = () => {};
let visit = 0;
// Whether somebody wants to search on a page that is not there yet.
let searches = false;

async function open() {
  const [name, ...rest] = (location.hash.slice(2) || 'files').split('/');
  const page = PAGES[name] || filesPage;
  const current = ++visit;
  leave();
  leave = () => {};
  message('');
  for (const link of document.querySelectorAll('header nav a')) {
    const section = {sheet: 'files', group: 'groups', 'dead-letter': 'dead-letters'}[name] || name;
    link.toggleAttribute('aria-current', link.hash === '#/' + section);
  }
  try {
    const stop = await page(rest.map(decodeURIComponent).join('/'), () => current === visit);
    if (current === visit) {
      leave = stop || leave;
      if (searches) {
        searches = false;
        document.querySelector('input[type=search]')?.focus();
      }
    } else if (stop) {
      stop();
    }
  } catch (e) {
    if (e.status === 401) {
      signIn();
    } else {
      message(e.message);
    }
  }
}

function signIn() {
  const token = h('input', {type: 'password', autocomplete: 'off', required: true, id: 'token'});
  const name = h('input', {autocomplete: 'name', maxLength: 100, required: true, id: 'name'});
  show(h('h1', {}, 'Sign in'), h('section', {}, h('form', {
    class: 'row',
    onsubmit: async event => {
      event.preventDefault();
      try {
        await api('POST', 'session', {token: token.value, name: name.value});
        await start();
      } catch (e) {
        message(e.message);
      }
    },
  }, h('label', {}, 'Your name ', name), h('label', {}, 'Token ', token), h('button', {class: 'main'}, 'Sign in')),
  h('p', {class: 'soft small'}, 'The operator of linq-routes has the token as CONSOLE_TOKEN. Your name appears beside what you do.')));
}

const RECONNECT_MILLIS = 2000;

function listen() {
  const stream = new EventSource('api/stream');
  stream.onmessage = event => onState(JSON.parse(event.data));
  stream.onerror = () => {
    onState(null);
    // The browser tries again by itself, but not after an answer that is no stream, as while the program starts.
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(listen, RECONNECT_MILLIS);
    }
  };
  stream.onopen = () => onState(undefined);
}

let listening = false;

async function start() {
  try {
    Object.assign(session, await api('GET', 'session'));
  } catch (e) {
    if (e.status === 401) {
      signIn();
    } else {
      message(e.message);
    }
    return;
  }
  document.getElementById('user').textContent = session.user + (session.may_operate ? '' : ' (may look only)');
  if (!listening) {
    listening = true;
    listen();
    window.addEventListener('hashchange', open);
  }
  await open();
}

function move(step) {
  const items = [...document.querySelectorAll('.item')];
  const at = items.indexOf(document.activeElement.closest('.item'));
  const next = items[Math.max(0, Math.min(items.length - 1, at + step))];
  if (next) {
    next.focus();
  }
}

function search() {
  const input = document.querySelector('input[type=search]');
  if (input) {
    input.focus();
  } else {
    searches = true;
    location.hash = '#/groups';
  }
}

const KEYS = {
  '/': search,
  j: () => move(1),
  k: () => move(-1),
  f: () => { location.hash = '#/files'; },
  g: () => { location.hash = '#/groups'; },
  c: () => { location.hash = '#/commands'; },
  d: () => { location.hash = '#/dead-letters'; },
  n: () => { location.hash = '#/now'; },
  a: () => { location.hash = '#/actions'; },
  '?': () => document.getElementById('help').showModal(),
};

document.addEventListener('keydown', event => {
  const typing = event.target.closest('input, textarea, select');
  if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

start();
