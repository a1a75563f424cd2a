INSERT INTO batch (batch_id, file, stem, sha256, content_bytes, content_sha256, status, owner, leased_until, taken_at)
VALUES (:batchId, :file, :stem, :sha256, :bytes, :contentSha256, 'reading', :owner, :until, :now)
ON CONFLICT DO NOTHING
