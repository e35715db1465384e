package org.vitaledger.edge.normal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.core.Proves;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.edge.normal.Normalised.Accepted;
import org.vitaledger.edge.normal.Normalised.Reason;
import org.vitaledger.edge.normal.Normalised.Rejected;

class NormaliserTest {
    private static final Normaliser NORMALISER = Normaliser.load();

    @Test
    void keepsWhatComesInStandardTermsAsItIs() {
        Normalised normalised = NORMALISER.normalise(Packs.of("8867-4 /min 72", "8310-5 Cel 37.0"));

        Reading heart = new Reading(
                new ReadingId(Packs.DEVICE, 7, 0),
                Packs.PATIENT,
                Packs.TIME,
                "8867-4",
                new Decimal(72, 0),
                "/min",
                Packs.HASH);
        Reading temperature = new Reading(
                new ReadingId(Packs.DEVICE, 7, 1),
                Packs.PATIENT,
                Packs.TIME,
                "8310-5",
                new Decimal(370, 1),
                "Cel",
                Packs.HASH);
        assertThat(normalised).isInstanceOf(Accepted.class);
        assertThat(((Accepted) normalised).readings()).containsExactly(heart, temperature);
    }

    @ParameterizedTest
    @CsvSource({
        // SenML units, names of devices
        "HR,                      beat/min,     72,      8867-4,  72,      /min",
        "heart_rate,              bpm,          72,      8867-4,  72,      /min",
        "MDC_PULS_OXIM_SAT_O2,    %,            97,      59408-5, 97,      %",
        "SpO2,                    /,            0.97,    59408-5, 97,      %",
        "9279-1,                  1/min,        16,      9279-1,  16,      /min",
        "2744-1,                  pH,           7.41,    2744-1,  7.41,    [pH]",
        "NISysABP,                mmHg,         120,     76534-7, 120,     mm[Hg]",
        // the unit that a name implies
        "FiO2,                    -,            0.21,    3150-0,  21,      %",
        "GCS,                     -,            15,      9269-2,  15,      {score}",
        "9269-2,                  -,            15,      9269-2,  15,      {score}",
        // conversions of the table
        "Temp,                    [degF],       98.6,    8310-5,  37.00,   Cel",
        "Temp,                    degF,         101,     8310-5,  38.3,    Cel",
        "Temp,                    K,            310.15,  8310-5,  37.00,   Cel",
        "8480-6,                  kPa,          16.0,    8480-6,  120.0,   mm[Hg]",
        "8867-4,                  Hz,           1.2,     8867-4,  72,      /min",
        "Weight,                  g,            3500,    29463-7, 3.500,   kg",
        "Weight,                  lb,           150,     29463-7, 68.0,    kg",
        "K,                       mEq/L,        4.1,     2823-3,  4.1,     mmol/L",
        "2951-2,                  meq/L,        140,     2951-2,  140,     mmol/L",
        "Platelets,               10*9/L,       250,     26515-7, 250,     10*3/uL",
        "ALT,                     [IU]/L,       35,      1742-6,  35,      U/L",
        // conversions by UCUM's definitions
        "9279-1,                  /h,           960,     9279-1,  16.00,   /min",
        "8867-4,                  {pulse}/min,  72,      8867-4,  72,      /min",
        "8480-6,                  cm[Hg],       12.0,    8480-6,  120,     mm[Hg]",
        "2345-7,                  g/L,          0.95,    2345-7,  95,      mg/dL",
        "8302-2,                  [ft_i],       6,       8302-2,  183,     cm",
        "Urine,                   cL,           25,      9187-6,  250,     mL"
    })
    void bringsCodesAndUnitsIntoStandardTerms(
            String parameter, String unit, String value, String code, String number, String ucum) {
        Normalised normalised = NORMALISER.normalise(Packs.of(parameter + " " + unit + " " + value));

        assertThat(normalised).isInstanceOf(Accepted.class);
        Reading reading = ((Accepted) normalised).readings().getFirst();
        assertThat(reading.code()).isEqualTo(code);
        assertThat(reading.value()).hasToString(number);
        assertThat(reading.unit()).isEqualTo(ucum);
    }

    @ParameterizedTest
    @CsvSource({
        "mood,     %,          50,     UNKNOWN_CODE",
        "99999-9,  /min,       50,     UNKNOWN_CODE",
        "8867-4,   Cel,        72,     IMPOSSIBLE_UNIT",
        "8867-4,   furlong,    72,     IMPOSSIBLE_UNIT",
        "8867-4,   /min/,      72,     IMPOSSIBLE_UNIT",
        "8867-4,   -,          72,     IMPOSSIBLE_UNIT",
        "SpO2,     -,          97,     IMPOSSIBLE_UNIT",
        "SpO2,     deg,        97,     IMPOSSIBLE_UNIT",
        "SpO2,     [IU],       97,     IMPOSSIBLE_UNIT",
        "Temp,     mK,         310150, IMPOSSIBLE_UNIT",
        "Temp,     [pH],       37,     IMPOSSIBLE_UNIT",
        "GCS,      %,          15,     IMPOSSIBLE_UNIT",
        "Mg,       meq/L,      2,      IMPOSSIBLE_UNIT",
        "Glucose,  mmol/L,     5.5,    IMPOSSIBLE_UNIT",
        "8867-4,   /min,       401,    IMPLAUSIBLE_VALUE",
        "8867-4,   /min,       -1,     IMPLAUSIBLE_VALUE",
        "Temp,     -,          -17.8,  IMPLAUSIBLE_VALUE",
        "Temp,     [degF],     37,     IMPLAUSIBLE_VALUE",
        "pH,       [pH],       735,    IMPLAUSIBLE_VALUE",
        "2951-2,   10*3/uL,    140,    IMPLAUSIBLE_VALUE",
        "8867-4,   GHz,        999999999999999999, IMPLAUSIBLE_VALUE"
    })
    void refusesWhatCannotBe(String parameter, String unit, String value, Reason reason) {
        assertThat(NORMALISER.normalise(Packs.of(parameter + " " + unit + " " + value)))
                .isEqualTo(new Rejected(reason, 0, List.of()));
    }

    @Test
    void refusesThePackForTheFirstReasonByPrecedence() {
        String implausible = "8867-4 /min 900";
        String impossible = "8867-4 kg 70";
        String unknown = "mood % 50";
        String good = "8867-4 /min 70";

        assertThat(NORMALISER.normalise(Packs.of(good, implausible, good, implausible)))
                .hasToString("Rejected[IMPLAUSIBLE_VALUE 1]");
        assertThat(NORMALISER.normalise(Packs.of(good, implausible, impossible, impossible)))
                .hasToString("Rejected[IMPOSSIBLE_UNIT 2]");
        assertThat(NORMALISER.normalise(Packs.of(implausible, impossible, good, unknown, unknown)))
                .hasToString("Rejected[UNKNOWN_CODE 3]");
    }

    @Test
    void handsOutWhatItUnderstoodOfAPackThatItRefuses() {
        Rejected rejected = (Rejected) NORMALISER.normalise(
                Packs.of("mood % 50", "8867-4 /min 25", "8867-4 kg 70", "8867-4 /min 900", "SpO2 % 60"));

        assertThat(rejected.understood())
                .extracting(reading -> reading.id().index() + " " + reading.code() + " " + reading.value())
                .containsExactly("1 8867-4 25", "4 59408-5 60");
    }

    @Test
    void boundsThemselvesArePlausible() {
        assertThat(NORMALISER.normalise(Packs.of("GCS - 3", "GCS - 15.0", "SpO2 % 100", "HR - 0")))
                .isInstanceOf(Accepted.class);
        assertThat(NORMALISER.normalise(Packs.of("SpO2 % 100.000001")))
                .isEqualTo(new Rejected(Reason.IMPLAUSIBLE_VALUE, 0, List.of()));
    }

    @Test
    void handsOutReadingsThatNobodyChanges() {
        Accepted accepted = (Accepted) NORMALISER.normalise(Packs.of("8867-4 /min 72"));

        assertThatThrownBy(accepted.readings()::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @Proves("INV-009")
    void textFormsHoldNeitherValuesNorHandles() {
        NormaliserInput input = Packs.of("8867-4 /min 123");

        assertThat(input + " " + NORMALISER.normalise(input)).doesNotContain("123", "8867", Packs.PATIENT.text());
    }
}
