package dev.linqroutes.linq;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where the bytes of a file are to be sent (reference 2.13).
 *
 * @param downloadUrl where the file is afterwards; empty if there is none
 * @param headers of the request, exactly as Linq names them
 */
record UploadReservation(String attachmentId, URI url, Optional<URI> downloadUrl, Map<String, String> headers) {
    /** No server accepts a longer one. */
    private static final int MAX_URL_LENGTH = 8_192;

    /** Others cannot be in the JSON of a call as they are. */
    private static final Predicate<String> USABLE_ID =
            Pattern.compile("[A-Za-z0-9_-]{1,64}").asMatchPredicate();

    /** The HTTP client sets these itself, to the same values. */
    private static final Set<String> OF_CLIENT = Set.of("content-length", "host", "connection", "expect", "upgrade");

    /** Empty if the response does not have all that is needed. */
    static Optional<UploadReservation> read(JsonNode body) {
        String id = body.path("attachment_id").asText();
        Optional<URI> url = parse(body.path("upload_url").asText());
        if (!USABLE_ID.test(id) || url.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        body.path("required_headers").fields().forEachRemaining(header -> {
            if (!OF_CLIENT.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.put(header.getKey(), header.getValue().asText());
            }
        });
        return Optional.of(new UploadReservation(
                id, url.get(), parse(body.path("download_url").asText()), headers));
    }

    private static Optional<URI> parse(String url) {
        try {
            return Optional.of(URI.create(url))
                    .filter(each ->
                            each.getScheme() != null && each.getHost() != null && url.length() <= MAX_URL_LENGTH);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The bytes are sent encrypted, or to where all requests to Linq are sent: the sandbox has no https. */
    boolean isAllowed(URI api) {
        return isAllowed(url, api);
    }

    /** Where the file is afterwards, if Linq can download it from there. */
    Optional<String> allowedDownloadUrl(URI api) {
        return downloadUrl.filter(given -> isAllowed(given, api)).map(URI::toString);
    }

    private static boolean isAllowed(URI url, URI api) {
        boolean ofApi = url.getScheme().equalsIgnoreCase(api.getScheme())
                && url.getHost().equalsIgnoreCase(api.getHost())
                && url.getPort() == api.getPort();
        return ofApi || "https".equalsIgnoreCase(url.getScheme());
    }
}
