SELECT batch_id, part_no, first_row, last_row, row_count, refused, content
FROM batch_part
WHERE batch_id = :batchId
  AND status = 'waiting'
ORDER BY part_no
LIMIT 1
