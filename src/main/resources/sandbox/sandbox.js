// Starts the page, goes where the address says, and shows what changes.
import {BASE, follow, hasKey} from './api.js';
import {address, loadChats, newChat, showChats} from './chats.js';
import {closeChat, loadChat, scrollAgain, write} from './conversation.js';
import {byId, h, message} from './dom.js';
import {faultsPanel} from './faults.js';
import {loadFaults} from './faultstate.js';
import {loadLines} from './linestate.js';
import {filterRequests, requestsPanel} from './requests.js';
import {askForKey, firstSight} from './start.js';
import {state} from './state.js';
import {loadTime, onNewDay} from './time.js';
import {filterByTrace, webhooksPanel} from './webhooks.js';
import {worldPanel} from './world.js';

const PANELS = {requests: requestsPanel, webhooks: webhooksPanel, faults: faultsPanel, world: worldPanel};

/** What an address names after the panel. */
const FILTERS = {requests: filterRequests, webhooks: filterByTrace};

const SEARCH_MILLIS = 150;

/** Between two loads of the same, so that a page left open does not slow a load test down. */
const PAUSE_MILLIS = 200;

let view = 'chats';
let listed = false;
let panel = null;

/** Whether keys walk the panel, not the chats: what was opened or clicked last. */
let walksPanel = false;

/** Runs one load at a time; what is asked for meanwhile is loaded once more a little later. */
function single(load) {
  let running = false;
  let again = false;
  return async () => {
    again = running;
    if (running) {
      return;
    }
    running = true;
    try {
      await load();
      while (again) {
        await new Promise(resolve => setTimeout(resolve, PAUSE_MILLIS));
        again = false;
        await load();
      }
    } catch (e) {
      failed(e);
    } finally {
      running = false;
    }
  };
}

function failed(e) {
  if (e.status === 401) {
    closeChat();
    byId('conversation').replaceChildren(askForKey(hasKey()));
    document.body.dataset.view = 'chat';
  } else if (e.status !== 0) {
    message(e.message);
  }
}

const refreshChats = single(async () => {
  await loadChats();
  listed = true;
  await showMiddle();
});
const refreshChat = single(showMiddle);
const refreshPanel = single(async () => {
  for (let loaded = null; loaded !== panel;) {
    loaded = panel;
    await loaded.load();
  }
});
const refreshFaults = single(loadFaults);
const refreshLines = single(async () => {
  await loadLines();
  if (listed) {
    await showMiddle();
  }
});
const refreshTime = single(async () => {
  await loadTime();
  showTimes();
});

/** Other days have their date, and only today's times have none. */
function showTimes() {
  refreshChats();
  if (panel.kinds.includes('time')) {
    refreshPanel();
  }
}

/** What is not in a panel, by the kind of change. */
const REFRESH = {chat: refreshChats, message: refreshChats, faults: refreshFaults, line: refreshLines, time: refreshTime};

/** The open chat, the newest one, a new one, or how to begin. */
async function showMiddle() {
  if (view === 'new') {
    return;
  }
  if (!state.chat && state.chats.length) {
    state.chat = state.chats[0].chat.id;
    state.message = '';
    showChats();
  }
  const empty = !state.chat && !byId('search').value;
  document.body.classList.toggle('nothing', empty);
  if (state.chat) {
    try {
      await loadChat();
    } catch (e) {
      if (e.status !== 404 && e.status !== 400) {
        throw e;
      }
      gone();
    }
  } else if (empty && !document.querySelector('.welcome')) {
    byId('conversation').replaceChildren(await firstSight());
  }
}

function gone() {
  state.chat = '';
  closeChat();
  byId('conversation').replaceChildren(h('p', {class: 'empty'}, 'This chat is not there any more. Without --journal the sandbox forgets its chats when it stops.'));
}

async function go() {
  const [name, ...rest] = location.hash.slice(2).split('/').map(decodeURIComponent);
  message('');
  view = name === 'chat' || name === 'new' || PANELS[name] ? name : 'chats';
  walksPanel = Boolean(PANELS[view]);
  if (view === 'chat') {
    [state.chat = '', state.message = ''] = rest;
    showChats();
  }
  if (PANELS[view] && (view !== state.tab || !panel)) {
    openPanel(view);
  }
  if (FILTERS[view] && rest.length) {
    FILTERS[view](rest.join('/'));
    openPanel(view);
  }
  document.body.dataset.view = PANELS[view] ? 'panel' : view === 'new' ? 'chat' : view;
  if (view === 'chat') {
    scrollAgain();
  }
  for (const link of document.querySelectorAll('.tabs a')) {
    const current = PANELS[view] ? link.dataset.tab === view : link.dataset.tab === 'chats';
    link.toggleAttribute('aria-current', current);
    link.classList.toggle('open', link.dataset.tab === state.tab);
  }
  try {
    if (view === 'new') {
      closeChat();
      byId('conversation').replaceChildren(await newChat());
      byId('conversation').querySelector('input').focus();
    }
  } catch (e) {
    failed(e);
  }
  (listed ? refreshChat : refreshChats)();
  refreshPanel();
}

function openPanel(name) {
  state.tab = name;
  panel = PANELS[name](() => refreshPanel());
  byId('panel').replaceChildren(panel.element);
}

function changed({kind, chat_id: chatId}) {
  REFRESH[kind]?.();
  if (panel.kinds.includes(kind)) {
    refreshPanel();
  }
}

function connected(live) {
  const sign = byId('live');
  sign.className = live ? 'good' : 'bad';
  sign.textContent = live ? '● live' : '○ no connection';
  if (live) {
    refreshTime();
    refreshFaults();
    refreshLines();
    refreshPanel();
  }
}

const rowsIn = place => [...place.querySelectorAll('a.item, .item > summary')];

function move(step) {
  const list = byId('chat-list');
  const rows = walksPanel || !list.offsetParent ? rowsIn(byId('panel')) : [];
  const items = rows.length ? rows : rowsIn(list);
  const at = items.indexOf(document.activeElement);
  items[Math.max(0, Math.min(items.length - 1, at + step))]?.focus();
}

function search() {
  if (!byId('search').offsetParent) {
    location.hash = '#/chats';
    document.body.dataset.view = 'chats';
  }
  byId('search').focus();
}

function open(name) {
  walksPanel = name in PANELS;
  location.hash = '#/' + name;
}

const KEYS = {
  '/': search,
  j: () => move(1),
  k: () => move(-1),
  w: write,
  n: () => open('new'),
  c: () => open('chats'),
  r: () => open('requests'),
  h: () => open('webhooks'),
  f: () => open('faults'),
  l: () => open('world'),
  '?': () => byId('help').showModal(),
};

document.addEventListener('keydown', event => {
  const typing = event.target.closest('input:not([type=checkbox], [type=range]), textarea, select, dialog');
  if (event.key === 'Escape' && typing) {
    if (event.target === byId('search')) {
      event.target.value = '';
      refreshChats();
    }
    event.target.blur();
  }
  if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

for (const event of ['focusin', 'pointerdown']) {
  byId('chats').addEventListener(event, () => { walksPanel = false; });
  byId('inspector').addEventListener(event, () => { walksPanel = true; });
}

let searching;
byId('search').addEventListener('input', () => {
  clearTimeout(searching);
  searching = setTimeout(refreshChats, SEARCH_MILLIS);
});
byId('search').addEventListener('keydown', event => {
  if (event.key === 'Enter') {
    // What is listed may still be that of an earlier text.
    clearTimeout(searching);
    loadChats().then(([first]) => {
      if (first) {
        location.hash = address(first);
      }
    }, failed);
  }
});
byId('keys').addEventListener('click', () => byId('help').showModal());
byId('base').textContent = BASE;
window.addEventListener('hashchange', go);
openPanel(state.tab);
go();
follow(changed, connected);
onNewDay(showTimes);
