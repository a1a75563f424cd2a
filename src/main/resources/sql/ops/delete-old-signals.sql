-- Ids ascend with time: the first ids are the oldest signals.
DELETE FROM signal
WHERE received_at < :before
  AND signal_id IN (SELECT signal_id FROM signal ORDER BY signal_id LIMIT :limit)
