// Makes every call of Linq's official SDK against a sandbox, and prints each with what came back: one JSON object a line.
// Usage: node calls.mjs http://127.0.0.1:PORT API_KEY
import { createServer } from 'node:http';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { LinqAPIV3, APIError } from '@linqapp/sdk';

const [origin, apiKey] = process.argv.slice(2);
const baseURL = `${origin}/api/partner`;
const linq = new LinqAPIV3({ baseURL, apiKey });
const ANN = '+15556667777';
const BOB = '+18889990000';
const CAROL = 'carol@example.com';
const DAVE = '+15550001111';
const IMAGE = 'https://example.com/a.png';

const print = (line) => console.log(JSON.stringify(line));

/** Calls a method by its name, such as chats.create. @param as the name it is printed under */
async function callAs(as, client, name, ...args) {
  const path = name.split('.');
  const method = path.pop();
  const resource = path.reduce((owner, key) => owner[key], client);
  try {
    const result = await resource[method](...args);
    print({ call: as, result: result ?? null });
    return result;
  } catch (error) {
    const known = error instanceof APIError;
    print({
      call: as,
      error: known
        ? { type: error.constructor.name, status: error.status, code: error.error?.error?.code, retryAfter: error.headers?.get('retry-after') }
        : { type: error.constructor.name, message: String(error) },
    });
    return undefined;
  }
}

const call = (name, ...args) => callAs(name, linq, name, ...args);

async function all(name, ...args) {
  const path = name.split('.');
  const method = path.pop();
  const resource = path.reduce((owner, key) => owner[key], linq);
  const ids = [];
  for await (const item of resource[method](...args)) {
    ids.push(item.id);
  }
  print({ call: name, result: ids });
}

async function sandbox(path, body) {
  await fetch(`${origin}/sandbox${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function until(what) {
  const end = Date.now() + 15000;
  while (!(await what())) {
    if (Date.now() > end) {
      throw new Error(`in vain: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const webhooks = [];
const receiver = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  webhooks.push({ body: Buffer.concat(chunks).toString('utf8'), headers: request.headers });
  response.end();
});
receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');

// The account.
const lines = await call('phoneNumbers.list');
const line = lines.phone_numbers[0];
const from = line.phone_number;
await call('phonenumbers.list');
await call('phoneNumbers.update', line.id, { forwarding_number: '+15550009999' });
await call('capability.checkIMessage', { address: ANN });
await sandbox('/time', { advance: 'PT11S' });
await call('capability.checkRCS', { address: ANN });
await call('availableNumber.retrieve', { to: [ANN, BOB] });
await linq.post('/v3/contact_card', { body: { phone_number: from, first_name: 'Site' } });
await call('contactCard.retrieve', { phone_number: from });
await call('contactCard.update', { phone_number: from, last_name: 'Linq' });
await linq.delete('/v3/contact_card', { query: { phone_number: from } });
await call('contactCard.create', { phone_number: from, first_name: 'Site', last_name: 'Office' });

// Webhooks.
const types = await call('webhookEvents.list');
const target = `http://127.0.0.1:${receiver.address().port}/hooks?version=2026-02-03`;
const created = await call('webhookSubscriptions.create', { target_url: target, subscribed_events: types.events });
await call('webhookSubscriptions.list');
await call('webhookSubscriptions.retrieve', created.id);
await call('webhookSubscriptions.update', created.id, { phone_numbers: [from] });

// A group.
const text = (value) => ({ parts: [{ type: 'text', value }] });
const group = await call('chats.create', { from, to: [ANN, BOB, CAROL], message: text('Welcome!') });
const id = group.chat.id;
await callAs('chats.create again', linq, 'chats.create', { from, to: [CAROL, BOB, ANN], message: text('Again') });
const direct = await callAs('chats.create direct', linq, 'chats.create', { from, to: [DAVE], message: text('Hello') });
await all('chats.listChats', { limit: 1 });
await call('chats.update', id, { display_name: 'Site crew 14', group_chat_icon: IMAGE });
await until(async () => (await linq.chats.retrieve(id)).display_name === 'Site crew 14');
await call('chats.retrieve', id);
await call('chats.participants.add', id, { handle: DAVE });
await until(async () => (await linq.chats.retrieve(id)).handles.some((one) => one.handle === DAVE));
await call('chats.participants.remove', id, { handle: BOB });
await until(async () => (await linq.chats.retrieve(id)).handles.some((one) => one.status === 'removed'));

// Messages.
const attachment = await call('attachments.create', { filename: 'plan.png', content_type: 'image/png', size_bytes: 8 });
await fetch(attachment.upload_url, { method: 'PUT', headers: { 'content-type': 'image/png' }, body: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) });
await call('attachments.retrieve', attachment.attachment_id);
const message = await call('chats.messages.send', id, {
  message: {
    parts: [
      { type: 'text', value: 'See the plan', text_decorations: [{ range: [0, 3], style: 'bold' }] },
      { type: 'media', url: IMAGE },
      { type: 'media', attachment_id: attachment.attachment_id },
    ],
    effect: { type: 'screen', name: 'confetti' },
    idempotency_key: 'sdk-1',
  },
});
await callAs('chats.messages.send link', linq, 'chats.messages.send', id, {
  message: { parts: [{ type: 'link', value: 'https://example.com/plan' }] },
});
await callAs('chats.messages.send reply', linq, 'chats.messages.send', id, {
  message: { ...text('Good?'), reply_to: { message_id: message.message.id, part_index: 0 } },
});
const card = { name: 'Chess', team_id: 'ABCDE12345', bundle_id: 'com.example.chess' };
const sent = await callAs('chats.messages.send card', linq, 'chats.messages.send', direct.chat.id, {
  message: { parts: [{ type: 'imessage_app', app: card, layout: { caption: 'Your move' }, url: 'https://example.com/1' }] },
});
await all('chats.messages.list', id, { limit: 2 });
await call('messages.retrieve', message.message.id);
await call('messages.addReaction', message.message.id, { operation: 'add', type: 'custom', custom_emoji: '🚧' });
await call('messages.update', message.message.id, { text: 'See the new plan' });
await all('messages.listMessagesThread', message.message.id, { limit: 1, order: 'desc' });
await until(async () => (await linq.messages.retrieve(sent.message.id)).delivered_at);
await call('messages.updateAppCard', sent.message.id, { layout: { caption: 'Check' } });
const lineless = { to: [ANN, DAVE], message: text('Hello'), 'Idempotency-Key': 'sdk-2' };
const selected = await call('messages.create', lineless);
await callAs('messages.create again', linq, 'messages.create', lineless);
await call('messages.delete', selected.message.id);
await call('attachments.delete', attachment.attachment_id);

// Beside the messages.
await call('chats.sendVoicememo', id, { voice_memo_url: 'https://example.com/memo.m4a' });
await call('chats.typing.start', id);
await call('chats.typing.stop', id);
await call('chats.markAsRead', id);
await call('chats.shareContactCard', id);
await call('chats.location.retrieve', id);
await call('chats.location.request', direct.chat.id);

// Errors. The SDK repeats calls on 409 and 429, unless told otherwise.
const once409 = { maxRetries: 0 };
await callAs('a malformed id', linq, 'chats.retrieve', 'abc');
await callAs('an unknown id', linq, 'chats.retrieve', randomUUID());
await callAs('a wrong key', new LinqAPIV3({ baseURL, apiKey: 'wrong' }), 'chats.retrieve', id);
await callAs('a foreign line', linq, 'chats.create', { from: DAVE, to: [ANN], message: text('Hello') });
await callAs('leaving a direct chat', linq, 'chats.leaveChat', direct.chat.id, once409);
await callAs('no parts', linq, 'chats.messages.send', id, { message: { parts: [] } });
await sandbox('/faults', { limited_share: 1.0, limited_seconds: 1 });
await callAs('limited', linq, 'chats.messages.send', id, { message: text('Hello') }, once409);
await callAs('limited and repeated', linq, 'chats.messages.send', direct.chat.id, { message: text('Hello') });
await sandbox('/faults', {});

await call('chats.leaveChat', id);
const isLeft = ({ body }) => body.includes('"participant.removed"') && body.includes('"left"');
await until(async () => webhooks.some(isLeft));
await call('webhookSubscriptions.delete', created.id);

// What came by webhook.
const verifying = new LinqAPIV3({ baseURL, apiKey, webhookSecret: created.signing_secret });
print({ call: 'webhooks.unwrap', result: webhooks.map(({ body, headers }) => verifying.webhooks.unwrap(body, { headers }).event_type) });
try {
  verifying.webhooks.unwrap(`${webhooks[0].body} `, { headers: webhooks[0].headers });
  print({ call: 'a forged webhook', result: 'accepted' });
} catch (error) {
  print({ call: 'a forged webhook', error: { type: error.constructor.name } });
}

// What there is to call.
function methods(owner, prefix) {
  return Object.keys(owner)
    .filter((key) => key !== '_client' && owner[key]?._client === linq)
    .flatMap((key) => [
      ...Object.getOwnPropertyNames(Object.getPrototypeOf(owner[key]))
        .filter((name) => name !== 'constructor')
        .map((name) => `${prefix}${key}.${name}`),
      ...methods(owner[key], `${prefix}${key}.`),
    ]);
}
print({ call: 'methods', result: methods(linq, '') });
receiver.close();
receiver.closeAllConnections();
