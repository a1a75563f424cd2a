UPDATE call
SET call_id = nextval('call_order'), mailbox = :mailbox, status = 'waiting'
WHERE command_id = :commandId
  AND position = :position
