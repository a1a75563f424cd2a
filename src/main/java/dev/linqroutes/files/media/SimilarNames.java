package dev.linqroutes.files.media;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a file may be called whose name is written with other letters: people and cameras differ in upper and lower case. */
final class SimilarNames {
    private SimilarNames() {}

    /** A few names, so that each can be looked up whatever the folder has. */
    static List<String> of(String name) {
        int dot = name.lastIndexOf('.');
        String base = dot < 0 ? name : name.substring(0, dot);
        String extension = name.substring(base.length());
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(
                        lower,
                        name.toUpperCase(Locale.ROOT),
                        base + extension.toLowerCase(Locale.ROOT),
                        base + extension.toUpperCase(Locale.ROOT),
                        lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1),
                        // macOS decomposes accented letters.
                        Normalizer.normalize(name, Normalizer.Form.NFC),
                        Normalizer.normalize(name, Normalizer.Form.NFD))
                .filter(similar -> !similar.equals(name))
                .distinct()
                .toList();
    }
}
