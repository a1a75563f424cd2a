SELECT event_id
FROM event
WHERE event_id = ANY(:eventIds)
