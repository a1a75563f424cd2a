INSERT INTO draft (draft_id, file, content, options, version, status, batch_id, uploaded_as, rest_id, send_at, changed_by, changed_at)
VALUES (:draftId, :file, :content, :options, 1, :status, :batchId, :uploadedAs, :restId, :sendAt, :user, :now)
