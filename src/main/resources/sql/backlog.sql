SELECT (SELECT COUNT(*) FROM mailbox WHERE due_at IS NOT NULL) AS mailboxes,
       (SELECT MIN(due_at) FROM mailbox WHERE due_at IS NOT NULL AND lease IS NULL) AS oldest_due,
       (SELECT COUNT(*) FROM command WHERE status = 'delayed') AS delayed,
       (SELECT COUNT(*) FROM call WHERE confirm_at IS NOT NULL) AS unconfirmed,
       (SELECT COUNT(*) FROM outbox) AS outbox
