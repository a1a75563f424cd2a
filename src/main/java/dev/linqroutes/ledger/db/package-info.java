/**
 * The ledger's database: connections, transactions, retries, group commits, leases, and the meaning of database errors. Uses
 * no other package of the program. Start with {@link dev.linqroutes.ledger.db.LedgerTransaction}; statements are in
 * {@code src/main/resources/sql/ROOM/NAME.sql}.
 */
package dev.linqroutes.ledger.db;
