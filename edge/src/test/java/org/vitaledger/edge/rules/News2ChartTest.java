package org.vitaledger.edge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.Reading;
import org.vitaledger.edge.rules.News2.Scale;
import org.vitaledger.edge.rules.News2Sheet.Score;

/** Both ends of every band of chart 1 (Royal College of Physicians, 2017). */
class News2ChartTest {
    private static final News2 CHART = News2.load();

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "9279-1:  0 3, 8 3, 9 1, 11 1, 12 0, 20 0, 21 2, 24 2, 25 3, 60 3",
                "59408-5: 70 3, 91 3, 92 2, 93 2, 94 1, 95 1, 96 0, 100 0",
                "8480-6:  50 3, 90 3, 91 2, 100 2, 101 1, 110 1, 111 0, 219 0, 220 3, 300 3",
                "8867-4:  20 3, 40 3, 41 1, 50 1, 51 0, 90 0, 91 1, 110 1, 111 2, 130 2, 131 3, 200 3",
                "8889-8:  40.4 3, 40.5 1, 50.4 1, 50.5 0, 90.4 0, 90.5 1, 130.4 2, 130.5 3",
                "8310-5:  35.0 3, 35.1 1, 36.0 1, 36.1 0, 38.0 0, 38.1 1, 39.0 1, 39.1 2, 35.04 3, 35.05 1",
                "9269-2:  3 3, 8 3, 14 3, 15 0",
                "3150-0:  20.9 0, 21 0, 21.0 0, 24 2, 100 2",
                "3151-8:  0 0, 0.0 0, 0.25 2, 15 2"
            })
    void givesThePointsOfTheChart(String code, String valuesAndPoints) {
        for (String it : valuesAndPoints.split(", ", -1)) {
            String[] pair = it.split(" ", -1);
            News2Sheet sheet = new News2Sheet();
            note(sheet, code, pair[0], 0);
            assertThat(sheet.score(CHART, Scale.ONE).total()).as(it).isEqualTo(Integer.parseInt(pair[1]));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "83, 3, 3",
        "84, 2, 2",
        "85, 2, 2",
        "86, 1, 1",
        "87, 1, 1",
        "88, 0, 0",
        "92, 0, 0",
        "93, 0, 1",
        "94, 0, 1",
        "95, 0, 2",
        "96, 0, 2",
        "97, 0, 3",
        "100, 0, 3"
    })
    void scaleTwoDependsOnOxygen(String saturation, int onAir, int onOxygen) {
        News2Sheet sheet = new News2Sheet();
        note(sheet, "59408-5", saturation, 0);
        assertThat(sheet.score(CHART, Scale.TWO).total()).isEqualTo(onAir);

        note(sheet, "3151-8", "2", 1);
        assertThat(sheet.score(CHART, Scale.TWO).total()).isEqualTo(onOxygen + 2);
    }

    /** Under scale 2 other values are worse than under scale 1. */
    @Test
    void ofTwoSourcesTheOneThatIsWorseUnderThePatientsScaleCounts() {
        News2Sheet sheet = new News2Sheet();
        note(sheet, "59408-5", "91", 0);
        note(sheet, "2708-6", "98", 1);
        note(sheet, "3151-8", "2", 2);
        assertThat(sheet.score(CHART, Scale.ONE).total()).isEqualTo(3 + 2);
        assertThat(sheet.score(CHART, Scale.TWO).total()).isEqualTo(3 + 2);
        note(sheet, "2708-6", "91", 3);
        assertThat(sheet.score(CHART, Scale.TWO).total()).isEqualTo(2);
    }

    @Test
    void onlyLatestValuesWithinTheWindowCount() {
        News2Sheet sheet = new News2Sheet();
        long window = News2Sheet.WINDOW.toMillis();
        note(sheet, "9279-1", "30", 1000);
        note(sheet, "9279-1", "15", 500);
        note(sheet, "8867-4", "100", 1000 + window);
        assertThat(sheet.score(CHART, Scale.ONE)).isEqualTo(new Score(4, true, false, 1000 + window));

        note(sheet, "8867-4", "100", 1001 + window);
        assertThat(sheet.score(CHART, Scale.ONE)).isEqualTo(new Score(1, false, false, 1001 + window));
    }

    private static void note(News2Sheet sheet, String code, String value, long time) {
        Reading reading = Readings.of(code, Decimal.of(new BigDecimal(value)));
        sheet.note(Objects.requireNonNull(CHART.find(code)), reading, time, time);
    }
}
