SELECT batch_part.batch_id, part_no, content, file
FROM (SELECT batch_id, part_no, content
      FROM batch_part
      WHERE content IS NOT NULL
        AND (batch_id, part_no) > (:batchId, :partNo)
      ORDER BY batch_id, part_no
      LIMIT :limit) AS batch_part
JOIN batch ON batch.batch_id = batch_part.batch_id
ORDER BY batch_part.batch_id, part_no
