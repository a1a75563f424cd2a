/**
 * Imports claimed files into the ledger, and logs their progress. Uses the rooms of formats, inbox, and the ledger.
 * Start with {@link dev.linqroutes.files.imports.ImportSessions}.
 */
package dev.linqroutes.files.imports;
