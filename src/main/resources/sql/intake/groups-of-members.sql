SELECT member_set, group_ref, display_name
FROM chat_group
WHERE member_set = ANY(:memberSets)
  AND status <> 'failed'
