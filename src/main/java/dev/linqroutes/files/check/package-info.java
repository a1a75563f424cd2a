/**
 * Checks a file without sending anything, and reports each row. Uses io, rows, imports, plan and the ledger. Start with
 * {@link dev.linqroutes.files.check.FileChecker}.
 */
package dev.linqroutes.files.check;
