SELECT signal_id
FROM signal
WHERE look_at <= :now
ORDER BY look_at
LIMIT :limit
