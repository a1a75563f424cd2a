package dev.linqroutes.command.placeholder;

import dev.linqroutes.command.placeholder.MissingValueMarker.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Words that forms and check boxes write as an answer, and words that people write in a mandatory field. */
final class FormPlaceholder {
    /** Compared without case, except two capitals, which may be a country. */
    private static final Set<String> YES_OR_NO = setOf(
            """
            yes, no, ✓, ✔, ☑, ☐, ✗, ✘, ❌, checked, unchecked, ja, nein, oui, non, sí, si, sì, sim, não, nao,
            nee, nej, nei, kyllä, ei, tak, nie, ano, igen, nem, evet, hayır, да, нет, так, ні, ναι, όχι, はい,
            いいえ, 是, 否, 예, 네, 아니요
            """);

    /** Compared without case. */
    private static final Set<String> UNKNOWN_WORDS = setOf(
            """
            unknown, unassigned, not assigned, not available, not applicable, not set, not provided, no value,
            no data, no group, nothing, missing, not found, no match, no name, error, keine, keiner,
            keine angabe, keine gruppe, keins, ohne, ohne gruppe, nicht zugewiesen, nicht zugeordnet,
            nicht vorhanden, nicht bekannt, aucun, aucune, non renseigné, non attribué, ninguno, ninguna,
            sin datos, sin asignar, sin grupo, nenhum, nenhuma, sem grupo, nessuno, nessuna, non assegnato,
            geen, onbekend, ingen, inget, okänd, ukendt, ukjent, tuntematon, brak, nieznane, žádný, žádná,
            neznámý, nincs, yok, bilinmiyor, немає, нет данных, не указано, άγνωστο, なし, 無し, 該当なし, 未定, 不明, 未知,
            暂无, 沒有, 없음, 해당없음, 해당 없음, 미정, blank, empty, tbd, tba, tbc, unbekannt, inconnu, desconocido,
            desconhecido, sconosciuto, неизвестно
            """);

    private static final Pattern TWO_CAPITALS = Pattern.compile("[A-Z]{2}");
    private static final Pattern ONLY_MARKS = Pattern.compile("[\\p{P}\\p{Sm}\\p{Sc}\\p{Sk} ]+");

    private FormPlaceholder() {}

    private static Set<String> setOf(String words) {
        return Set.of(words.strip().split(",\\s+"));
    }

    /** Classifies a value that is such a word, or only punctuation: {@code -}, {@code ?}, {@code —}. */
    static Optional<Kind> classify(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        if (YES_OR_NO.contains(word) && !TWO_CAPITALS.matcher(value).matches()) {
            return Optional.of(Kind.NOT_A_GROUP);
        }
        return UNKNOWN_WORDS.contains(word) || ONLY_MARKS.matcher(value).matches()
                ? Optional.of(Kind.FILLER_TEXT)
                : Optional.empty();
    }
}
