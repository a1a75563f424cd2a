SELECT outbox_id, topic, record_key, record_value, headers
FROM (
    SELECT outbox_id, topic, record_key, record_value, headers, size,
           SUM(size) OVER (ORDER BY outbox_id) AS bytes
    FROM (
        SELECT outbox_id, topic, record_key, record_value, headers,
               COALESCE(OCTET_LENGTH(record_key), 0) + COALESCE(OCTET_LENGTH(record_value), 0) + OCTET_LENGTH(headers) AS size
        FROM outbox
        WHERE topic = :topic
        ORDER BY outbox_id
        LIMIT :limit
    ) AS oldest
) AS summed
WHERE bytes - size < :bytes
ORDER BY outbox_id
