package dev.linqroutes.bench.scenario;

/**
 * How much of everything.
 *
 * @param messages in a backlog
 * @param chats that they go to in turn
 * @param workers calls that a contender may make at once
 * @param heapMegabytes of each contender
 * @param rate messages a second of a steady load
 * @param seconds of a steady load
 * @param waitSeconds that a throttled chat is told to wait
 */
public record Load(int messages, int chats, int workers, int heapMegabytes, int rate, int seconds, int waitSeconds) {}
