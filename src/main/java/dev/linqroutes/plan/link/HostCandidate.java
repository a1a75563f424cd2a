package dev.linqroutes.plan.link;

import dev.linqroutes.command.text.UnicodeScripts;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The longest sequence of labels and dots in a normalized text that may be a host. The letters of a label belong to one group
 * of scripts: a change, as in {@code example.com에서}, starts a word of the sentence.
 *
 * @param labels at least one
 */
record HostCandidate(NormalizedText normalized, List<Label> labels) {
    /** The longest hosts in use, reverse names of IPv6 addresses, have 34. */
    private static final int MAX_LABELS = 40;

    /** {@code No.me}, {@code Yes.no}, {@code Inc.is}. */
    private static final int MAX_SHORT_WORD_LENGTH = 3;

    /**
     * One label.
     *
     * @param end index after its last character
     */
    record Label(int start, int end) {}

    /** End of a host, and whether it may be two words of a sentence. */
    record End(int index, boolean isDoubtful) {}

    /** Reads the possible host that starts at an index with a letter or digit. */
    static HostCandidate readAt(NormalizedText normalized, int start, int to) {
        String text = normalized.text();
        List<Label> labels = new ArrayList<>();
        int at = start;
        int runEnd;
        do {
            runEnd = runEnd(text, at, to);
            int end = runEnd;
            while (text.charAt(end - 1) == '-' || text.charAt(end - 1) == '_') {
                end--;
            }
            int next = labels.isEmpty() ? end : endAtGap(normalized, at, end);
            labels.add(new Label(at, next));
            at = next + 1;
        } while (labels.size() < MAX_LABELS
                && at - 1 == runEnd
                && at < to
                && text.charAt(runEnd) == '.'
                && mayStartAt(text, at));
        return new HostCandidate(normalized, withoutNextSentence(normalized, labels));
    }

    /** An invisible character in a label ends the host if a top-level domain precedes it, and is ignored otherwise. */
    private static int endAtGap(NormalizedText normalized, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            if (normalized.hasGapBefore(i)) {
                boolean isTwoWords = TopLevelDomains.contains(normalized.text().substring(start, i))
                        && !TopLevelDomains.contains(normalized.text().substring(start, end));
                return isTwoWords ? i : end;
            }
        }
        return end;
    }

    /** Whether a label may start at an index. */
    static boolean mayStartAt(String text, int at) {
        if (at >= text.length()) {
            return false;
        }
        return isLetterOrDigit(text.codePointAt(at));
    }

    /** Returns the end of the characters from an index on that may be one label; the last may be hyphens or underscores. */
    static int runEnd(String text, int start, int to) {
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
        return codePoint == '-'
                || codePoint == '_'
                || isLetterOrDigit(codePoint)
                || codePoint >= 0x80 && isMark(codePoint);
    }

    private static boolean isLetterOrDigit(int codePoint) {
        return codePoint < 0x80
                ? UnicodeScripts.isAsciiLetter(codePoint) || codePoint >= '0' && codePoint <= '9'
                : Character.isLetterOrDigit(codePoint);
    }

    private static boolean isMark(int codePoint) {
        return UnicodeScripts.isAccent(codePoint) || Character.getType(codePoint) == Character.ENCLOSING_MARK;
    }

    /** The full stop of Chinese and Japanese is part of a host only if the text cannot be anything else. */
    private static List<Label> withoutNextSentence(NormalizedText normalized, List<Label> labels) {
        for (int i = 1; i < labels.size(); i++) {
            if (normalized.isOtherDot(labels.get(i).start() - 1)) {
                boolean isHostBefore = i > 1 && topLevelEnd(normalized, labels.get(i - 1)) > 0;
                return isHostBefore ? labels.subList(0, i) : labels.subList(0, countJoined(normalized, labels, i));
            }
        }
        return labels;
    }

    /** Number of labels that form one host, although a dot other than that of ASCII precedes one of them. */
    private static int countJoined(NormalizedText normalized, List<Label> labels, int next) {
        boolean isSameScript = isSameScript(normalized.text(), labels, next);
        boolean isLast = next == labels.size() - 1
                || normalized.isOtherDot(labels.get(next + 1).start() - 1);
        for (int last = labels.size() - 1; last >= next; last--) {
            Label label = labels.get(last);
            boolean mayJoin = isSameScript || last == next && isLast;
            if (mayJoin && topLevelEnd(normalized, label) > 0 && !isTitleCase(text(normalized.text(), label))) {
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

    /** Returns the end of the labels that are separated by full stops of ASCII. */
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

    /** Index at which the search continues if this is not a host. */
    int resumeIndex() {
        return labels.size() < MAX_LABELS
                ? end()
                : labels.get(labels.size() - 1).start();
    }

    boolean beginsWithWww() {
        return labels.size() > 1 && text(0).equalsIgnoreCase("www");
    }

    /** Whether there are four numbers. Without a scheme or path they may also be a version or section number. */
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

    /** Returns the end after a scheme or {@code www.}, where every name is a host. */
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
     * Returns the end if only the top-level domain indicates a host.
     *
     * @return a negative index if it is not a host
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

    /**
     * Returns the end of the top-level domain that is the label, or that the label starts with, as in
     * {@code example.com-Seite}; 0 if there is none.
     */
    private static int topLevelEnd(NormalizedText normalized, Label label) {
        String text = normalized.text();
        if (TopLevelDomains.contains(text(text, label))) {
            return label.end();
        }
        UnicodeScript script = UnicodeScripts.of(text.codePointAt(label.start()));
        boolean isWide = normalized.isWide(label.start());
        for (int i = label.start(); i < label.end(); ) {
            int codePoint = text.codePointAt(i);
            boolean isOfOtherWidth = normalized.isWide(i) != isWide;
            if (!Character.isLetter(codePoint) || UnicodeScripts.of(codePoint) != script || isOfOtherWidth) {
                boolean isTopLevel = TopLevelDomains.contains(text.substring(label.start(), i));
                return isTopLevel && (isOfOtherWidth || !Character.isDigit(codePoint)) ? i : 0;
            }
            i += Character.charCount(codePoint);
        }
        return 0;
    }

    /**
     * Whether it may be two words, an abbreviation or a file name: {@code lunch.It}, {@code M.Sc}, {@code e.g.to},
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
        boolean isShortWord = domain.length() == 2 && before.length() <= MAX_SHORT_WORD_LENGTH && isTitleCase(before);
        boolean isWord = topLevel == 1
                && TopLevelDomains.mayBeWord(domain)
                && before.chars().allMatch(Character::isLetter);
        return isNumber || isAbbreviation || isShortWord || isWord || TopLevelDomains.isFileExtension(domain);
    }

    /** A sentence continues with a capital letter, but a file name does not: {@code flyer.de.pdf}. */
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
