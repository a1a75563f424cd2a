package dev.linqroutes.ledger.mailbox;

import java.time.Instant;
import java.util.Optional;

/**
 * What Linq says of a line.
 *
 * @param status {@code ACTIVE} or {@code FLAGGED}; only an event says it
 * @param reputation {@code HEALTHY}, {@code AT_RISK} or {@code CRITICAL}
 * @param at since when; reports may arrive in another order
 */
public record LineReport(String line, Optional<String> status, Optional<String> reputation, Instant at) {}
