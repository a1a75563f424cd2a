DELETE FROM refusal
WHERE source_id IN (SELECT source_id
                    FROM refusal
                    WHERE batch_id IS NULL
                      AND refused_at < :before
                    LIMIT :limit)
