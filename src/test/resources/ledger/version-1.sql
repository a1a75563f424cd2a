-- What a ledger of version 1 held in the middle of its work: a group that is made, two messages on their way.
INSERT INTO command (command_id, type, source_id, source, place, mailbox, group_ref, notes, status, accepted_at, finished_at)
VALUES ('old-1', 'create_group', 's1', '{"place": "old"}', 'old', 'ref:order-1', 'order-1', '["said twice"]', 'accepted',
        TIMESTAMP WITH TIME ZONE '2026-08-20 09:00:00Z', TIMESTAMP WITH TIME ZONE '2026-08-20 09:00:01Z'),
       ('old-2', 'send_message', 's2', '{"place": "old"}', 'old', 'ref:order-1', 'order-1', '["said twice"]', 'waiting',
        TIMESTAMP WITH TIME ZONE '2026-08-20 09:00:00Z', NULL);
INSERT INTO call (command_id, position, mailbox, kind, method, path, body, idempotency_key, status, attempts)
VALUES ('old-1', 1, 'ref:order-1', 'CREATE_CHAT', 'POST', '/chats', '{}', 'old-1-1', 'accepted', 1),
       ('old-2', 1, 'ref:order-1', 'SEND_MESSAGE', 'POST', '/chats/{chat_id}/messages', '{}', 'old-2-1', 'waiting', 0),
       ('old-2', 2, 'ref:order-1', 'SEND_MESSAGE', 'POST', '/chats/{chat_id}/messages', '{}', 'old-2-2', 'waiting', 0);
INSERT INTO mailbox (mailbox, due_at, lease, arrived)
VALUES ('ref:order-1', TIMESTAMP WITH TIME ZONE '2026-08-20 09:00:00Z', NULL, 2);
INSERT INTO chat_group (mailbox, group_ref, chat_id, command_id, member_set, display_name, status)
VALUES ('ref:order-1', 'order-1', 'chat-1', 'old-1', 'set', NULL, 'created');
