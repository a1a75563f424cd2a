// Small helpers. All text goes into text nodes and properties, so that no text of a user can become markup.

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
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function show(...children) {
  document.getElementById('page').replaceChildren(...children.flat(Infinity));
}

export function message(text) {
  const box = document.getElementById('message');
  box.hidden = !text;
  box.textContent = text || '';
}

export class ApiError extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

/** Calls the API; throws an ApiError with a text for a person. */
export async function api(method, path, body) {
  const isRaw = body instanceof Blob;
  let response;
  try {
    response = await fetch('api/' + path, {
      method,
      headers: {
        'X-Linq-Console': '1',
        ...(body === undefined ? {} : {'Content-Type': isRaw ? 'application/octet-stream' : 'application/json'}),
      },
      body: body === undefined ? undefined : isRaw ? body : JSON.stringify(body),
    });
  } catch (e) {
    throw new ApiError(0, 'The program does not answer. Nothing was changed; try again when it runs.');
  }
  const answer = await response.json().catch(() => ({error: 'The answer is not from the console: status ' + response.status}));
  if (!response.ok) {
    throw new ApiError(response.status, answer.error);
  }
  return answer;
}

export const number = value => Number(value).toLocaleString('en-US');

export const plural = (count, one, many) => number(count) + ' ' + (Number(count) === 1 ? one : many);

export function time(text) {
  const at = new Date(text);
  const today = new Date().toDateString() === at.toDateString();
  return at.toLocaleString([], today ? {timeStyle: 'medium'} : {dateStyle: 'medium', timeStyle: 'short'});
}

export function clock(at) {
  return at.toLocaleTimeString([], {timeStyle: 'short'});
}

export function duration(seconds) {
  if (seconds < 60) {
    return 'less than a minute';
  }
  if (seconds < 5400) {
    return 'about ' + plural(Math.round(seconds / 60), 'minute', 'minutes');
  }
  return 'about ' + plural(Math.round(seconds / 3600), 'hour', 'hours');
}

export function bubble(part) {
  const kinds = {text: '', change: '', link: 'link preview'};
  const kind = kinds[part.kind] ?? part.kind;
  return h('div', {class: 'bubble ' + (['link', 'change'].includes(part.kind) ? part.kind : ''), dir: 'auto'},
      kind ? h('small', {}, kind) : null, part.text);
}

/** Asks why, and cancels commands; done gets what to show then, or nothing if they are kept. */
export function cancelForm(ids, note, done) {
  const reason = h('input', {required: true, size: 30, maxLength: 1000, 'aria-label': 'Reason'});
  const what = 'Cancel ' + plural(ids.length, 'command', 'commands');
  return h('form', {class: 'note warn', onsubmit: action(async () => {
    const answer = await api('POST', 'commands/cancel', {ids, reason: reason.value});
    done([answer.cancelled ? h('div', {class: 'note good'}, plural(answer.cancelled, 'command was', 'commands were') + ' cancelled.') : null,
      ...answer.not_cancelled.map(each => h('div', {class: 'note bad'}, each.command_id + ' was not cancelled: ' + each.reason))]);
  })}, h('p', {}, h('b', {}, what + '?'), ' What is cancelled is never sent. ' + note),
  h('div', {class: 'row'}, h('label', {}, 'Why? ', reason), h('button', {class: 'stop'}, what),
      h('button', {type: 'button', onclick: () => done([])}, 'Keep')));
}

/** Runs an action of a button or form, once at a time; shows what went wrong, and lets it be tried again. */
export function action(run) {
  return async event => {
    if (event.type === 'submit') {
      event.preventDefault();
    }
    const button = event.submitter || event.currentTarget;
    button.disabled = true;
    message('');
    try {
      await run(event);
    } catch (e) {
      message(e.message);
      if (!(e instanceof ApiError)) {
        throw e;
      }
    } finally {
      button.disabled = false;
    }
  };
}
