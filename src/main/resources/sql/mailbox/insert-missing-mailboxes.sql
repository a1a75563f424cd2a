-- An insert of one that is there would wait for whoever is changing it.
INSERT INTO mailbox (mailbox, arrived)
SELECT mailbox, 0
FROM chat_group
WHERE mailbox = ANY(:mailboxes)
  AND NOT EXISTS (SELECT 1 FROM mailbox WHERE mailbox.mailbox = chat_group.mailbox)
ORDER BY mailbox
ON CONFLICT DO NOTHING
