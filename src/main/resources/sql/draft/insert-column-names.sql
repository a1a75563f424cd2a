INSERT INTO column_names (header_sha256, names, used_at)
VALUES (:header, :names, :now)
