// What somebody began to write, by chat, as long as the page is open.

/** Of the chats that were written to last. */
const MOST = 50;

const NOTHING = {text: '', kind: 'text', replyTo: null};

const drafts = new Map();

/** The text, the kind and the message that is replied to. */
export const draftOf = chatId => drafts.get(chatId) || NOTHING;

export function keepDraft(chatId, draft) {
  drafts.delete(chatId);
  if (draft.text || draft.replyTo || draft.kind !== NOTHING.kind) {
    drafts.set(chatId, draft);
  }
  if (drafts.size > MOST) {
    drafts.delete(drafts.keys().next().value);
  }
}
