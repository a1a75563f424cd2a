-- Of groups to which Linq would add those with the same line and members.
SELECT DISTINCT member_set
FROM chat_group
WHERE member_set = ANY(:memberSets)
  AND status <> 'failed'
  AND named_at IS NULL
