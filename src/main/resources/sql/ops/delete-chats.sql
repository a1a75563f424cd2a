-- Checked again: a group may have got the chat since.
DELETE FROM chat
WHERE chat_id = ANY(:chatIds)
  AND (SELECT 1 FROM chat_group WHERE chat_group.chat_id = chat.chat_id LIMIT 1) IS NULL
