SELECT COUNT(*)
FROM (SELECT row_no
      FROM command
      WHERE batch_id = :batchId
        AND status IN ('waiting', 'confirming')
      LIMIT :limit) AS open_row
