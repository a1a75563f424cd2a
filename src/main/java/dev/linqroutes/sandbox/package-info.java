/**
 * A local Linq Partner API v3 for the demo, tests and the command {@code sandbox}. Start with {@link
 * dev.linqroutes.sandbox.Sandbox}. Uses no other room of the program, so that tests check the program against an independent
 * implementation of the reference.
 *
 * <p>A request passes {@code ApiGateway} (trace id, API key, errors) and {@code ApiRouter} to one of the {@code …Endpoints}
 * classes. They read the {@code World} and change it only by committing a {@code WorldChange}. {@code EventPublisher} publishes
 * the resulting events, and {@code WebhookDispatcher} delivers them.
 *
 * <p>Where the reference is silent, the sandbox is strict, so that wrong assumptions of a client are found:
 *
 * <ul>
 *   <li>duplicate handles or the own line in {@code to}: 400/1005;
 *   <li>the link, effect and reply rules of a first message also apply when a chat is reused: 400/1005;
 *   <li>an idempotency key belongs to the account and never expires; a repeated request gets the status of the first, even if
 *       its body differs;
 *   <li>a group message counts once against the rate limit of its chat;
 *   <li>a text without visible characters: 400/1004;
 *   <li>icons get a URL on Linq's host;
 *   <li>a blank name: 400/1005; changing name or members of a direct chat: 409/1006; adding a present member, removing an absent
 *       one, or shrinking a group below the minimum: 409/2015; member changes of a group that is not iMessage: 409/2017;
 *   <li>a create finds an existing group by its current members;
 *   <li>webhooks have the {@code event_id} as {@code webhook-id}, the same for every subscription, and a new timestamp for each
 *       attempt; redirects are not followed;
 *   <li>unknown path: 404/1005; unknown method: 405/1005; oversized body: 413/1003.
 * </ul>
 *
 * <p>Not implemented: attachments, votes and other options of polls, typing indicators, read receipts, creating and changing
 * contact cards, capability checks, locations, blocking, opt-out, {@code POST /messages}, webhook version 2025-01-01, and
 * incoming messages. All handles are reachable, and only {@code FaultInjector} causes a chat in transition (409/2009).
 */
package dev.linqroutes.sandbox;
