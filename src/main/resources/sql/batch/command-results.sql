-- A message that was sent twice (linq.resend) must not be offered to be sent a third time: members may have it.
-- chat_id: the chat of the group; of a command that was to create it only the one that it has made, not that of another command.
SELECT row_no, status, type, command_id, group_ref, COALESCE(named_chat, own_chat) AS chat_id,
       warnings, error_code, error_message, trace_id, accepted_at, finished_at,
       status = 'failed'
           AND (taken OR (type = 'create_group' AND COALESCE(named_chat, own_chat) IS NOT NULL)) AS partially_done
FROM (SELECT command.row_no, command.status, command.type, command.command_id, command.group_ref, command.chat_id AS named_chat,
             command.warnings, call.error_code, call.error_message, call.trace_id, command.accepted_at, command.finished_at,
             command.taken,
             CASE WHEN command.taken OR chat_group.command_id = command.command_id OR command.type <> 'create_group'
                  THEN chat_group.chat_id
             END AS own_chat
      FROM (SELECT row_no, status, type, command_id, group_ref, chat_id, mailbox, warnings, accepted_at, finished_at,
                   CASE WHEN status IN ('failed', 'unconfirmed')
                        THEN (SELECT MIN(position)
                              FROM call AS decisive
                              WHERE decisive.command_id = command.command_id
                                AND (decisive.status = command.status
                                     OR (decisive.status = 'refused' AND command.status = 'failed')))
                        ELSE 1
                   END AS decisive,
                   EXISTS (SELECT 1
                           FROM call AS accepted
                           WHERE accepted.command_id = command.command_id
                             AND (accepted.status IN ('accepted', 'confirmed', 'unconfirmed')
                                  OR (accepted.status = 'refused' AND accepted.idempotency_key LIKE '%-s'))) AS taken
            FROM command
            WHERE batch_id = :batchId
              AND row_no > :after
            ORDER BY row_no
            LIMIT :limit) AS command
      LEFT JOIN call ON call.command_id = command.command_id AND call.position = command.decisive
      LEFT JOIN chat_group ON chat_group.mailbox = command.mailbox) AS result
ORDER BY row_no
