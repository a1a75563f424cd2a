-- It locks the rows, so that they are not deleted at the same time. A new command tries an upload again that failed for good.
UPDATE media
SET used_at = :now, problem = NULL
WHERE sha256 = ANY(:sha256s)
