-- One index lookup for each status, in the order of the index.
SELECT MIN(finished_at)
FROM ((SELECT finished_at FROM command WHERE batch_id IS NULL AND status = 'accepted' ORDER BY batch_id, status, finished_at LIMIT 1)
      UNION ALL
      (SELECT finished_at FROM command WHERE batch_id IS NULL AND status = 'confirmed' ORDER BY batch_id, status, finished_at LIMIT 1)
      UNION ALL
      (SELECT finished_at FROM command WHERE batch_id IS NULL AND status = 'unconfirmed' ORDER BY batch_id, status, finished_at LIMIT 1)
      UNION ALL
      (SELECT finished_at FROM command WHERE batch_id IS NULL AND status = 'failed' ORDER BY batch_id, status, finished_at LIMIT 1)
      UNION ALL
      (SELECT finished_at FROM command WHERE batch_id IS NULL AND status = 'expired' ORDER BY batch_id, status, finished_at LIMIT 1)
      UNION ALL
      (SELECT finished_at FROM command WHERE batch_id IS NULL AND status = 'cancelled' ORDER BY batch_id, status, finished_at LIMIT 1)
      UNION ALL
      (SELECT finished_at FROM batch WHERE status = 'done' ORDER BY finished_at LIMIT 1)) AS oldest
