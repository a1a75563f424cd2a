/** Examines what the program needs: settings, Kafka, ledger, Linq, webhooks, inbox. */
package dev.linqroutes.doctor;
