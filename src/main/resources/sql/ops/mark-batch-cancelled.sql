-- Not when all rows are finished, although the results are still to be written.
UPDATE batch
SET cancelled = TRUE
WHERE batch_id = :batchId
  AND (status = 'reading'
   OR status = 'working'
  AND (EXISTS (SELECT 1
               FROM batch_part
               WHERE batch_part.batch_id = batch.batch_id
                 AND batch_part.status = 'waiting')
   OR EXISTS (SELECT 1
              FROM command
              WHERE command.batch_id = batch.batch_id
                AND command.status IN ('delayed', 'waiting', 'confirming'))))
