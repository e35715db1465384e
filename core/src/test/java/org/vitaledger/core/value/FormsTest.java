package org.vitaledger.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FormsTest {
    private static final Pattern MEMBER = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?");
    private static final Pattern LOINC = Pattern.compile("[0-9]{1,7}-[0-9]");
    private static final String LETTERS = "az09.-A_ é";

    private static boolean isMember(String text) {
        try {
            return new MemberId(text).text().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void aMemberIdIsWhatItsPatternSays() {
        Random random = new Random(1);
        int valid = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            // Mostly letters that are right, or hardly any text would be.
            int letters = random.nextBoolean() ? 6 : LETTERS.length();
            for (int left = random.nextInt(8); left > 0; left--) {
                text.append(LETTERS.charAt(random.nextInt(letters)));
            }
            boolean expected = MEMBER.matcher(text).matches();
            assertThat(isMember(text.toString())).as(text.toString()).isEqualTo(expected);
            valid += expected ? 1 : 0;
        }
        assertThat(valid).isGreaterThan(1000);
        assertThat(isMember("a".repeat(64))).isTrue();
        assertThat(isMember("a".repeat(65))).isFalse();
        assertThat(isMember("")).isFalse();
    }

    @Test
    void codesAreAscendingAndEachOnce() {
        Set<String> codes = CodeSet.of(List.of("8867-4", "2708-6", "8867-4", "59408-5"));
        assertThat(codes).containsExactly("2708-6", "59408-5", "8867-4");
        assertThat(codes).contains("59408-5").doesNotContain("59408-4");
        assertThat(codes).isEqualTo(Set.of("8867-4", "59408-5", "2708-6"));
        assertThat(CodeSet.of(codes)).isSameAs(codes);
        assertThat(CodeSet.of(List.of())).isEmpty();
    }

    @Test
    void aCodeHasTheFormOfALoincCode() {
        for (String text : List.of("", "-", "8867", "8867-", "-4", "12345678-9", "8867-45", "88a7-4")) {
            assertThatThrownBy(() -> CodeSet.of(List.of(text))).as(text).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(CodeSet.of(List.of("1-0", "1234567-9"))).hasSize(2);
    }

    @Test
    void aCodesNumberIsInTheOrderOfItsText() {
        Random random = new Random(2);
        TreeSet<String> codes = new TreeSet<>();
        for (int i = 0; i < 5_000; i++) {
            int digits = random.nextInt((int) Math.pow(10, 1 + random.nextInt(7)));
            codes.add((random.nextBoolean() ? "0" : "") + digits % 1_000_000 + "-" + random.nextInt(10));
        }
        CodeSet set = CodeSet.of(codes);
        assertThat(set).containsExactlyElementsOf(codes);
        assertThat(codes).allMatch(set::contains);
        assertThat(set.contains("8867-x")).isFalse();
        assertThat(set).hasSameHashCodeAs(codes).isEqualTo(codes);
        assertThat(CodeSet.ofNumbers(LongStream.range(0, set.size())
                        .map(i -> set.number((int) (set.size() - 1 - i)))
                        .toArray()))
                .isEqualTo(set);
    }

    @Test
    void aCodesBytesHaveTheSameFormAsItsText() {
        Random random = new Random(3);
        int valid = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(11); left > 0; left--) {
                text.append("0123456789".charAt(random.nextInt(10)));
            }
            if (random.nextInt(8) > 0 && text.length() > 1) {
                text.setCharAt(text.length() - 1 - random.nextInt(2), "-/:a".charAt(random.nextInt(4)));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            if (LOINC.matcher(text).matches()) {
                valid++;
                byte[] again = new byte[CodeSet.LONGEST_CODE];
                int length = CodeSet.text(CodeSet.number(bytes, bytes.length), again);
                assertThat(Arrays.copyOf(again, length)).isEqualTo(bytes);
                assertThat(CodeSet.of(Set.of(text.toString()))).contains(text.toString());
            } else {
                assertThatThrownBy(() -> CodeSet.number(bytes, bytes.length))
                        .as(text.toString())
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> CodeSet.of(Set.of(text.toString())))
                        .as(text.toString())
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(valid).isGreaterThan(500);
    }
}
