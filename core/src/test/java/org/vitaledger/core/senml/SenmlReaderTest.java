package org.vitaledger.core.senml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.senml.SenmlRejected.Reason;

class SenmlReaderTest {
    private static SenmlRecord only(String hex) throws SenmlRejected {
        return SenmlReader.read(CborReader.wellFormed(bytes(hex)), 10).getFirst();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "01, 1",
        "20, -1",
        "c4820001, 1",
        "c4822018 fa, 25.0",
        "c482 21 19 0172, 3.70",
        "c482 02 05, 500",
        "f93c00, 1",
        "f95093, 36.6",
        "f90001, 0.00000006",
        "f97bff, 65500",
        "fa42126666, 36.6",
        "fa420c3333, 35.05",
        "fa42183333, 38.05",
        "fa3a79096c, 0.00095",
        "fa7f7fffff, 340282350000000000000000000000000000000",
        "fb42374876e8000000, 100000000000",
        "fb4042 4ccccccccccd, 36.6",
        "1b7fffffffffffffff, 9223372036854775807"
    })
    void keepsTheDigitsThatWereSent(String value, BigDecimal number) throws SenmlRejected {
        SenmlRecord it = only("81a2006161 02" + value);
        assertThat(((SenmlValue.Quantity) it.value()).number()).isEqualByComparingTo(number);
        assertThat(((SenmlValue.Quantity) it.value()).number().toPlainString()).isEqualTo(number.toPlainString());
    }

    @Test
    void addsBaseValueAndBaseSum() throws SenmlRejected {
        // [{n: "a", v: 2, s: 5, bv: 40, bs: 100}]
        SenmlRecord it = only("81a5 006161 0202 0505 241828 251864");
        assertThat(it.value()).isEqualTo(new SenmlValue.Quantity(BigDecimal.valueOf(42)));
        assertThat(it.sum()).isEqualTo(Optional.of(BigDecimal.valueOf(105)));
    }

    @Test
    void takesASumWithoutAValue() throws SenmlRejected {
        assertThat(only("81a2 006161 0505").value()).isEqualTo(new SenmlValue.SumOnly());
    }

    @Test
    void takesABaseValueForAMissingValue() throws SenmlRejected {
        assertThat(only("81a2 006161 241828").value()).isEqualTo(new SenmlValue.Quantity(BigDecimal.valueOf(40)));
    }

    @Test
    void ignoresFieldsThatNeedNotBeUnderstood() throws SenmlRejected {
        assertThat(only("81a4 006161 0201 187b8101 62787981f6").name()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        "a0, NO_RECORDS",
        "80, NO_RECORDS",
        "81a1216161, NO_RECORDS",
        "8ba0a0a0a0a0a0a0a0a0a0a0, TOO_MANY_RECORDS",
        "81a3 006161 0201 200b, UNKNOWN_VERSION",
        "82a3 006161 0201 2005 a3 006161 0201 2006, UNKNOWN_VERSION",
        "81a3 006161 0201 62785f01, NOT_UNDERSTOOD",
        "81a1 0201, BAD_NAME",
        "81a2 0060 0201, BAD_NAME",
        "81a2 00612d 0201, BAD_NAME",
        "81a2 00626120 0201, BAD_NAME",
        "81a2 0062c3a4 0201, BAD_NAME",
        "81a2 006161 026131, BAD_NUMBER",
        "81a2 006161 02f6, BAD_NUMBER",
        "81a2 006161 02f97c00, BAD_NUMBER",
        "81a2 006161 02f97e00, BAD_NUMBER",
        "81a2 006161 02c48238 1e01, BAD_NUMBER",
        "81a2 006161 02c4821b7fffffffffffffff01, BAD_NUMBER",
        "81a2 006161 02c5820101, BAD_NUMBER",
        "81a2 006161 02c24101, BAD_NUMBER",
        "81a1 006161, NOT_ONE_VALUE",
        "81a0, NOT_ONE_VALUE",
        "81a3 006161 0201 04f5, NOT_ONE_VALUE"
    })
    void refusesWithAReason(String hex, Reason reason) {
        assertThatThrownBy(() -> only(hex))
                .isInstanceOfSatisfying(
                        SenmlRejected.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** What is understood, as name, time and value; of a list that is refused as a whole. */
    private static List<String> understood(String hex) {
        assertThatThrownBy(() -> only(hex)).isInstanceOf(SenmlRejected.class);
        return SenmlReader.readUnderstood(CborReader.wellFormed(bytes(hex)), 10).stream()
                .map(it -> it.name() + " " + it.unit().orElse("-") + " " + it.time() + " "
                        + ((SenmlValue.Quantity) it.value()).number())
                .toList();
    }

    @Test
    void understandsAllOfAListThatIsNotRefused() throws SenmlRejected {
        String list = "83 a4 006161 0201 2207 23616d a2 006162 0202 a2 006163 0203";
        assertThat(SenmlReader.readUnderstood(CborReader.wellFormed(bytes(list)), 10))
                .isEqualTo(SenmlReader.read(CborReader.wellFormed(bytes(list)), 10))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the value: NaN, Infinity, -Infinity, null, undefined, true, text, bytes, an array
                "a2 006162 02f97e00",
                "a2 006162 02fa7fc00000",
                "a2 006162 02f97c00",
                "a2 006162 02f9fc00",
                "a2 006162 02f6",
                "a2 006162 02f7",
                "a2 006162 02f5",
                "a2 006162 026139",
                "a2 006162 024139",
                "a2 006162 02820102",
                // integers of 64 bits; fractions: exponent, size, a large number, what is no number, another tag,
                // nested tags
                "a2 006162 021bffffffffffffffff",
                "a2 006162 023bffffffffffffffff",
                "a2 006162 02c482381e01",
                "a2 006162 02c482181f01",
                "a2 006162 02c483010101",
                "a2 006162 02c482014101",
                "a2 006162 02c4820182f6f6",
                "a2 006162 02c48201c24101",
                "a2 006162 02c482f97e0001",
                "a2 006162 02c5820101",
                "a2 006162 02c4c4820101",
                // no value, two values, nothing, a name and unit alone
                "a1 006162",
                "a3 006162 0201 036178",
                "a0",
                "a2 006162 016143",
                // name, unit, sum, time and update time
                "a2 0001 0201",
                "a2 0060 0201",
                "a2 00612d 0201",
                "a1 0201",
                "a3 006162 0105 0201",
                "a3 006162 0201 05f97e00",
                "a3 006162 0201 06f6",
                "a3 006162 0201 06f97c00",
                "a3 006162 0201 076131",
                "a2 006162 0301",
                "a2 006162 046178",
                "a2 006162 086178",
                // keys that are no labels
                "a3 006162 0201 416201",
                "a3 006162 0201 1bffffffffffffffff01",
                "a3 006162 0201 3bffffffffffffffff01",
                // no record
                "f6",
                "01",
                "6162",
                "82a2 006162 020102",
                "c4820101"
            })
    void passesOverWhatIsBad(String bad) {
        assertThat(understood("83 a4 006161 0201 2207 23616d " + bad + " a2 006163 0203"))
                .containsExactly("a m 7 1", "c m 7 3");
        assertThat(understood("83 " + bad + " a4 006161 0201 2207 23616d a2 006163 0203"))
                .containsExactly("a m 7 1", "c m 7 3");
    }

    @Test
    void takesTheBaseFieldsOfARecordThatIsBad() {
        // [{n: "a", v: NaN, bn: "x:", bt: 7, bu: "m", bv: 40}, {n: "b", v: 2}]
        assertThat(understood("82 a6 006161 02f97e00 2162783a 2207 23616d 241828 a2 006162 0202"))
                .containsExactly("x:b m 7 42");
    }

    @ParameterizedTest
    @CsvSource({
        // base name, base time, base value, base sum: nothing is based on what was said before, or on nothing
        "2101, 2162783a, x:d m 7 4",
        "22f97e00, 2209, d m 9 4",
        "22f6, 2209, d m 9 4",
        "226131, 2209, d m 9 4",
        "22c482181f01, 2209, d m 9 4",
        "24f97e00, 2400, d m 7 4",
        "24f97c00, 2400, d m 7 4",
        "24f6, 2405, d m 7 9",
        "25f97e00, 2500, d m 7 4",
        // versions: unknown, another, no number
        "200b, 200a, d m 7 4",
        "20f6, 200a, d m 7 4",
        "2005, 200a, d m 7 4"
    })
    void basesNothingOnABadFieldUntilItIsSaidAnew(String bad, String anew, String expected) {
        String first = "a5 006161 0201 200a 2207 23616d";
        assertThat(understood("84" + first + "a3 006162 0202" + bad + "a2 006163 0203 a3 006164 0204" + anew))
                .containsExactly("a m 7 1", expected);
        assertThat(understood("84" + first + "a1" + bad + "a3 006163 0203 0601 a3 006164 0204" + anew))
                .containsExactly("a m 7 1", expected);
        assertThat(understood("83" + first + "a3 006162 02f6" + bad + "a3 006164 0204" + anew))
                .containsExactly("a m 7 1", expected);
        assertThat(understood("83" + first + "a1" + bad + "a2 006164 0204")).containsExactly("a m 7 1");
    }

    @Test
    void needsNoBaseUnitForARecordWithItsOwn() {
        // [{n: "a", v: 1, bu: "m"}, {n: "b", v: 2, bu: 0}, {n: "c", u: "s", v: 3}, {n: "d", v: 4, bu: "g"}, {n: "e", v:
        // 5}]
        assertThat(understood("85 a3 006161 0201 23616d a3 006162 0202 2300 a3 006163 016173 0203"
                        + "a3 006164 0204 236167 a2 006165 0205"))
                .containsExactly("a m 0 1", "c s 0 3", "d g 0 4", "e g 0 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a label that must be understood, in the first place, in the last, and where something is bad already
                "a3 62785f01 006162 0202 a2 006163 0203",
                "a3 006162 0202 62785f01 a2 006163 0203",
                "a3 006162 02f6 62785f01 a2 006163 0203",
                "a1 62785f01 a2 006163 0203",
                // broken CBOR: reserved, indefinite, keys twice, no UTF-8, cut off
                "a2 006162 021c a2 006163 0203",
                "a2 006162 029fff a2 006163 0203",
                "a3 006162 0202 0202 a2 006163 0203",
                "a2 0061ff 0202 a2 006163 0203",
                "a2 006162 02",
                "a2 006162 0202",
                "bf 006162 0202 ff a2 006163 0203"
            })
    void endsWhereItCannotGoOn(String end) {
        assertThat(understood("83 a2 006161 0201" + end)).first().isEqualTo("a - 0 1");
        assertThat(understood("83 a2 006161 0201" + end)).doesNotContain("c - 0 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "f6", "01", "80", "a2 006161 0201", "9f a2 006161 0201 ff", "9a7fffffff", "81 62785f"})
    void understandsNothingOfWhatIsNoList(String hex) {
        assertThat(understood(hex)).isEmpty();
    }

    @Test
    void understandsAsManyRecordsAsTheCallerTakesAndWhatStandsBeforeOtherBytes() {
        assertThat(understood("8b" + "a2 006161 0201".repeat(11))).hasSize(10);
        assertThat(understood("81 a2 006161 0201 00")).containsExactly("a - 0 1");
    }

    @ParameterizedTest
    @CsvSource({
        "81a3 006161 006162 0201, DUPLICATE_KEY",
        "81a2 006161 0201 00, TRAILING",
        "81a2 0001 0201, UNEXPECTED_TYPE",
        "81a2 006161, TRUNCATED",
        "8101, UNEXPECTED_TYPE",
        "81a2 006161 02c4830101 01, WRONG_SIZE",
        "9fa2 006161 0201ff, INDEFINITE_LENGTH",
        "81a2 0061ff 0201, BAD_TEXT"
    })
    void tellsWhatIsWrongWithTheCbor(String hex, CborRejected.Reason reason) {
        assertThatThrownBy(() -> only(hex)).isInstanceOfSatisfying(SenmlRejected.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.BAD_CBOR);
            assertThat(e.cbor()).contains(reason);
        });
    }
}
