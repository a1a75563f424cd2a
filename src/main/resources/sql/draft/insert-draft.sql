INSERT INTO draft (draft_id, file, content, version, status, batch_id, send_at, changed_by, changed_at)
VALUES (:draftId, :file, :content, 1, :status, :batchId, :sendAt, :user, :now)
