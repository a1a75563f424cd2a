SELECT batch_id
FROM batch
WHERE batch_id = ANY(:batchIds)
  AND status IN ('working', 'done')
  AND NOT EXISTS (SELECT 1
                  FROM batch_part
                  WHERE batch_part.status IN ('waiting', 'released')
                    AND batch_part.batch_id = batch.batch_id)
