/** Assertions of AssertJ about the chats of a {@link dev.linqroutes.sandbox.junit.LinqSandbox}. They wait for what they assert. */
package dev.linqroutes.sandbox.assertj;
