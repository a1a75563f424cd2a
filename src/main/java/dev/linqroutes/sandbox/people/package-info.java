/**
 * The other side: what people do in their chats with the account. Uses {@code account}, {@code content}, {@code events} and {@code
 * http}. Start with {@link dev.linqroutes.sandbox.people.PeopleEndpoints}.
 */
package dev.linqroutes.sandbox.people;
