// Stickers: messages of their own, or put on a message.
import {person} from './api.js';
import {action, byId, h, picker} from './dom.js';
import {drawn, picture, upload} from './pictures.js';

const STICKERS = {star: '⭐', fire: '🔥', party: '🎉', crown: '👑', hundred: '💯', unicorn: '🦄', rainbow: '🌈', check: '✅'};

const PLACES = {'0.8 -0.8': 'top right', '-0.8 -0.8': 'top left', '0 0': 'in the middle', '0.8 0.8': 'bottom right', '-0.8 0.8': 'bottom left'};

/** Of the page only: Linq does not say how a turn is counted. */
const TURN = 12;

/** Buttons for all stickers; run gets the address of the one that is chosen. */
export const palette = run => h('div', {class: 'palette', role: 'group', 'aria-label': 'Stickers'}, Object.entries(STICKERS).map(([name, emoji]) =>
    h('button', {type: 'button', class: 'emoji', 'aria-label': 'Sticker ' + name, title: name, onclick: action(async () => run(await upload(await drawn(emoji, name))))}, emoji)));

/** Asks which sticker the person puts on the message, and where. */
export function stick(message, me) {
  const dialog = byId('stickers');
  const place = picker('Place', PLACES, '0.8 -0.8');
  const scale = h('input', {type: 'range', min: 0.5, max: 1.5, step: 0.1, value: 1, 'aria-label': 'Size'});
  dialog.replaceChildren(h('h2', {}, 'Put a sticker on it'),
      h('div', {class: 'row'}, h('label', {class: 'row'}, 'Where ', place), h('label', {class: 'row'}, 'Size ', scale)),
      palette(async url => {
        dialog.close();
        const [x, y] = place.value.split(' ').map(Number);
        await person(me, 'reactions', {message_id: message.id, type: 'sticker', sticker: {url}, placement: {x, y, scale: Number(scale.value), rotation: x < 0 ? -TURN : TURN}});
      }),
      h('form', {method: 'dialog'}, h('button', {}, 'Cancel')));
  dialog.showModal();
}

/** What people and the line have put on a part. */
export function stuck(reactions) {
  return reactions.filter(each => each.type === 'sticker').map(each => {
    const {x = 0, y = 0, scale = 1, rotation = 0} = each.sticker?.placement || {};
    const title = 'Sticker of ' + (each.handle?.handle || '?') + ': ' + (each.sticker?.file_name || '');
    const shown = picture(each.sticker?.url, each.sticker?.mime_type, {alt: title}) || h('span', {class: 'emoji', 'aria-label': title}, '🏷️');
    shown.classList.add('stuck');
    shown.title = title;
    Object.assign(shown.style, {left: 50 + 50 * x + '%', top: 50 + 50 * y + '%', transform: `translate(-50%, -50%) scale(${Number(scale)}) rotate(${Number(rotation)}deg)`});
    return shown;
  });
}
