SELECT command.row_no, command.status, command.command_id, command.group_ref,
       COALESCE(chat_group.chat_id, command.chat_id) AS chat_id,
       command.warnings, call.error_code, call.error_message, call.trace_id, command.accepted_at, command.finished_at,
       command.status = 'failed'
           AND ((command.type = 'create_group' AND COALESCE(chat_group.chat_id, command.chat_id) IS NOT NULL)
                OR EXISTS (SELECT 1
                           FROM call AS taken
                           WHERE taken.command_id = command.command_id
                             AND taken.status IN ('accepted', 'confirmed', 'unconfirmed'))) AS partially_done
FROM (SELECT row_no, status, type, command_id, group_ref, chat_id, mailbox, warnings, accepted_at, finished_at,
             CASE WHEN status IN ('failed', 'unconfirmed')
                  THEN (SELECT MIN(position)
                        FROM call AS decisive
                        WHERE decisive.command_id = command.command_id
                          AND (decisive.status = command.status
                               OR (decisive.status = 'refused' AND command.status = 'failed')))
                  ELSE 1
             END AS decisive
      FROM command
      WHERE batch_id = :batchId
        AND row_no > :after
      ORDER BY row_no
      LIMIT :limit) AS command
LEFT JOIN call ON call.command_id = command.command_id AND call.position = command.decisive
LEFT JOIN chat_group ON chat_group.mailbox = command.mailbox
ORDER BY command.row_no
