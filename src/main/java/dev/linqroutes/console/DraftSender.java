package dev.linqroutes.console;

import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.ledger.draft.Draft;
import dev.linqroutes.ledger.draft.DraftContent;
import dev.linqroutes.ledger.draft.Drafts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts sheets of the console into the inbox when their time has come. A crash in between repeats it, with no effect: the inbox knows the
 * content.
 */
public final class DraftSender {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private static final int SUFFIX_LENGTH = 8;

    private final Drafts drafts;
    private final InboxFolder inbox;

    public DraftSender(Drafts drafts, InboxFolder inbox) {
        this.drafts = drafts;
        this.inbox = inbox;
    }

    /** Claims the sheets that are to be sent now. */
    public List<Draft> claimDue() {
        return drafts.claimDue();
    }

    /** Puts a claimed sheet into the inbox. */
    public void send(Draft draft) throws IOException {
        Optional<DraftContent> content = drafts.readContent(draft.draftId());
        if (content.isPresent()) {
            inbox.put(
                    draft.file(),
                    content.get().sheet(),
                    content.get().options(),
                    draft.draftId().substring(0, SUFFIX_LENGTH));
            LOG.info("{}: sent from the console by {}", draft.file(), draft.changedBy());
        }
        drafts.markSent(draft.draftId());
    }
}
