UPDATE call
SET maybe_done = TRUE,
    in_doubt_since = COALESCE(in_doubt_since,
                              (SELECT accepted_at FROM command WHERE command.command_id = call.command_id))
WHERE call_id = ANY(:callIds)
