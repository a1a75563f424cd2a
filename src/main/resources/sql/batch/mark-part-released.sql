UPDATE batch_part
SET status = 'released', content = NULL
WHERE batch_id = :batchId
  AND part_no = :number
  AND status = 'waiting'
