package dev.linqroutes.command.handle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Detects a text with several numbers. {@code 030 23125 014/15} stands for two lines of one company. All its digits together
 * would be a longer number, which is possible where numbers have no fixed length, and belongs to another person.
 */
final class MultipleNumbersDetector {
    /** {@code +49 (0)35208} is the longest area code before a slash within one number: eight digits. */
    private static final int MAX_AREA_DIGITS_WITH_COUNTRY = 8;

    /** {@code 035208} */
    private static final int MAX_AREA_DIGITS = 6;

    /** {@code -014-019} */
    private static final int MAX_ENDING_DIGITS = 4;

    /** Fewest digits of a number with country code. */
    private static final int MIN_DIGITS = 7;

    /** Most digits, including two zeros before the country code. */
    private static final int MAX_DIGITS = 17;

    /** {@code 01/23/45/67/89} */
    private static final Pattern SLASH_BETWEEN_ALL_GROUPS = Pattern.compile("\\+?\\p{Nd}+(?:/\\p{Nd}+){3,}");

    private static final Pattern SEPARATOR = Pattern.compile("(?<=[\\p{Nd})\\]])\\P{Nd}+(?=\\p{Nd})");
    private static final Pattern GROUP = Pattern.compile("\\p{Nd}+");
    private static final Pattern ENDING_AFTER_DASH = Pattern.compile("(?s).*\\p{Nd}\\s*-\\s*\\p{Nd}+\\s*");

    private MultipleNumbersDetector() {}

    /**
     * Whether what looks like one number contains several.
     *
     * @param number with one kind of hyphen
     * @param isValid whether a text is a valid number of its country
     */
    static boolean hasSeveral(String number, Predicate<String> isValid) {
        return hasSlashAfterNumber(number) || hasTwoEndings(number, isValid) || isSequence(number, isValid);
    }

    /** {@code 030 1234567 030 1234568}: not a number as a whole, but starts and ends with one. */
    private static boolean isSequence(String number, Predicate<String> isValid) {
        if (digits(number) < 2 * MIN_DIGITS || isValid.test(number)) {
            return false;
        }
        int firstEnds = number.length();
        int lastBegins = 0;
        Matcher separator = SEPARATOR.matcher(number);
        while (separator.find()) {
            String before = number.substring(0, separator.start());
            if (firstEnds == number.length() && isLongEnough(before) && isValid.test(before)) {
                firstEnds = separator.start();
            }
            String after = number.substring(separator.end());
            if (isLongEnough(after) && isValid.test(after)) {
                lastBegins = separator.start();
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

    /** Whether there are two numbers with country codes, whatever separates them. */
    static boolean hasTwoCountryCodes(String text) {
        int first = text.indexOf('+');
        return first != text.lastIndexOf('+')
                && Stream.of(text.substring(first + 1).split("\\+"))
                                .filter(number -> digits(number) >= MIN_DIGITS)
                                .count()
                        > 1;
    }

    private static boolean hasSlashAfterNumber(String number) {
        int slash = number.lastIndexOf('/');
        if (slash < 0 || SLASH_BETWEEN_ALL_GROUPS.matcher(number).matches()) {
            return false;
        }
        String before = number.substring(0, slash).replaceAll("\\P{Nd}", "");
        if (number.startsWith("+")) {
            return before.length() > MAX_AREA_DIGITS_WITH_COUNTRY;
        }
        return before.startsWith("00")
                ? before.length() - 2 > MAX_AREA_DIGITS_WITH_COUNTRY
                : before.length() > MAX_AREA_DIGITS;
    }

    /** {@code 23125-014-015}, but not {@code 01-23-45-67-68}, which without its last group is not a number. */
    private static boolean hasTwoEndings(String number, Predicate<String> isValid) {
        if (!ENDING_AFTER_DASH.matcher(number).matches()) {
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
                || groups.get(size - 1).length() > MAX_ENDING_DIGITS) {
            return false;
        }
        int last = Integer.parseInt(groups.get(size - 1));
        int lastButOne = Integer.parseInt(groups.get(size - 2));
        boolean isRange = last == lastButOne + 1
                || last > lastButOne
                        && groups.get(size - 1).length() < MAX_ENDING_DIGITS
                        && groups.get(size - 3).length() > groups.get(size - 1).length();
        return isRange && isValid.test(number.substring(0, lastBegins).replaceAll("[\\s-]+$", ""));
    }
}
