// The account's time, which tests can advance.
import {api} from './api.js';

let aheadMillis = 0;

/** To be called again when time was advanced; meanwhile it goes on with the browser's clock. */
export async function loadTime() {
  const answer = await api('GET', 'time');
  aheadMillis = Date.parse(answer.now) - Date.now();
}

/** Between two looks whether it is another day. */
const LOOK_MILLIS = 5_000;

/** Runs when a day of the account's time begins. */
export function onNewDay(run) {
  let today = now().toDateString();
  setInterval(() => {
    if (now().toDateString() !== today) {
      today = now().toDateString();
      run();
    }
  }, LOOK_MILLIS);
}

export const now = () => new Date(Date.now() + aheadMillis);
