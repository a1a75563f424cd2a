UPDATE media
SET problem = NULL
WHERE problem IS NOT NULL
  AND sha256 = ANY(:sha256s)
