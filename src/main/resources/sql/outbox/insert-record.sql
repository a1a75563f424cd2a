INSERT INTO outbox (topic, record_key, record_value, headers)
VALUES (:topic, :key, :value, :headers)
