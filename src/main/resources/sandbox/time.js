// The account's time, which tests can advance.
import {api} from './api.js';

let aheadMillis = 0;

/** To be called again when time was advanced; meanwhile it goes on with the browser's clock. */
export async function loadTime() {
  const answer = await api('GET', 'time');
  aheadMillis = Date.parse(answer.now) - Date.now();
}

export const now = () => new Date(Date.now() + aheadMillis);
