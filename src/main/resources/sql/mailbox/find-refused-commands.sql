-- The newest refusal of each: an id may have been refused many times. A duplicate is no refusal of the command that it repeats.
SELECT command_id, place, problems
FROM refusal
WHERE source_id IN (SELECT (SELECT source_id
                            FROM refusal AS newest
                            WHERE newest.command_id = name
                              AND newest.status = 'refused'
                            ORDER BY newest.refused_at DESC
                            FETCH FIRST 1 ROWS ONLY)
                    FROM UNNEST(CAST(:commandIds AS VARCHAR ARRAY)) AS wanted (name))
