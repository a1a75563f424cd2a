-- The insert of an existing row would wait for the transaction that is changing it.
INSERT INTO mailbox (mailbox, arrived)
SELECT mailbox, 0
FROM chat_group
WHERE mailbox = ANY(:mailboxes)
  AND NOT EXISTS (SELECT 1 FROM mailbox WHERE mailbox.mailbox = chat_group.mailbox)
ORDER BY mailbox
ON CONFLICT DO NOTHING
