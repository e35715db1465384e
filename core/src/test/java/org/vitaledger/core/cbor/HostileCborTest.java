package org.vitaledger.core.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.core.cbor.CborRejected.Reason;

class HostileCborTest {
    private static final byte[] VALID = new CborWriter()
            .writeMap(4)
            .writeLong(1)
            .writeArray(4)
            .writeLong(-70001)
            .writeText("M\u00fcller")
            .writeBytes(new byte[30])
            .writeDouble(36.6)
            .writeLong(24)
            .writeMap(1)
            .writeText("k")
            .writeBoolean(true)
            .writeLong(-1)
            .writeTag(4)
            .writeArray(2)
            .writeLong(-1)
            .writeLong(366)
            .writeBytes(new byte[] {7})
            .writeNull()
            .toArray();

    private static void readAll(CborReader reader) throws CborRejected {
        reader.skip();
        reader.end();
    }

    private static Reason reasonOf(CborReader reader) {
        try {
            readAll(reader);
        } catch (CborRejected e) {
            return e.reason();
        }
        throw new AssertionError("accepted");
    }

    @ParameterizedTest
    @CsvSource({
        "a2010201ff, DUPLICATE_KEY",
        "a201020103, DUPLICATE_KEY",
        "a2616101616102, DUPLICATE_KEY",
        "a202010102, NON_CANONICAL",
        "a2200101f6, NON_CANONICAL",
        "1801, NON_CANONICAL",
        "190018, NON_CANONICAL",
        "1a00000018, NON_CANONICAL",
        "1b0000000000000018, NON_CANONICAL",
        "580100, NON_CANONICAL",
        "980100, NON_CANONICAL",
        "b8010000, NON_CANONICAL",
        "d80100, NON_CANONICAL",
        "fa3f800000, NON_CANONICAL",
        "5b7fffffffffffffff, TRUNCATED",
        "5bffffffffffffffff, TRUNCATED",
        "7a7fffffff41, TRUNCATED",
        "9a7fffffff00, TRUNCATED",
        "9bffffffffffffffff, TRUNCATED",
        "ba7fffffff0000, TRUNCATED",
        "a3000001, TRUNCATED",
        "c1, TRUNCATED",
        "'', TRUNCATED",
        "0000, TRAILING",
        "a080, TRAILING",
        "1c, MALFORMED",
        "ff, MALFORMED",
        "f818, MALFORMED",
        "fc, MALFORMED",
        "1f, MALFORMED",
        "df00, MALFORMED",
        "a18000, UNEXPECTED_TYPE",
        "a1a000, UNEXPECTED_TYPE",
        "a1c10000, UNEXPECTED_TYPE",
        "a1f500, UNEXPECTED_TYPE",
        "61ff, BAD_TEXT",
        "62c0af, BAD_TEXT",
        "63eda080, BAD_TEXT",
        "64f4908080, BAD_TEXT",
        "62c328, BAD_TEXT"
    })
    void refusesWithAReason(String hex, Reason reason) {
        assertThat(reasonOf(CborReader.deterministic(HexFormat.of().parseHex(hex))))
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "a201020103",
        "a20102180103",
        "a20102190001 03",
        "a2200020f6",
        "a2616101616102",
        "a2616100780161 01",
        "a24161004161 01",
        "a21903e8001903e801",
        "a3183c001800001a0000003c01"
    })
    void findsDuplicateKeysInAnyFormAndOrder(String hex) {
        assertThat(reasonOf(CborReader.wellFormed(HexFormat.of().parseHex(hex.replace(" ", "")))))
                .isEqualTo(Reason.DUPLICATE_KEY);
    }

    @ParameterizedTest
    @CsvSource({"a202010102", "a2616100416100", "a20000 2000", "a218ff0038ff00", "1801", "fa3f800000", "a1180001"})
    void acceptsAnyWellFormedEncodingWhereItMay(String hex) {
        assertThatCode(() -> readAll(CborReader.wellFormed(HexFormat.of().parseHex(hex.replace(" ", "")))))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesDeepNesting() {
        byte[] deepest = new byte[CborReader.MAX_DEPTH + 1];
        Arrays.fill(deepest, (byte) 0x81);
        deepest[CborReader.MAX_DEPTH] = 0;
        assertThatCode(() -> readAll(CborReader.deterministic(deepest))).doesNotThrowAnyException();
        byte[] bomb = new byte[65536];
        Arrays.fill(bomb, (byte) 0x81);
        assertThat(reasonOf(CborReader.deterministic(bomb))).isEqualTo(Reason.TOO_DEEP);
        Arrays.fill(bomb, (byte) 0xc1);
        assertThat(reasonOf(CborReader.deterministic(bomb))).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void refusesTruncationAtEveryPosition() {
        assertThatCode(() -> readAll(CborReader.deterministic(VALID))).doesNotThrowAnyException();
        for (int length = 0; length < VALID.length; length++) {
            byte[] cut = Arrays.copyOf(VALID, length);
            assertThat(reasonOf(CborReader.deterministic(cut))).isEqualTo(Reason.TRUNCATED);
            assertThat(reasonOf(CborReader.wellFormed(cut))).isEqualTo(Reason.TRUNCATED);
        }
    }

    @Test
    void answersEveryMutationWithAcceptanceOrAReason() {
        SplittableRandom random = new SplittableRandom(8949);
        for (int round = 0; round < 200_000; round++) {
            byte[] mutant = VALID.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            boolean deterministic = accepts(CborReader.deterministic(mutant));
            boolean wellFormed = accepts(CborReader.wellFormed(mutant));
            assertThat(wellFormed || !deterministic).isTrue();
        }
    }

    private static boolean accepts(CborReader reader) {
        try {
            readAll(reader);
            return true;
        } catch (CborRejected e) {
            return false;
        }
    }

    @Test
    void refusesOtherTypesAndSizesThanAskedFor() {
        byte[] text = new CborWriter().writeText("x").toArray();
        byte[] array = new CborWriter().writeArray(1).writeLong(5).toArray();
        assertRefused(
                Reason.UNEXPECTED_TYPE, () -> CborReader.deterministic(text).readLong());
        assertRefused(
                Reason.UNEXPECTED_TYPE, () -> CborReader.deterministic(text).readBytes());
        assertRefused(
                Reason.UNEXPECTED_TYPE, () -> CborReader.deterministic(text).readMap());
        assertRefused(
                Reason.UNEXPECTED_TYPE, () -> CborReader.deterministic(text).readNull());
        assertRefused(
                Reason.UNEXPECTED_TYPE, () -> CborReader.deterministic(text).readBoolean());
        assertRefused(
                Reason.UNEXPECTED_TYPE, () -> CborReader.deterministic(text).readDouble());
        assertRefused(
                Reason.UNEXPECTED_TYPE, () -> CborReader.deterministic(array).readText());
        assertRefused(Reason.WRONG_SIZE, () -> CborReader.deterministic(array).readArray(2));
        assertRefused(Reason.WRONG_SIZE, () -> {
            CborReader reader = CborReader.deterministic(array);
            reader.readArray();
            reader.end();
        });
        assertRefused(
                Reason.TOO_LARGE, () -> CborReader.deterministic(new byte[] {5}).readUnsigned(4));
        assertRefused(
                Reason.UNEXPECTED_TYPE,
                () -> CborReader.deterministic(new byte[] {0x20}).readUnsigned());
        assertRefused(
                Reason.WRONG_SIZE,
                () -> CborReader.deterministic(new byte[] {0x41, 1}).readBytes(2));
    }

    @Test
    void readsAsciiThatFits() throws CborRejected {
        byte[] to = new byte[3];
        byte[] text = new CborWriter().writeAscii(new byte[] {'a', 'b', 'c'}, 2).toArray();
        assertThat(CborReader.deterministic(text).readAscii(to)).isEqualTo(2);
        assertThat(to).containsExactly('a', 'b', 0);
        assertRefused(Reason.WRONG_SIZE, () -> CborReader.deterministic(text).readAscii(new byte[1]));
        assertRefused(
                Reason.BAD_TEXT,
                () -> CborReader.deterministic(
                                new CborWriter().writeText("\u00fc").toArray())
                        .readAscii(to));
        assertRefused(
                Reason.UNEXPECTED_TYPE,
                () -> CborReader.deterministic(new byte[] {0x41, 'a'}).readAscii(to));
        assertRefused(
                Reason.TRUNCATED,
                () -> CborReader.deterministic(new byte[] {0x62, 'a'}).readAscii(to));
        assertThatThrownBy(() -> new CborWriter().writeAscii(new byte[] {-1}, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private interface Reading {
        void run() throws CborRejected;
    }

    private static void assertRefused(Reason reason, Reading reading) {
        assertThatThrownBy(reading::run)
                .isInstanceOfSatisfying(
                        CborRejected.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void writerRefusesWhatNoReaderWouldAccept() {
        assertThatThrownBy(() ->
                        new CborWriter().writeMap(2).writeLong(2).writeLong(0).writeLong(1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        new CborWriter().writeMap(2).writeLong(2).writeLong(0).writeLong(2))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new CborWriter().writeMap(1).writeNull()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new CborWriter().writeMap(1).writeArray(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new CborWriter().writeArray(2).writeLong(1).toArray())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new CborWriter().writeTag(1).toArray()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new CborWriter().writeText("\ud800")).isInstanceOf(IllegalArgumentException.class);
    }
}
