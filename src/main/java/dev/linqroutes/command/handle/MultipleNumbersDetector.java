package dev.linqroutes.command.handle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells a text that names several numbers. {@code 030 23125 014/15} are two lines of one firm, but all of its digits in one
 * are a longer number, which is possible where numbers have no fixed length, and somebody else's.
 */
final class MultipleNumbersDetector {
    /** {@code +49 (0)35208}, the longest there is before a slash within one number, has eight digits. */
    private static final int LONGEST_AREA_WITH_COUNTRY = 8;

    /** {@code 035208} */
    private static final int LONGEST_AREA = 6;

    /** {@code -014-019} */
    private static final int LONGEST_ENDING = 4;

    /** No number with its country code has fewer digits. */
    private static final int MIN_DIGITS = 7;

    /** Nor more, with two zeros before it. */
    private static final int MAX_DIGITS = 17;

    /** {@code 01/23/45/67/89} */
    private static final Pattern BETWEEN_ALL = Pattern.compile("\\+?\\p{Nd}+(?:/\\p{Nd}+){3,}");

    private static final Pattern BETWEEN = Pattern.compile("(?<=[\\p{Nd})\\]])\\P{Nd}+(?=\\p{Nd})");
    private static final Pattern GROUP = Pattern.compile("\\p{Nd}+");
    private static final Pattern ENDING_BEHIND_DASH = Pattern.compile("(?s).*\\p{Nd}\\s*-\\s*\\p{Nd}+\\s*");

    private MultipleNumbersDetector() {}

    /**
     * Whether digits of several numbers stand in what looks like one.
     *
     * @param number with one kind of hyphen
     * @param isValid whether a text is by itself a number of its country
     */
    static boolean hasSeveral(String number, Predicate<String> isValid) {
        return hasSlashBehindNumber(number) || hasTwoEndings(number, isValid) || isSequence(number, isValid);
    }

    /** {@code 030 1234567 030 1234568}: no number as a whole, but it begins with one and ends with another. */
    private static boolean isSequence(String number, Predicate<String> isValid) {
        if (digits(number) < 2 * MIN_DIGITS || isValid.test(number)) {
            return false;
        }
        int firstEnds = number.length();
        int lastBegins = 0;
        Matcher between = BETWEEN.matcher(number);
        while (between.find()) {
            String before = number.substring(0, between.start());
            if (firstEnds == number.length() && isLongEnough(before) && isValid.test(before)) {
                firstEnds = between.start();
            }
            String behind = number.substring(between.end());
            if (isLongEnough(behind) && isValid.test(behind)) {
                lastBegins = between.start();
            }
        }
        return firstEnds <= lastBegins;
    }

    private static boolean isLongEnough(String number) {
        long digits = digits(number);
        return digits >= MIN_DIGITS && digits <= MAX_DIGITS;
    }

    private static long digits(String text) {
        return text.chars().filter(Character::isDigit).count();
    }

    /** Whether there are two with their country codes, whatever stands between them. */
    static boolean hasTwoCountryCodes(String text) {
        int first = text.indexOf('+');
        return first != text.lastIndexOf('+')
                && Stream.of(text.substring(first + 1).split("\\+"))
                                .filter(part -> digits(part) >= MIN_DIGITS)
                                .count()
                        > 1;
    }

    private static boolean hasSlashBehindNumber(String number) {
        int slash = number.lastIndexOf('/');
        if (slash < 0 || BETWEEN_ALL.matcher(number).matches()) {
            return false;
        }
        String before = number.substring(0, slash).replaceAll("\\P{Nd}", "");
        if (number.startsWith("+")) {
            return before.length() > LONGEST_AREA_WITH_COUNTRY;
        }
        return before.startsWith("00")
                ? before.length() - 2 > LONGEST_AREA_WITH_COUNTRY
                : before.length() > LONGEST_AREA;
    }

    /** {@code 23125-014-015}, but not {@code 01-23-45-67-68}, which is no number without its end. */
    private static boolean hasTwoEndings(String number, Predicate<String> isValid) {
        if (!ENDING_BEHIND_DASH.matcher(number).matches()) {
            return false;
        }
        List<String> groups = new ArrayList<>();
        Matcher group = GROUP.matcher(number);
        int lastBegins = 0;
        while (group.find()) {
            groups.add(group.group());
            lastBegins = group.start();
        }
        int size = groups.size();
        if (size < 3
                || groups.get(size - 1).length() != groups.get(size - 2).length()
                || groups.get(size - 1).length() > LONGEST_ENDING) {
            return false;
        }
        int last = Integer.parseInt(groups.get(size - 1));
        int lastButOne = Integer.parseInt(groups.get(size - 2));
        boolean isRange = last == lastButOne + 1
                || last > lastButOne
                        && groups.get(size - 1).length() < LONGEST_ENDING
                        && groups.get(size - 3).length() > groups.get(size - 1).length();
        return isRange && isValid.test(number.substring(0, lastBegins).replaceAll("[\\s-]+$", ""));
    }
}
