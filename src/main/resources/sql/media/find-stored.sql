SELECT sha256
FROM media
WHERE sha256 = ANY(:sha256s)
