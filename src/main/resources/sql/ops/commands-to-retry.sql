SELECT failed.row_no, failed.command_id, kind, call.status, http_status, error_code, failing_since
FROM (SELECT row_no, command_id,
             (SELECT MIN(position)
              FROM call AS decisive
              WHERE decisive.command_id = command.command_id
                AND decisive.status IN ('failed', 'refused')) AS decisive
      FROM command
      WHERE batch_id = :batchId
        AND status = 'failed'
        AND row_no > :after
      ORDER BY row_no
      LIMIT :limit) AS failed
JOIN call ON call.command_id = failed.command_id AND call.position = failed.decisive
ORDER BY failed.row_no
