INSERT INTO mailbox (mailbox, arrived)
VALUES (:mailbox, 0)
ON CONFLICT DO NOTHING
