UPDATE column_names
SET names = :names, used_at = :now
WHERE header_sha256 = :header
