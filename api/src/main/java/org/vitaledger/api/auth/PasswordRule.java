package org.vitaledger.api.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which passwords are too weak to be set (NIST SP 800-63B section 3.1.1.2): shorter than 12 characters, longer than the 72
 * bytes that bcrypt reads, or one of those that are tried first. No rule asks for kinds of characters. Safe for any thread.
 */
public final class PasswordRule {
    /** The fewest characters. */
    public static final int MIN_CHARACTERS = 12;

    private static final int MAX_BYTES = 72;
    private static final int SHORT_LOGIN = 4;
    private static final int FEWEST_OF_ITS_OWN = 6;
    private static final String RUNS =
            "0123456789 abcdefghijklmnopqrstuvwxyz qwertyuiop[] asdfghjkl;' zxcvbnm,./ qwertzuiop";
    private static final int RUN = 4;

    private static final Set<String> COMMON = common();

    private PasswordRule() {}

    /** Whether a password may not be set for a login. */
    public static boolean isWeak(String login, String password) {
        return password.codePointCount(0, password.length()) < MIN_CHARACTERS
                || password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                || remainder(login, password).codePoints().distinct().count() < FEWEST_OF_ITS_OWN;
    }

    /** What is left of a password without what is guessed first: the login, common words, runs on the keyboard. */
    private static String remainder(String login, String password) {
        String rest = plain(password);
        String name = plain(login).replaceFirst("[0-9]+$", "");
        if (name.length() >= SHORT_LOGIN) {
            rest = rest.replace(name, "");
        }
        for (String word : COMMON) {
            rest = rest.replace(word, "");
        }
        return withoutRuns(rest);
    }

    /** In lower case, with the letters that digits and signs commonly stand for. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace('@', 'a')
                .replace('$', 's')
                .replaceAll("(?<=[a-z])0(?=[a-z])", "o")
                .replaceAll("(?<=[a-z])1(?=[a-z])", "i")
                .replaceAll("(?<=[a-z])3(?=[a-z])", "e");
    }

    private static String withoutRuns(String text) {
        StringBuilder rest = new StringBuilder(text);
        for (int length = text.length(); length >= RUN; length--) {
            for (int at = 0; at + length <= rest.length(); at++) {
                String part = rest.substring(at, at + length);
                if (RUNS.contains(part) || RUNS.contains(new StringBuilder(part).reverse())) {
                    rest.delete(at, at + length);
                }
            }
        }
        return rest.toString();
    }

    private static Set<String> common() {
        try (InputStream words = PasswordRule.class.getResourceAsStream("common-passwords.txt")) {
            if (words == null) {
                throw new IllegalStateException("the list of common passwords is not on the class path");
            }
            return new String(words.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
