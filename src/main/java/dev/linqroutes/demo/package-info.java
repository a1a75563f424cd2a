/**
 * The command {@code demo}: embedded Kafka, sandbox and routes in one process, with sample data and a report. Uses {@code app},
 * {@code embedded}, {@code sandbox} and {@code subscribe}. Start with {@link dev.linqroutes.demo.Demo}.
 */
package dev.linqroutes.demo;
