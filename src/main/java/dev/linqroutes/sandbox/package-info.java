/**
 * A local Linq Partner API v3 for the demo, tests and the command {@code sandbox}. Start with {@link
 * dev.linqroutes.sandbox.Sandbox}. Uses no other room of the program, so that tests check the program against an independent
 * implementation of the reference.
 *
 * <p>A request passes {@code ApiGateway} (trace id, faults, errors), {@code ApiKeyFilter} and {@code ApiRouter} to one of the {@code …Endpoints}
 * classes of its account. They read the {@code Account} and change it only by committing an {@code AccountChange}. {@code
 * ChatEvents}, {@code MessageEvents} and {@code AccountChangeEvents} say what happened, {@code EventPublisher} makes webhooks of it, and {@code WebhookDispatcher} delivers them.
 *
 * <p>Where the reference is silent, {@code Assumption} has the choices that can be switched. The others are strict, so that wrong
 * assumptions of a client are found:
 *
 * <ul>
 *   <li>duplicate handles or the own line in {@code to}: 400/1005;
 *   <li>an idempotency key belongs to the account and never expires; a repeated request gets the status and the answer of the
 *       first, even if its body differs;
 *   <li>a text without visible characters: 400/1004;
 *   <li>icons get a URL on Linq's host;
 *   <li>a blank name: 400/1005; changing name or members of a direct chat: 409/1006; adding a present member, removing an absent
 *       one, shrinking a group below the minimum or growing it beyond 32: 409/2015; member changes of a group that is not
 *       iMessage: 409/2017; adding somebody without iMessage is accepted and never happens;
 *   <li>a create finds an existing group by its current members;
 *   <li>an account has 100 subscriptions at most, and a poll 1,000 options: 400/1005;
 *   <li>webhooks have the {@code event_id} as {@code webhook-id}, the same for every subscription, and a new timestamp for each
 *       attempt; redirects are not followed; an answer that does not end within 10 seconds is none, and of one over 64 KB the
 *       status counts; the names of routing headers must differ and must not be those of HTTP or of webhooks:
 *       400/1005;
 *   <li>a group on SMS or RCS beyond the carriers' limit: 4005 in {@code message.failed};
 *   <li>{@code POST /messages} skips named groups, as a create does; the best line is the first that can send; a key in the header
 *       that differs from the one in the body: 400/1005;
 *   <li>an upload that is not as announced, too late or without its token: 403/5001; the address of a deleted attachment: 404/2003,
 *       while messages keep their part; files behind addresses are judged by their names unless they are fetched;
 *   <li>a sticker off the message: 400/1005; moving a sticker: 202 without an event;
 *   <li>capability checks of both services share one limit, and a refused one does not count; RCS of an e-mail address: 400/1005;
 *   <li>blocking: 201, then 200 for the same handle; unblocking a handle that is not blocked: 204;
 *   <li>a line starts without a contact card; one is active at once; sharing it before the line has written: 409/2015; {@code DELETE /contact_card} takes {@code phone_number} and answers 204;
 *   <li>more messages or changes of groups that wait for their delay than the history has: 503/4004;
 *   <li>where people must write first, all members of a group must;
 *   <li>in a mixed group each handle has its own service, and messages go by what reaches all, so without iMessage for all there is
 *       no member management (409/2017) and no poll (4005 in {@code poll.failed});
 *   <li>people keep to the rules of groups and services as the account does; whom nothing reaches can do nothing: 409/2015; nothing
 *       that a blocked person does arrives, also changes of a group;
 *   <li>unknown path: 404/1005; unknown method: 405/1005; oversized body: 413/1003.
 * </ul>
 */
package dev.linqroutes.sandbox;
