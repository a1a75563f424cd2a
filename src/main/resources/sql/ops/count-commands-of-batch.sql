SELECT COUNT(*)
FROM (SELECT row_no
      FROM command
      WHERE batch_id = :batchId
      LIMIT 1) AS kept
