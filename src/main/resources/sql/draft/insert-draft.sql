INSERT INTO draft (draft_id, file, content, version, status, batch_id, uploaded_as, rest_id, send_at, changed_by, changed_at)
VALUES (:draftId, :file, :content, 1, :status, :batchId, :uploadedAs, :restId, :sendAt, :user, :now)
