package dev.linqroutes.files.check;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The addresses of the good rows of a file, and what their servers say. Each is asked about once. */
public final class MediaAddresses {
    /** Each may take ten seconds. */
    static final int MAX_ASKED = 100;

    private final Map<String, Usage> byUrl = new LinkedHashMap<>();
    private long omitted;

    /**
     * An address and where it is used.
     *
     * @param row the first that has it
     * @param column of that row; empty if there are no columns
     * @param furtherRows how many others have it
     * @param size empty text and no size until its server was asked
     */
    record Usage(String url, long row, String column, long furtherRows, MediaSize size) {
        private Usage again() {
            return new Usage(url, row, column, furtherRows + 1, size);
        }

        boolean isTooLarge() {
            return size.bytes().orElse(0) > MediaAddress.MAX_BYTES;
        }

        boolean isUnknown() {
            return size.bytes().isEmpty();
        }
    }

    void add(CheckedRow row) {
        for (MediaAddress address : row.media()) {
            if (byUrl.containsKey(address.url())) {
                byUrl.computeIfPresent(address.url(), (url, usage) -> usage.again());
            } else if (byUrl.size() < MAX_ASKED) {
                byUrl.put(
                        address.url(),
                        new Usage(address.url(), row.row(), address.column(), 0, MediaSize.unknown("not asked")));
            } else {
                omitted++;
            }
        }
    }

    void ask(MediaSizeInquiry inquiry) throws InterruptedException {
        for (Map.Entry<String, Usage> each : byUrl.entrySet()) {
            Usage usage = each.getValue();
            each.setValue(
                    new Usage(usage.url(), usage.row(), usage.column(), usage.furtherRows(), inquiry.ask(usage.url())));
        }
    }

    /** In the order of the file. */
    Collection<Usage> usages() {
        return byUrl.values();
    }

    /** How many cells have an address that is not asked about. */
    long omitted() {
        return omitted;
    }
}
