/**
 * A local Linq. Start with {@link dev.linqroutes.sandbox.Sandbox}.
 *
 * <p>A call goes through {@code Front} (trace id, key, errors) to one of the {@code …Calls}, which ask the {@code World}
 * and change it by committing a {@code Change}; what a change causes is told by {@code Events} and brought by
 * {@code Deliveries}. It shares no code with the rest of the program: it is the judge.
 *
 * <p>Where the reference is silent, the sandbox takes the stricter side, so that a client that guesses is found out:
 *
 * <ul>
 *   <li>nobody twice in {@code to}, and not the own line: 400/1005;
 *   <li>the link, effect and reply rules of a first message hold also where a chat is reused: 400/1005;
 *   <li>an idempotency key belongs to the account and never expires; a repeated call gets the status of the first, and
 *       whatever its body says now does not matter;
 *   <li>a group message counts once against the limit of its chat;
 *   <li>a text with nothing to be seen in it is no text: 400/1004;
 *   <li>an icon gets an address on Linq's host;
 *   <li>a blank name: 400/1005; names and members of direct chats: 409/1006; somebody added who is there, removed who is
 *       not, or a group that would get too small: 409/2015; members of a group that is not iMessage: 409/2017;
 *   <li>a group found by its members is found by those it has now;
 *   <li>webhooks carry their {@code event_id} as {@code webhook-id}, the same for every subscription, and are stamped
 *       anew on each attempt; redirects are not followed;
 *   <li>an unknown path is 404/1005, an unknown method 405/1005, an oversize body 413/1003.
 * </ul>
 *
 * <p>Left out: attachments, votes and further options of polls, typing, read receipts, making and changing contact cards,
 * capability checks, locations, blocking, opt-out, {@code POST /messages}, webhook version 2025-01-01, and everything
 * inbound. Nobody is unreachable, and only {@code Faults} let a chat be in transition (409/2009).
 */
package dev.linqroutes.sandbox;
