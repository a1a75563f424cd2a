-- Of commands and batches that are finished, or were not accepted.
DELETE FROM media_use
WHERE (sha256, user_id) IN (
    SELECT sha256, user_id
    FROM media_use AS old
    WHERE old.used_at < :before
      AND NOT EXISTS (SELECT 1 FROM command
                      WHERE command.command_id = old.user_id AND command.status IN ('delayed', 'waiting', 'confirming'))
      AND NOT EXISTS (SELECT 1 FROM batch WHERE batch.batch_id = old.user_id AND batch.status <> 'done')
    ORDER BY old.used_at
    LIMIT :limit)
