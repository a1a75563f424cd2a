SELECT COUNT(*)
FROM (SELECT 1 AS each_one FROM parked_record LIMIT 1000) AS bounded
