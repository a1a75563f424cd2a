package dev.linqroutes.doctor;

import dev.linqroutes.app.Settings;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerInUse;
import dev.linqroutes.ledger.db.LedgerNotCreated;
import java.util.List;

/** Whether the ledger can be opened, and has the schema of this version. */
final class LedgerExamination implements Examination {
    private final Settings settings;

    LedgerExamination(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String area() {
        return "ledger";
    }

    @Override
    public List<Finding> examine() {
        String url = Database.redactedUrl(settings.text("ledger.url"));
        try (Database database = settings.openExistingLedger()) {
            return List.of(
                    database.isReachable()
                            ? Finding.ok(area(), url + " has the schema of this version")
                            : Finding.problem(
                                    area(),
                                    url + " does not answer, or does not let this role write",
                                    "check the database, and the rights of LEDGER_USER"));
        } catch (LedgerNotCreated e) {
            return List.of(Finding.ok(area(), "there is none yet at " + url + "; `run` creates it"));
        } catch (LedgerInUse e) {
            return List.of(Finding.ok(area(), url + " is open in another process, as while `run` is running"));
        } catch (LedgerException e) {
            return List.of(Finding.problem(
                    area(), e.getMessage(), "check LEDGER_URL, LEDGER_USER and LEDGER_PASSWORD, or start `run` once"));
        }
    }
}
