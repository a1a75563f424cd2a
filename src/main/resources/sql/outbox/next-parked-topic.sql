SELECT topic
FROM parked_record
WHERE topic > :topic
ORDER BY topic
LIMIT 1
