// Which faults are set now, and what the tab says of them from everywhere.
import {api} from './api.js';
import {byId, plural} from './dom.js';

/** A setting that needs no fault to be felt. */
const LATENCY = 'latency_median_millis';

/** Reads the faults; set has what differs from the standard, toCome how many each strikes next. */
export async function loadFaults() {
  const view = await api('GET', 'faults');
  const set = Object.fromEntries(view.known.filter(fault => view[fault.name] !== fault.standard).map(fault => [fault.name, view[fault.name]]));
  const toCome = {};
  for (const {fault, count} of view.next) {
    toCome[fault] = (toCome[fault] ?? 0) + count;
  }
  const felt = view.known.filter(fault => fault.name in set && (fault.of !== 'setting' || fault.name === LATENCY)).map(fault => fault.name);
  const names = [...new Set([...felt, ...Object.keys(toCome)])];
  const badge = byId('faults-set');
  badge.hidden = !names.length;
  badge.textContent = names.length;
  badge.title = plural(names.length, 'fault is set: ', 'faults are set: ') + names.join(', ');
  return {view, set, toCome};
}

/** The form has what is not set yet. */
export function showEdited(edited) {
  byId('faults-edited').hidden = !edited;
}
