package org.vitaledger.core.senml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
