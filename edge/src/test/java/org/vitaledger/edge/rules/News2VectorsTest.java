package org.vitaledger.edge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.SharedData;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.edge.rules.News2.Scale;
import org.vitaledger.edge.rules.News2Sheet.Score;

/** Published cases of the score (gdl-lang/common-clinical-models, NEWS2.v1). */
class News2VectorsTest {
    private static final Pattern GIVEN = Pattern.compile("\\s+gt\\d+\\|([^:|]+): ([^,|]+).*");
    private static final News2 CHART = News2.load();

    private record Case(String id, Map<String, String> given, Map<String, String> expected) {}

    @Test
    void givesThePublishedScores() throws IOException {
        List<Case> cases = read(Files.readAllLines(SharedData.path("news2/NEWS2.v1.test.yml")));
        assertThat(cases).hasSize(19);
        for (Case it : cases) {
            Score score = score(it.given);
            String total = Objects.requireNonNull(it.expected.get("Total score"));
            assertThat(score.total()).as(it.id).isEqualTo(Integer.parseInt(total));
            assertThat(score.isComplete()).as(it.id).isTrue();
            assertThat(score.hasThree()).as(it.id).isEqualTo(hasThree(it));
        }
    }

    private static boolean hasThree(Case it) {
        return "3".equals(it.given.get("Consciousness"))
                || Stream.of("Pulse", "Temperature", "Systolic blood pressure", "Respiratory rate", "SpO2")
                        .anyMatch(name -> "3".equals(it.expected.get(name)));
    }

    private static Score score(Map<String, String> given) {
        News2Sheet sheet = new News2Sheet();
        note(sheet, "8480-6", given.get("Systolic BP"));
        note(sheet, "59408-5", given.get("spO2"));
        note(sheet, "8867-4", given.get("Heart rate"));
        note(sheet, "8310-5", given.get("Temperature"));
        note(sheet, "9279-1", given.get("Respiration rate"));
        note(sheet, "9269-2", "0".equals(given.get("Consciousness")) ? "15" : "14");
        note(sheet, "3150-0", "0".equals(given.get("Supplemental oxygen")) ? "21" : "28");
        boolean isHypercapnic = "1".equals(given.get("Hypercapnic respiratory failure"));
        return sheet.score(CHART, isHypercapnic ? Scale.TWO : Scale.ONE);
    }

    private static void note(News2Sheet sheet, String code, @Nullable String value) {
        BigDecimal number = new BigDecimal(Objects.requireNonNull(value));
        sheet.note(Objects.requireNonNull(CHART.find(code)), Readings.of(code, Decimal.of(number)), 0, 0);
    }

    private static List<Case> read(List<String> lines) {
        List<Case> cases = new ArrayList<>();
        boolean isExpected = false;
        for (String line : lines) {
            Matcher matcher = GIVEN.matcher(line);
            if (line.startsWith("  - id: ")) {
                cases.add(new Case(line.substring(8), new HashMap<>(), new HashMap<>()));
                isExpected = false;
            } else if (line.contains("expected_output:")) {
                isExpected = true;
            } else if (matcher.matches()) {
                Case it = cases.getLast();
                (isExpected ? it.expected : it.given).put(matcher.group(1), matcher.group(2));
            }
        }
        return cases;
    }
}
