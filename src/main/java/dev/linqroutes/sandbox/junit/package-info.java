/**
 * The sandbox in the tests of others: {@link dev.linqroutes.sandbox.junit.LinqSandboxTest} gives each test of JUnit Jupiter an
 * account in one sandbox of the JVM; {@link dev.linqroutes.sandbox.junit.LinqSandbox} is its client, which works without JUnit
 * and against any sandbox. Speaks nothing but HTTP to it.
 */
package dev.linqroutes.sandbox.junit;
