UPDATE mailbox
SET arrived = arrived
WHERE mailbox = :mailbox
