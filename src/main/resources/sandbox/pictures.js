// Pictures: chosen from the disk or drawn, kept by the sandbox, and shown from there. Nothing is loaded from elsewhere.
import {api} from './api.js';
import {h} from './dom.js';

const SIDE = 160;

/** Gives the address of the file, which the sandbox then keeps as an attachment. */
export async function upload(file) {
  const announced = await api('POST', 'attachments', {filename: file.name, content_type: file.type || 'application/octet-stream', size_bytes: file.size});
  const response = await fetch(announced.upload_url, {method: 'PUT', headers: {'Content-Type': file.type}, body: file});
  if (!response.ok) {
    throw new Error('The sandbox did not take the file: status ' + response.status);
  }
  return announced.download_url;
}

/** An emoji as a picture without a background. */
export async function drawn(emoji, name) {
  const canvas = h('canvas', {width: SIDE, height: SIDE});
  const context = canvas.getContext('2d');
  context.font = SIDE * 0.75 + 'px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(emoji, SIDE / 2, SIDE * 0.54);
  const blob = await new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
  return new File([blob], name + '.png', {type: 'image/png'});
}

/** Whether the sandbox has it. Without a type, the name tells. */
const isOwn = (address, type) => (address || '').startsWith(location.origin + '/attachments/')
    && (type ? /^image\//.test(type) : /\.(png|jpe?g|gif|webp|bmp|svg)$/i.test(address));

/** Of a file at another address. */
export const ELSEWHERE = 'the page does not load it';

/** The picture at an address of the sandbox; null for others. */
export const picture = (address, type, properties = {}) => isOwn(address, type) ? h('img', {alt: '', loading: 'lazy', ...properties, src: address}) : null;

/** A button that lets one choose a picture. onFile gets the file. */
export function fileButton(label, onFile) {
  const input = h('input', {type: 'file', accept: 'image/*', hidden: true, 'aria-label': label, onchange: event => {
    const [file] = input.files;
    if (file) {
      onFile(file, event);
    }
    input.value = '';
  }});
  return [h('button', {type: 'button', class: 'small', onclick: () => input.click()}, label), input];
}
