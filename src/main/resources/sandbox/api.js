// The sandbox's own endpoints. Without a key they are about the account of the command line, and only for browsers on its machine.

const KEY = 'linq-sandbox-key';

export const BASE = location.origin + '/api/partner/v3';

export class ApiError extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

export const hasKey = () => sessionStorage.getItem(KEY) !== null;

export function useKey(key) {
  if (key) {
    sessionStorage.setItem(KEY, key);
  } else {
    sessionStorage.removeItem(KEY);
  }
}

const authorization = () => hasKey() ? {Authorization: 'Bearer ' + sessionStorage.getItem(KEY)} : {};

/** Calls an endpoint; throws an ApiError with a text for a person. */
export async function api(method, path, body) {
  let response;
  try {
    response = await fetch('/sandbox/' + path, {
      method,
      cache: 'no-store',
      headers: {...authorization(), ...(body === undefined ? {} : {'Content-Type': 'application/json'})},
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (e) {
    throw new ApiError(0, 'The sandbox does not answer. Is it running?');
  }
  const text = await response.text();
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch (e) {
    throw new ApiError(response.status, 'The answer is not from the sandbox: status ' + response.status);
  }
  if (!response.ok) {
    throw new ApiError(response.status, answer?.error?.message || 'Status ' + response.status);
  }
  return answer;
}

/** What somebody does in a chat. */
export const person = (handle, what, body) => api('POST', 'people/' + encodeURIComponent(handle) + '/' + what, body);

const SILENCE_MILLIS = 40_000;
const RECONNECT_MILLIS = 1_500;

/** Follows the stream of changes as long as the key is good. An EventSource could not send the key. */
export async function follow(onChange, onState) {
  for (;;) {
    const connection = new AbortController();
    let silence;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => connection.abort(), SILENCE_MILLIS);
    };
    try {
      heard();
      const response = await fetch('/sandbox/stream', {headers: authorization(), cache: 'no-store', signal: connection.signal});
      if (response.status === 401) {
        return;
      }
      if (response.ok) {
        onState(true);
        await read(response.body, heard, onChange);
      }
    } catch (e) {
      // It is tried again below.
    }
    clearTimeout(silence);
    onState(false);
    await new Promise(resolve => setTimeout(resolve, RECONNECT_MILLIS));
  }
}

async function read(body, heard, onChange) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {done, value} = await reader.read();
    if (done) {
      return;
    }
    heard();
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const data = event.split('\n').find(line => line.startsWith('data:'));
      if (data) {
        onChange(JSON.parse(data.slice(5)));
      }
    }
  }
}
