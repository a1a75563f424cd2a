package dev.linqroutes.linq;

/**
 * What came of sending a file to a reserved address. Linq does not document the answers of its storage (reference 2.13), so they mean
 * what HTTP says.
 *
 * @param description for the producer
 */
record UploadResult(Kind kind, String description) {
    enum Kind {
        STORED,
        /** The same address may take it later. */
        NOT_STORED,
        /** Only another address may take it: this one has expired, or its signature is wrong. */
        ADDRESS_REFUSED,
        /** No address takes it. */
        FILE_REFUSED
    }

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED_TYPE = 415;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;

    static UploadResult ofStatus(int status) {
        String answered = "the upload was answered with HTTP " + status;
        return switch (status) {
            case TOO_LARGE ->
                new UploadResult(Kind.FILE_REFUSED, answered + ": the file is too large; send a smaller one");
            case UNSUPPORTED_TYPE ->
                new UploadResult(
                        Kind.FILE_REFUSED, answered + ": files of this type are not taken; send one of another type");
            case REQUEST_TIMEOUT, TOO_EARLY, TOO_MANY_REQUESTS -> new UploadResult(Kind.NOT_STORED, answered);
            default ->
                new UploadResult(
                        switch (status / 100) {
                            case 2 -> Kind.STORED;
                            case 4 -> Kind.ADDRESS_REFUSED;
                            default -> Kind.NOT_STORED;
                        },
                        answered);
        };
    }

    static UploadResult notStored(String reason) {
        return new UploadResult(Kind.NOT_STORED, reason);
    }
}
