SELECT chat_id, group_ref
FROM chat_group
WHERE chat_id = ANY(:chatIds)
  AND group_ref IS NOT NULL
ORDER BY mailbox
