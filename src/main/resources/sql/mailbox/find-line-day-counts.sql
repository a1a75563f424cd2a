SELECT line, messages
FROM line_day
WHERE line = ANY(:lines)
  AND on_day = :day
