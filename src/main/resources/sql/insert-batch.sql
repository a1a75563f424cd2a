INSERT INTO batch (batch_id, file, stem, sha256, status, owner, leased_until, taken_at)
VALUES (:batchId, :file, :stem, :sha256, 'reading', :owner, :until, :now)
ON CONFLICT DO NOTHING
