// What is shown where there is nothing yet, and the question for the key.
import {api, BASE, hasKey, useKey} from './api.js';
import {exampleGroup} from './chats.js';
import {action, copyButton, h} from './dom.js';

/** How to begin. */
export async function firstSight() {
  const {lines} = await api('GET', 'lines');
  const line = lines[0]?.number ?? '+12223334444';
  const variables = 'export LINQ_API_URL=' + BASE + '\nexport LINQ_API_KEY=' + (hasKey() ? 'the-key-that-you-gave-this-page' : 'sandbox-key')
      + '\nexport LINQ_FROM=' + line;
  const curl = 'curl "$LINQ_API_URL/chats" \\\n  -H "Authorization: Bearer $LINQ_API_KEY" -H "Content-Type: application/json" \\\n'
      + '  -d \'' + JSON.stringify({from: line, to: ['+15556667777', '+18889990000'], message: {parts: [{type: 'text', value: 'Hello from my program'}]}}) + '\'';
  return h('div', {class: 'sheet welcome'},
      h('h1', {}, 'Your own Linq, on your machine'),
      h('p', {}, 'Programs talk to it as to Linq. What they send is here, not on anybody’s phone; and here you are the people who answer.'),
      step('1', 'Give your program this address and key', variables, 'The key is the one that the sandbox printed: sandbox-key unless you chose another.'),
      step('2', 'Or make a first group yourself', curl),
      h('div', {class: 'step'}, h('span', {class: 'number'}, '3'), h('div', {class: 'grow'}, h('h2', {}, 'Or look around in an example'),
          h('div', {class: 'row'}, h('button', {type: 'button', class: 'main', onclick: action(exampleGroup)}, 'Make an example group'),
              h('a', {class: 'button', href: '#/new'}, 'Write to your line')))));
}

const step = (number, name, text, note = null) => h('div', {class: 'step'}, h('span', {class: 'number'}, number),
    h('div', {class: 'grow'}, h('h2', {}, name), h('pre', {dir: 'ltr', tabIndex: 0}, text),
        h('div', {class: 'row'}, copyButton('Copy', () => text), note ? h('span', {class: 'soft small'}, note) : null)));

/** From another machine, and through the port of a container, the page needs the key. */
export function askForKey(refused) {
  const key = h('input', {type: 'password', autocomplete: 'off', required: true, maxLength: 1000, 'aria-label': 'API key'});
  return h('form', {class: 'sheet', onsubmit: action(() => {
    useKey(key.value.trim());
    location.reload();
  })},
  h('h1', {}, 'Whose sandbox?'),
  h('p', {}, refused ? 'No account has this key.' : 'This browser is not on the machine of the sandbox, so the page needs the API key of an account.'),
  h('div', {class: 'row'}, h('label', {class: 'grow'}, 'API key ', key), h('button', {class: 'main'}, 'Open')));
}

/** Which account is shown, and how to show another. */
export function accountPart() {
  const key = h('input', {type: 'password', autocomplete: 'off', required: true, maxLength: 1000, placeholder: 'API key', 'aria-label': 'API key of another account'});
  return h('fieldset', {}, h('legend', {}, 'Account'),
      h('p', {class: 'small soft'}, hasKey() ? 'The account of the key that you gave.' : 'The account of the command line. Tests can have accounts of their own.'),
      h('form', {class: 'row', onsubmit: action(() => {
        useKey(key.value.trim());
        location.reload();
      })}, key, h('button', {class: 'small'}, 'Show its account'),
      hasKey() ? h('button', {type: 'button', class: 'small', onclick: () => {
        useKey('');
        location.reload();
      }}, 'Forget the key') : null));
}
