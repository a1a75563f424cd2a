-- In the order of the array, not in that of the database's collation.
SELECT mailbox
FROM UNNEST(CAST(:mailboxes AS VARCHAR ARRAY)) WITH ORDINALITY AS wanted (name, place)
JOIN mailbox ON mailbox = name
ORDER BY place
FOR UPDATE
