-- Whether a later message of the group was sent, or may have been: also a voice memo that has begun, since it has failed if its answer is
-- not known. Of waiting calls only those of a leased mailbox may be in flight. Found by command, because finished calls have no index by
-- mailbox. A command that was done before the call was accepted has none, so the calls of thousands of older commands are not read; an
-- hour, because the clocks of instances differ.
SELECT EXISTS (SELECT 1
               FROM command
               WHERE command.mailbox = :mailbox
                 AND (command.finished_at IS NULL
                      OR command.finished_at > (SELECT finished_at FROM call WHERE call_id = :callId) - INTERVAL '1' HOUR)
                 AND EXISTS (SELECT 1
                             FROM call
                             WHERE call.command_id = command.command_id
                               AND call_id > :callId
                               AND kind IN ('CREATE_CHAT', 'SEND_MESSAGE', 'SEND_VOICE_MEMO', 'SEND_POLL')
                               AND (call.status NOT IN ('waiting', 'failed', 'cancelled')
                                    OR maybe_done
                                    OR begun
                                    OR (call.status = 'waiting'
                                        AND EXISTS (SELECT 1 FROM mailbox WHERE mailbox.mailbox = :mailbox AND lease IS NOT NULL)))))
