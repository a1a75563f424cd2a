-- The ids are in the order of time: whoever looks at the first of them has looked at the oldest.
DELETE FROM signal
WHERE received_at < :before
  AND signal_id IN (SELECT signal_id FROM signal ORDER BY signal_id LIMIT :limit)
