UPDATE call
SET call_id = nextval('call_order'), status = 'waiting'
WHERE command_id = :commandId
  AND position = :position
