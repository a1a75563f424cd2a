DELETE FROM column_names
WHERE header_sha256 IN (SELECT header_sha256 FROM column_names WHERE used_at < :before ORDER BY used_at LIMIT :limit)
