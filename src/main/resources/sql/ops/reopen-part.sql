UPDATE batch_part
SET status = 'released', counts = NULL
WHERE batch_id = :batchId
  AND :rowNo BETWEEN first_row AND last_row
  AND status IN ('released', 'settled')
