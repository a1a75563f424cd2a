INSERT INTO mailbox (mailbox, arrived)
SELECT name, 0
FROM UNNEST(CAST(:mailboxes AS VARCHAR ARRAY)) WITH ORDINALITY AS arrival (name, place)
ORDER BY place
ON CONFLICT DO NOTHING
