// How the account's lines are, for everybody who has to know, and on the tab from everywhere.
import {api} from './api.js';
import {byId, h} from './dom.js';

/** What the words of Linq mean for a program. */
const HEALTH = {
  HEALTHY: {word: 'healthy', tone: 'good', meaning: 'It takes everything.'},
  AT_RISK: {word: 'at risk', tone: 'warn', meaning: 'It takes everything still, but has begun many conversations: with as many more it is flagged.'},
  CRITICAL: {word: 'flagged', tone: 'bad', meaning: 'The carrier flagged it. Its chats can be read, but all new activity of your program gets 403 with code 2027.'},
};

let lines = new Map();

export const health = line => HEALTH[line.reputation] ?? {word: line.reputation, tone: 'warn', meaning: ''};

export async function loadLines() {
  const answer = await api('GET', 'lines');
  lines = new Map(answer.lines.map(line => [line.number, line]));
  const words = [...new Set(answer.lines.filter(line => line.reputation !== 'HEALTHY').map(line => health(line).word))];
  const badge = byId('lines-badge');
  badge.hidden = !words.length;
  badge.textContent = words.join(', ');
  badge.title = answer.lines.filter(line => line.reputation !== 'HEALTHY').map(line => line.number + ' is ' + health(line).word).join(', ');
  return answer.lines;
}

/** For a chat of a line that is not healthy. */
export function lineTag(number) {
  const line = lines.get(number);
  if (!line || line.reputation === 'HEALTHY') {
    return null;
  }
  const {word, tone, meaning} = health(line);
  return h('a', {class: 'tag ' + tone, href: '#/world', title: meaning}, 'line ' + word);
}
