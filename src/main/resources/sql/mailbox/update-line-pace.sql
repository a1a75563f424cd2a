UPDATE line_pace
SET turn_at = :turnAt
WHERE line = :line
