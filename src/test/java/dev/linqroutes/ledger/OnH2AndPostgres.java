package dev.linqroutes.ledger;

/** What holds whichever database the ledger stands on. */
@Databases({TestDatabase.H2, TestDatabase.POSTGRES})
abstract class OnH2AndPostgres extends OnDatabase {}
