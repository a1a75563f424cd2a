/** A Kafka broker in this process, for the demo and for tests. Uses no other room. */
package dev.linqroutes.embedded;
