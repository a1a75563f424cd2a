// Which chats have messages that this browser has not shown yet.

const KEY = 'linq-sandbox-seen';

/** Of the chats that were looked at last; more than the list has. */
const MOST = 1000;

/** By chat, when the newest message that was shown was made. */
let seen = read();

function read() {
  try {
    return new Map(JSON.parse(localStorage.getItem(KEY)) || []);
  } catch (e) {
    // Without storage, or with that of something else, it is known as long as the page is open.
    return new Map();
  }
}

// Other windows of this browser show chats too.
window.addEventListener('storage', event => {
  if (event.key === KEY) {
    seen = read();
  }
});

/** @param last of the chat's messages, if it has one */
export const isUnread = (chatId, last) => Boolean(last) && Date.parse(last.created_at) > (seen.get(chatId) ?? 0);

/** Keeps that a chat was shown up to its last message; gives whether that is news. */
export function sawUpTo(chatId, last) {
  if (!isUnread(chatId, last)) {
    return false;
  }
  seen.delete(chatId);
  seen.set(chatId, Date.parse(last.created_at));
  while (seen.size > MOST) {
    seen.delete(seen.keys().next().value);
  }
  try {
    localStorage.setItem(KEY, JSON.stringify([...seen]));
  } catch (e) {
    // It is known as long as the page is open.
  }
  return true;
}
