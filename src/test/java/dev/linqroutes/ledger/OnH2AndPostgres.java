package dev.linqroutes.ledger;

/** Base class of tests that hold for both databases. */
@Databases({TestDatabase.H2, TestDatabase.POSTGRES})
abstract class OnH2AndPostgres extends OnDatabase {}
