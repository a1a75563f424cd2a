-- CASE prevents a join, for which PostgreSQL would read the whole index of open commands.
SELECT batch_id, part_no, first_row, last_row, row_count
FROM batch_part
WHERE status = 'released'
  AND (batch_id, part_no) > (:batchId, :number)
  AND CASE WHEN EXISTS (SELECT 1
                        FROM command
                        WHERE command.batch_id = batch_part.batch_id
                          AND command.status IN ('delayed', 'waiting', 'confirming')
                          AND command.row_no BETWEEN batch_part.first_row AND batch_part.last_row)
           THEN FALSE
           ELSE TRUE
      END
ORDER BY batch_id, part_no
LIMIT :limit
FOR UPDATE SKIP LOCKED
