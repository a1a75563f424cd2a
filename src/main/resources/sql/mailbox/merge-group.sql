UPDATE chat_group
SET named_at = COALESCE(named_at, (SELECT named_at FROM chat_group AS merged WHERE merged.mailbox = :merged)),
    rename_sent_at = COALESCE(rename_sent_at, (SELECT rename_sent_at FROM chat_group AS merged WHERE merged.mailbox = :merged)),
    rename_failed_at = COALESCE(rename_failed_at,
                                (SELECT rename_failed_at FROM chat_group AS merged WHERE merged.mailbox = :merged))
WHERE mailbox = :mailbox
