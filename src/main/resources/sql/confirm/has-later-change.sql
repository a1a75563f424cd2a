-- Whether the message was changed after it was sent, or may have been, or will be. One that is to be deleted is not sent again in any case;
-- one that waits to be edited, or to get options, only in order and if the change is about what it becomes: a message of a command whose
-- id is not known yet. A delayed call gets its place, and its number for that, when it is released. Commands as in has-later-message;
-- because of the OFFSET, PostgreSQL looks for the calls of these commands, not for these commands among all calls.
SELECT EXISTS (SELECT 1
               FROM command
               WHERE command.mailbox = :mailbox
                 AND (command.finished_at IS NULL
                      OR command.finished_at > (SELECT finished_at FROM call WHERE call_id = :callId) - INTERVAL '1' HOUR)
                 AND EXISTS (SELECT 1
                             FROM call
                             WHERE call.command_id = command.command_id
                               AND (call_id > :callId OR call.status = 'delayed')
                               AND kind IN ('DELETE_MESSAGE', 'EDIT_MESSAGE', 'ADD_POLL_OPTIONS')
                               AND (path = '/messages/' || CAST(:messageId AS VARCHAR)
                                    OR path = '/messages/' || CAST(:messageId AS VARCHAR) || '/poll/options'
                                    OR referred_message_id = :messageId
                                    OR (referred_command_id = :commandId AND referred_number = :position)
                                    OR EXISTS (SELECT 1
                                               FROM event
                                               WHERE event_id IN (referred_event_id, LOWER(referred_event_id))
                                                 AND event.message_id = :messageId))
                               AND (call.status NOT IN ('failed', 'cancelled') OR maybe_done OR begun)
                               AND NOT (kind <> 'DELETE_MESSAGE'
                                        AND :keepsOrder
                                        AND referred_command_id IS NOT NULL
                                        AND referred_message_id IS NULL
                                        AND call.status IN ('delayed', 'waiting')
                                        AND NOT maybe_done
                                        AND NOT EXISTS (SELECT 1
                                                        FROM mailbox
                                                        WHERE mailbox.mailbox = :mailbox AND lease IS NOT NULL))
                             OFFSET 0 ROWS))
