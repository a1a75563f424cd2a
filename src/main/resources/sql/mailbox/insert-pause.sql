INSERT INTO pause (scope, name, reason, paused_by, paused_at)
SELECT CAST(:scope AS VARCHAR), CAST(:name AS VARCHAR), CAST(:reason AS VARCHAR), CAST(:user AS VARCHAR),
       CAST(:now AS TIMESTAMP WITH TIME ZONE)
WHERE NOT EXISTS (SELECT 1 FROM pause WHERE scope = :scope AND name = :name)
