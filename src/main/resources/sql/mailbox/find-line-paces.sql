SELECT line, turn_at
FROM line_pace
WHERE line = ANY(:lines)
