UPDATE batch_part
SET status = 'settled', counts = :counts
WHERE batch_id = :batchId
  AND part_no = :number
