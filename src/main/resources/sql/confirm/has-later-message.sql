-- Whether a later message of the group was sent, or may have been. Of waiting calls only those of a leased mailbox may be in flight. Found
-- by command, because finished calls have no index by mailbox.
SELECT EXISTS (SELECT 1
               FROM command
               WHERE command.mailbox = :mailbox
                 AND EXISTS (SELECT 1
                             FROM call
                             WHERE call.command_id = command.command_id
                               AND call_id > :callId
                               AND kind IN ('CREATE_CHAT', 'SEND_MESSAGE', 'SEND_VOICE_MEMO', 'SEND_POLL')
                               AND (call.status NOT IN ('waiting', 'failed', 'cancelled')
                                    OR maybe_done
                                    OR (call.status = 'waiting'
                                        AND EXISTS (SELECT 1 FROM mailbox WHERE mailbox.mailbox = :mailbox AND lease IS NOT NULL)))))
