-- With what an older version has recorded.
INSERT INTO line_state (line, status, status_at, refused_at, seen_at)
SELECT name,
       CASE WHEN status = 'FLAGGED' THEN status END,
       CASE WHEN status = 'FLAGGED' THEN since END,
       CASE WHEN status = 'REFUSED' THEN since END,
       CAST(:now AS TIMESTAMP WITH TIME ZONE)
FROM (VALUES (CAST(:line AS VARCHAR))) AS wanted (name)
LEFT JOIN line_health ON line = name
ON CONFLICT DO NOTHING
