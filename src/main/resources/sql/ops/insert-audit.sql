INSERT INTO audit (done_at, done_by, action, target, reason, items, result)
VALUES (:doneAt, :doneBy, :action, :target, :reason, :items, :result)
