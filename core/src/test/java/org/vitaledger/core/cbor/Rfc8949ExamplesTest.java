package org.vitaledger.core.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.core.cbor.CborRejected.Reason;

/** The examples of RFC 8949, appendix A. */
class Rfc8949ExamplesTest {
    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "10, 0a",
        "23, 17",
        "24, 1818",
        "25, 1819",
        "100, 1864",
        "1000, 1903e8",
        "1000000, 1a000f4240",
        "1000000000000, 1b000000e8d4a51000",
        "-1, 20",
        "-10, 29",
        "-100, 3863",
        "-1000, 3903e7",
        "9223372036854775807, 1b7fffffffffffffff",
        "-9223372036854775808, 3b7fffffffffffffff"
    })
    void readsAndWritesIntegers(long value, String hex) throws CborRejected {
        CborReader reader = CborReader.deterministic(bytes(hex));
        assertThat(reader.readLong()).isEqualTo(value);
        reader.end();
        assertThat(new CborWriter().writeLong(value).toArray()).isEqualTo(bytes(hex));
    }

    @ParameterizedTest
    @CsvSource({"1bffffffffffffffff", "3bffffffffffffffff"})
    void refusesIntegersBeyondLong(String hex) throws CborRejected {
        assertThatThrownBy(() -> CborReader.deterministic(bytes(hex)).readLong())
                .isInstanceOfSatisfying(
                        CborRejected.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
        CborReader reader = CborReader.deterministic(bytes(hex));
        reader.skip();
        reader.end();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, f90000",
        "-0.0, f98000",
        "1.0, f93c00",
        "1.1, fb3ff199999999999a",
        "1.5, f93e00",
        "65504.0, f97bff",
        "100000.0, fa47c35000",
        "3.4028234663852886e+38, fa7f7fffff",
        "1.0e+300, fb7e37e43c8800759c",
        "5.960464477539063e-8, f90001",
        "0.00006103515625, f90400",
        "-4.0, f9c400",
        "-4.1, fbc010666666666666",
        "Infinity, f97c00",
        "NaN, f97e00",
        "-Infinity, f9fc00"
    })
    void readsAndWritesFloats(double value, String hex) throws CborRejected {
        CborReader reader = CborReader.deterministic(bytes(hex));
        assertThat(reader.readDouble()).isEqualTo(Double.valueOf(value));
        reader.end();
        assertThat(new CborWriter().writeDouble(value).toArray()).isEqualTo(bytes(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "Infinity, fa7f800000",
        "NaN, fa7fc00000",
        "-Infinity, faff800000",
        "Infinity, fb7ff0000000000000",
        "NaN, fb7ff8000000000000",
        "-Infinity, fbfff0000000000000"
    })
    void readsLongFormsOfFloatsOnlyWhenTheyMayBeAnyWellFormed(double value, String hex) throws CborRejected {
        assertThat(CborReader.wellFormed(bytes(hex)).readDouble()).isEqualTo(Double.valueOf(value));
        assertThatThrownBy(() -> CborReader.deterministic(bytes(hex)).readDouble())
                .isInstanceOfSatisfying(
                        CborRejected.class, e -> assertThat(e.reason()).isEqualTo(Reason.NON_CANONICAL));
    }

    @Test
    void readsAndWritesTextAndBytes() throws CborRejected {
        String[][] texts = {
            {"", "60"},
            {"a", "6161"},
            {"IETF", "6449455446"},
            {"\"\\", "62225c"},
            {"\u00fc", "62c3bc"},
            {"\u6c34", "63e6b0b4"},
            {"\ud800\udd51", "64f0908591"}
        };
        for (String[] text : texts) {
            CborReader reader = CborReader.deterministic(bytes(text[1]));
            assertThat(reader.readText()).isEqualTo(text[0]);
            reader.end();
            assertThat(new CborWriter().writeText(text[0]).toArray()).isEqualTo(bytes(text[1]));
        }
        assertThat(CborReader.deterministic(bytes("4401020304")).readByteArray())
                .isEqualTo(bytes("01020304"));
        assertThat(CborReader.deterministic(bytes("40")).readBytes().size()).isZero();
        assertThat(new CborWriter().writeBytes(bytes("01020304")).toArray()).isEqualTo(bytes("4401020304"));
    }

    @Test
    void readsSimpleValuesAndTags() throws CborRejected {
        assertThat(CborReader.deterministic(bytes("f4")).readBoolean()).isFalse();
        assertThat(CborReader.deterministic(bytes("f5")).readBoolean()).isTrue();
        CborReader.deterministic(bytes("f6")).readNull();
        assertThat(new CborWriter().writeBoolean(false).toArray()).isEqualTo(bytes("f4"));
        assertThat(new CborWriter().writeBoolean(true).toArray()).isEqualTo(bytes("f5"));
        assertThat(new CborWriter().writeNull().toArray()).isEqualTo(bytes("f6"));
        CborReader reader = CborReader.deterministic(bytes("c11a514b67b0"));
        assertThat(reader.readTag()).isEqualTo(1);
        assertThat(reader.readLong()).isEqualTo(1363896240);
        reader.end();
        assertThat(new CborWriter().writeTag(1).writeLong(1363896240).toArray()).isEqualTo(bytes("c11a514b67b0"));
    }

    @Test
    void readsAndWritesNestedArraysAndMaps() throws CborRejected {
        CborReader array = CborReader.deterministic(bytes("8301820203820405"));
        assertThat(array.readArray()).isEqualTo(3);
        assertThat(array.readLong()).isEqualTo(1);
        array.readArray(2);
        assertThat(array.readLong()).isEqualTo(2);
        assertThat(array.readLong()).isEqualTo(3);
        array.readArray(2);
        array.skip();
        array.skip();
        array.end();
        CborReader map = CborReader.deterministic(bytes("a26161016162820203"));
        assertThat(map.readMap()).isEqualTo(2);
        assertThat(map.readText()).isEqualTo("a");
        assertThat(map.readLong()).isEqualTo(1);
        assertThat(map.readText()).isEqualTo("b");
        map.skip();
        map.end();
        assertThat(new CborWriter()
                        .writeMap(2)
                        .writeText("a")
                        .writeLong(1)
                        .writeText("b")
                        .writeArray(2)
                        .writeLong(2)
                        .writeLong(3)
                        .toArray())
                .isEqualTo(bytes("a26161016162820203"));
    }

    @ParameterizedTest
    @CsvSource({
        "c249010000000000000000",
        "c349010000000000000000",
        "f7",
        "f0",
        "f8ff",
        "c074323031332d30332d32315432303a30343a30305a",
        "c1fb41d452d9ec200000",
        "d74401020304",
        "d818456449455446",
        "d82076687474703a2f2f7777772e6578616d706c652e636f6d",
        "80",
        "83010203",
        "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
        "a0",
        "a201020304",
        "826161a161626163",
        "a56161614161626142616361436164614461656145"
    })
    void skipsEveryDefiniteExample(String hex) throws CborRejected {
        CborReader reader = CborReader.deterministic(bytes(hex));
        reader.skip();
        reader.end();
    }

    @ParameterizedTest
    @CsvSource({
        "5f42010243030405ff",
        "7f657374726561646d696e67ff",
        "9fff",
        "9f018202039f0405ffff",
        "83018202039f0405ff",
        "bf61610161629f0203ffff",
        "826161bf61626163ff"
    })
    void refusesEveryIndefiniteExample(String hex) {
        assertThatThrownBy(() -> CborReader.wellFormed(bytes(hex)).skip())
                .isInstanceOfSatisfying(
                        CborRejected.class, e -> assertThat(e.reason()).isEqualTo(Reason.INDEFINITE_LENGTH));
    }
}
