SELECT row_no, status, command_id, group_ref, chat_id, problems, refused_at
FROM refusal
WHERE batch_id = :batchId
  AND row_no > :after
ORDER BY row_no
LIMIT :limit
