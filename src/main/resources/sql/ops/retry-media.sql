UPDATE media
SET problem = NULL
WHERE problem IS NOT NULL
  AND sha256 IN (SELECT sha256 FROM media_use
                 WHERE user_id = :commandId
                    OR user_id = (SELECT batch_id FROM command WHERE command_id = :commandId))
