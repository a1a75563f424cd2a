SELECT batch_id, part_no AS number, first_row, last_row, row_count AS rows, refused, content
FROM batch_part
WHERE batch_id = :batchId
  AND status = 'waiting'
ORDER BY part_no
LIMIT 1
