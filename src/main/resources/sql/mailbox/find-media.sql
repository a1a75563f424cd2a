-- download_url is empty if Linq gave none.
SELECT sha256, file, CASE WHEN usable_until > :now THEN attachment_id END AS attachment_id,
       CASE WHEN usable_until > :now AND url_given_at > :oldestUrl THEN COALESCE(download_url, '') END AS download_url,
       wanted_at, problem
FROM media
WHERE sha256 = ANY(:sha256s)
