UPDATE line_day
SET messages = messages + :messages
WHERE line = :line
  AND on_day = :day
