-- The newest that match, in the order of acceptance.
SELECT command_id, type, place, failed_at, position, error, mailbox
FROM (SELECT command.command_id, command_no, type, place, command.finished_at AS failed_at, position, command.mailbox,
             COALESCE(error_message, '') || COALESCE(' (' || error_code || ')', '') AS error
      FROM command
      JOIN call ON call.command_id = command.command_id
               AND position = (SELECT MIN(position)
                               FROM call AS failed
                               WHERE failed.command_id = command.command_id
                                 AND failed.status IN ('failed', 'refused'))
      WHERE command.status = 'failed'
        AND (:allIds OR command.command_id = ANY(:commandIds))
        AND (CAST(:batch AS VARCHAR) IS NULL
             OR batch_id = CAST(:batch AS VARCHAR)
             OR batch_id IN (SELECT batch_id FROM batch WHERE file = CAST(:batch AS VARCHAR)))
        AND (CAST(:code AS INTEGER) IS NULL OR error_code = :code OR http_status = :code)
        AND (CAST(:text AS VARCHAR) IS NULL OR LOWER(error_message) LIKE CAST(:text AS VARCHAR) ESCAPE '!')
        AND command.finished_at >= :since
        AND command.finished_at < :until
      ORDER BY command.finished_at DESC, command_no DESC
      LIMIT :limit) AS newest
ORDER BY command_no
