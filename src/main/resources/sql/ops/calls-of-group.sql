-- The newest commands of the group, and those that are named, with their calls.
SELECT command.command_id, command.type, command.place, command.status AS command_status, command.accepted_at, not_before,
       call.position, call.kind, call.method, call.path, call.body, call.status, call.attempts, call.first_try_at, call.finished_at,
       call.http_status, call.error_code, call.error_message, call.doc_url, call.trace_id, call.confirm_at
FROM ((SELECT command_id
       FROM command
       WHERE mailbox = :mailbox
       ORDER BY command_no DESC
       LIMIT :limit)
      UNION
      SELECT *
      FROM UNNEST(CAST(:commandIds AS VARCHAR ARRAY))) AS wanted (command_id)
JOIN command ON command.command_id = wanted.command_id
JOIN call ON call.command_id = command.command_id
ORDER BY command.command_no, call.position
