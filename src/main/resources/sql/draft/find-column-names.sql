SELECT names
FROM column_names
WHERE header_sha256 = :header
