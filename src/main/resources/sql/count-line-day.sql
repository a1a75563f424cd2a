UPDATE line_day
SET sent = sent + :messages
WHERE line = :line
  AND on_day = :day
