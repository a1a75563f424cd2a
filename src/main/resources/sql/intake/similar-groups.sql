SELECT group_ref
FROM chat_group
WHERE group_ref = ANY(:groupRefs)
