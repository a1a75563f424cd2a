package dev.linqroutes.sandbox.content;

import dev.linqroutes.sandbox.http.ApiError;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files behind addresses that a request names. Linq fetches them before it answers; the sandbox does so only if it is told to.
 * A test chooses the outcome by the address: one that contains {@code sandbox-5007}, such as {@code
 * https://example.com/sandbox-5007/a.png}, gives that error. The codes are 5002, 5004, 5005, 5006 and 5007 (reference 1.5).
 */
public final class RemoteFiles {
    private static final Pattern HTTPS = Pattern.compile("(?i)https://[^\\s/?#]\\S*");
    private static final Pattern OUTCOME = Pattern.compile("sandbox-(500[24567])(?!\\d)");

    /** What an attachment's address looks like, in this sandbox or at Linq; whether there is one, its account knows. */
    private static final Pattern OWN =
            Pattern.compile("(?i)https?://[^\\s/?#]+/attachments/partners/[^\\s/?#]+/[0-9a-f-]{36}/[^\\s/?#]+");

    private static final Pattern CDN = Pattern.compile("(?i)https://cdn\\.linqapp\\.com/.*");

    private RemoteFiles() {}

    /** Whether the address is one that Linq gave. */
    static boolean isOwn(String url) {
        return CDN.matcher(url).matches() || isAttachment(url);
    }

    static boolean isAttachment(String url) {
        return OWN.matcher(url).matches();
    }

    static boolean isHttps(String url) {
        try {
            return HTTPS.matcher(url).matches() && URI.create(url).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * @return the file of a media part, where files are fetched and it is not one of Linq's
     * @throws ApiError 500/5002, 400/5005 or 400/5006 when Linq could not send it, or what the address asks for
     */
    static Optional<RemoteFile> requireMedia(String url) {
        requireNoWish(url);
        Optional<RemoteFile> file = isOwn(url) ? Optional.empty() : FetchedFiles.find(url);
        file.ifPresent(
                fetched -> requireUsable(fetched, url, new ApiError(500, 5002, "The file cannot be downloaded")));
        return file;
    }

    private static void requireUsable(RemoteFile file, String url, ApiError notThere) {
        switch (file.outcome()) {
            case NOT_THERE -> throw notThere;
            case TOO_LARGE -> throw new ApiError(400, 5005, "The file has over 10 MB");
            case THERE -> {
                if (file.contradicts(nameOf(url))) {
                    throw new ApiError(400, 5006, "The file is not of the type that its server or its name says");
                }
            }
        }
    }

    private static void requireNoWish(String url) {
        Matcher outcome = OUTCOME.matcher(url);
        if (outcome.find()) {
            int code = Integer.parseInt(outcome.group(1));
            throw new ApiError(code == 5002 ? 500 : 400, code, "The sandbox was asked for this error by the address");
        }
    }

    /** @throws ApiError 400/5007 when this is not the address of an image (reference 2.5 and 0.14), or what it asks for */
    public static void requireImage(String url, String field) {
        Optional<String> type = MediaTypes.ofName(nameOf(url));
        boolean image = type.filter(known -> !MediaTypes.isImage(known)).isEmpty();
        if (!image || !isHttps(url) && !isAttachment(url)) {
            throw new ApiError(400, 5007, "'" + field + "' must be the https address of an image");
        }
        requireNoWish(url);
        if (!isOwn(url)) {
            FetchedFiles.find(url).ifPresent(file -> requireImage(file, url, field));
        }
    }

    private static void requireImage(RemoteFile file, String url, String field) {
        requireUsable(file, url, new ApiError(400, 5007, "'" + field + "' cannot be downloaded"));
        if (!file.isImage()) {
            throw new ApiError(
                    400,
                    5007,
                    "'" + field + "' is not an image but " + file.contentType().orElse("of an unknown type"));
        }
    }

    /** The last segment of the path. */
    static String nameOf(String url) {
        String path = url.replaceFirst("[?#].*", "").replaceFirst("^[^:/]*://[^/]*", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
