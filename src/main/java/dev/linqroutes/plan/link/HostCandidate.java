package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.UnicodeScripts;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Labels with dots between them, as they stand in a folded text: the longest row that may be a host. The letters of a label are
 * of one group of scripts: where it changes, as in {@code example.com에서}, a word of the sentence begins.
 *
 * @param labels at least one
 */
record HostCandidate(NormalizedText normalized, List<Label> labels) {
    /** The longest that are in use, names of IPv6 addresses backwards, have 34. */
    private static final int MAX_LABELS = 40;

    /** {@code No.me}, {@code Yes.no}, {@code Inc.is}. */
    private static final int LONGEST_SHORT_WORD = 3;

    /**
     * One label.
     *
     * @param end index behind its last character
     */
    record Label(int start, int end) {}

    /** Where a host ends, and whether it may as well be two words of a sentence. */
    record End(int index, boolean isDoubtful) {}

    /** The host that may begin there; {@code start} is that of a letter or digit. */
    static HostCandidate readAt(NormalizedText folded, int start, int to) {
        String text = folded.text();
        List<Label> labels = new ArrayList<>();
        int at = start;
        int runEnd;
        do {
            runEnd = runEnd(text, at, to);
            int end = runEnd;
            while (text.charAt(end - 1) == '-' || text.charAt(end - 1) == '_') {
                end--;
            }
            int next = labels.isEmpty() ? end : endAtGap(folded, at, end);
            labels.add(new Label(at, next));
            at = next + 1;
        } while (labels.size() < MAX_LABELS
                && at - 1 == runEnd
                && at < to
                && text.charAt(runEnd) == '.'
                && mayStartAt(text, at));
        return new HostCandidate(folded, withoutNextSentence(folded, labels));
    }

    /** Something invisible in a label ends the host where a top-level domain stands before it, and is nothing elsewhere. */
    private static int endAtGap(NormalizedText folded, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            if (folded.hasGapBefore(i)) {
                boolean isTwo = TopLevelDomains.contains(folded.text().substring(start, i))
                        && !TopLevelDomains.contains(folded.text().substring(start, end));
                return isTwo ? i : end;
            }
        }
        return end;
    }

    /** Whether a label may begin there. */
    static boolean mayStartAt(String text, int at) {
        if (at >= text.length()) {
            return false;
        }
        int codePoint = text.codePointAt(at);
        return Character.isLetterOrDigit(codePoint);
    }

    private static int runEnd(String text, int start, int to) {
        UnicodeScript group = UnicodeScript.COMMON;
        int at = start;
        while (at < to) {
            int codePoint = text.codePointAt(at);
            if (!isInLabel(codePoint)) {
                break;
            }
            UnicodeScript own = UnicodeScripts.group(codePoint);
            if (own != UnicodeScript.COMMON) {
                if (group != UnicodeScript.COMMON && own != group) {
                    break;
                }
                group = own;
            }
            at += Character.charCount(codePoint);
        }
        return at;
    }

    private static boolean isInLabel(int codePoint) {
        return codePoint == '-' || codePoint == '_' || Character.isLetterOrDigit(codePoint) || isMark(codePoint);
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /** The full stop of Chinese and Japanese stands in a host only where nothing but a host can be meant. */
    private static List<Label> withoutNextSentence(NormalizedText folded, List<Label> labels) {
        for (int i = 1; i < labels.size(); i++) {
            if (folded.isOtherDot(labels.get(i).start() - 1)) {
                boolean isHostBefore = i > 1 && topLevelEnd(folded, labels.get(i - 1)) > 0;
                return isHostBefore ? labels.subList(0, i) : labels.subList(0, countJoined(folded, labels, i));
            }
        }
        return labels;
    }

    /** How many of the labels make one host, although there is another dot before one of them. */
    private static int countJoined(NormalizedText folded, List<Label> labels, int next) {
        boolean isSameScript = isSameScript(folded.text(), labels, next);
        boolean isLast = next == labels.size() - 1
                || folded.isOtherDot(labels.get(next + 1).start() - 1);
        for (int last = labels.size() - 1; last >= next; last--) {
            Label label = labels.get(last);
            boolean mayJoin = isSameScript || last == next && isLast;
            if (mayJoin && topLevelEnd(folded, label) > 0 && !isTitleCase(text(folded.text(), label))) {
                return last + 1;
            }
        }
        return next;
    }

    private static boolean isSameScript(String text, List<Label> labels, int label) {
        UnicodeScript before =
                UnicodeScripts.group(text.codePointAt(labels.get(label - 1).start()));
        UnicodeScript after =
                UnicodeScripts.group(text.codePointAt(labels.get(label).start()));
        return before == after || before == UnicodeScript.COMMON || after == UnicodeScript.COMMON;
    }

    /** Its end if no other dot than a full stop of ASCII stands in it. */
    int endBeforeOtherDot() {
        for (int i = 1; i < labels.size(); i++) {
            if (normalized.isOtherDot(labels.get(i).start() - 1)) {
                return labels.get(i - 1).end();
            }
        }
        return end();
    }

    int end() {
        return labels.get(labels.size() - 1).end();
    }

    /** Where to look for the next host if this is none. */
    int resumeIndex() {
        return labels.size() < MAX_LABELS
                ? end()
                : labels.get(labels.size() - 1).start();
    }

    boolean beginsWithWww() {
        return labels.size() > 1 && text(0).equalsIgnoreCase("www");
    }

    /** Four numbers; alone they are as likely a version or a section. */
    boolean isIpAddress() {
        return labels.size() == 4
                && labels.stream()
                        .allMatch(label -> label.end() - label.start() <= 3
                                && normalized
                                        .text()
                                        .substring(label.start(), label.end())
                                        .chars()
                                        .allMatch(c -> c >= '0' && c <= '9'));
    }

    /** Where it ends behind a scheme or {@code www.}, which make a host of every name. */
    int endAfterScheme() {
        int last = labels.size() - 1;
        if (last == 0 || TopLevelDomains.contains(text(last))) {
            return end();
        }
        int within = topLevelEnd(normalized, labels.get(last));
        boolean isNextSentence = last > 1
                && TopLevelDomains.contains(text(last - 1))
                && (isTitleCase(text(last)) || !isSameScript(normalized.text(), labels, last));
        return isNextSentence ? labels.get(last - 1).end() : within > 0 ? within : end();
    }

    /**
     * Where it ends if nothing but its top-level domain tells that it is a host.
     *
     * @return an end before the host where it is none
     */
    End endByTopLevelDomain() {
        for (int i = labels.size() - 1; i > 0; i--) {
            int end = topLevelEnd(normalized, labels.get(i));
            if (end > 0) {
                boolean isCompound = end < labels.get(i).end()
                        && "-_".indexOf(normalized.text().charAt(end)) >= 0;
                return new End(end, isCompound || continuesInLowerCase(i) || isDoubtful(i, end));
            }
        }
        return new End(-1, false);
    }

    /** Behind the top-level domain that a label is or, as in {@code example.com-Seite}, begins with; 0 if there is none. */
    private static int topLevelEnd(NormalizedText folded, Label label) {
        String text = folded.text();
        if (TopLevelDomains.contains(text(text, label))) {
            return label.end();
        }
        UnicodeScript script = UnicodeScripts.of(text.codePointAt(label.start()));
        boolean isWide = folded.isWide(label.start());
        for (int i = label.start(); i < label.end(); ) {
            int codePoint = text.codePointAt(i);
            boolean isOfOtherWidth = folded.isWide(i) != isWide;
            if (!Character.isLetter(codePoint) || UnicodeScripts.of(codePoint) != script || isOfOtherWidth) {
                boolean isTopLevel = TopLevelDomains.contains(text.substring(label.start(), i));
                return isTopLevel && (isOfOtherWidth || !Character.isDigit(codePoint)) ? i : 0;
            }
            i += Character.charCount(codePoint);
        }
        return 0;
    }

    /**
     * Whether two words, an abbreviation or the name of a file may be meant: {@code lunch.It}, {@code M.Sc}, {@code e.g.to},
     * {@code m.in}, {@code 5.pm}, {@code setup.py}, {@code dinner.today}.
     */
    private boolean isDoubtful(int topLevel, int end) {
        String domain = normalized.text().substring(labels.get(topLevel).start(), end);
        String before = text(topLevel - 1);
        if (isTitleCase(domain) || domain.length() == 2 && !domain.equals(domain.toLowerCase(Locale.ROOT))) {
            return true;
        }
        if (TopLevelDomains.isCommon(domain)) {
            return false;
        }
        boolean isNumber = before.chars().allMatch(Character::isDigit);
        boolean isAbbreviation = before.length() == 1 && (topLevel > 1 || domain.length() == 2);
        boolean isShortWord = domain.length() == 2 && before.length() <= LONGEST_SHORT_WORD && isTitleCase(before);
        boolean isWord = topLevel == 1
                && TopLevelDomains.mayBeWord(domain)
                && before.chars().allMatch(Character::isLetter);
        return isNumber || isAbbreviation || isShortWord || isWord || TopLevelDomains.isFileExtension(domain);
    }

    /** A sentence goes on in a capital letter, the name of a file does not: {@code flyer.de.pdf}. */
    private boolean continuesInLowerCase(int topLevel) {
        if (topLevel == labels.size() - 1) {
            return false;
        }
        char next = normalized.text().charAt(labels.get(topLevel + 1).start());
        return next >= 'a' && next <= 'z';
    }

    private static boolean isTitleCase(String label) {
        return Character.isUpperCase(label.charAt(0))
                && label.substring(1).equals(label.substring(1).toLowerCase(Locale.ROOT))
                && !label.toUpperCase(Locale.ROOT).equals(label);
    }

    private String text(int label) {
        return text(normalized.text(), labels.get(label));
    }

    private static String text(String text, Label label) {
        return text.substring(label.start(), label.end());
    }
}
