package dev.linqroutes.ledger.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a group may be called whose name is written with other capitals, spaces or hyphens. */
final class SimilarRefs {
    private static final Pattern SEPARATORS = Pattern.compile("[ _-]+");

    private SimilarRefs() {}

    /** A few names, so that each can be looked up however many groups there are. */
    static List<String> of(String ref) {
        List<String> similar = new ArrayList<>();
        for (String separator : List.of("-", " ", "_", "")) {
            String same = SEPARATORS.matcher(ref).replaceAll(separator);
            String lower = same.toLowerCase(Locale.ROOT);
            similar.addAll(List.of(same, lower, same.toUpperCase(Locale.ROOT), capitalize(lower)));
            similar.add(Stream.of(SEPARATORS.split(ref.toLowerCase(Locale.ROOT)))
                    .map(SimilarRefs::capitalize)
                    .collect(Collectors.joining(separator)));
        }
        return similar.stream().distinct().filter(each -> !each.equals(ref)).toList();
    }

    private static String capitalize(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
