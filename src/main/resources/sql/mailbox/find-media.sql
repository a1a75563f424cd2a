SELECT sha256, file, CASE WHEN usable_until > :now THEN attachment_id END AS attachment_id, wanted_at, problem
FROM media
WHERE sha256 = ANY(:sha256s)
