package org.vitaledger.edge.normal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.SharedData;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The functional tests of UCUM against the library, as it is loaded here. */
class UcumFunctionalTest {
    /** Cases, as {@code section id}, that the library does not pass. A change either way shows. */
    private static final Set<String> KNOWN_FAILURES = Set.of();

    private static final Map<String, Integer> CASES =
            Map.of("validation", 529, "displayNameGeneration", 9, "conversion", 30, "multiplication", 2, "division", 3);

    private final UcumService ucum = UcumUnits.load().service();

    @Test
    void passesAllCasesButTheKnownOnes() throws IOException, SAXException, ParserConfigurationException {
        NodeList cases = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(SharedData.path("ucum/UcumFunctionalTests.xml").toFile())
                .getElementsByTagName("case");
        Map<String, Integer> counts = new TreeMap<>();
        Set<String> failures = new TreeSet<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element it = (Element) cases.item(i);
            String section = it.getParentNode().getNodeName();
            counts.merge(section, 1, Integer::sum);
            if (!passes(section, it)) {
                failures.add(section + " " + it.getAttribute("id"));
            }
        }
        assertThat(failures).containsExactlyInAnyOrderElementsOf(KNOWN_FAILURES);
        assertThat(counts).containsExactlyInAnyOrderEntriesOf(CASES);
    }

    private boolean passes(String section, Element it) {
        try {
            return switch (section) {
                case "validation" ->
                    isValid(it.getAttribute("unit")) == it.getAttribute("valid").equals("true");
                case "displayNameGeneration" ->
                    Objects.equals(ucum.analyse(it.getAttribute("unit")), it.getAttribute("display"));
                case "conversion" -> {
                    Pair source = pair(it, "value", "srcUnit");
                    yield isSame(source, it.getAttribute("dstUnit"), it.getAttribute("outcome"));
                }
                case "multiplication" -> {
                    Pair product = ucum.multiply(pair(it, "v1", "u1"), pair(it, "v2", "u2"));
                    yield isSame(product, it.getAttribute("uRes"), it.getAttribute("vRes"));
                }
                case "division" -> {
                    Pair quotient = ucum.divideBy(pair(it, "v1", "u1"), pair(it, "v2", "u2"));
                    yield isSame(quotient, it.getAttribute("uRes"), it.getAttribute("vRes"));
                }
                default -> throw new AssertionError("a section that is not known: " + section);
            };
        } catch (UcumException e) {
            return false;
        }
    }

    private boolean isValid(String unit) {
        return ucum.validate(unit) == null;
    }

    private boolean isSame(Pair actual, String unit, String expected) throws UcumException {
        String converted = ucum.convert(actual.getValue(), code(actual.getCode()), code(unit))
                .asDecimal();
        return new BigDecimal(converted).compareTo(new BigDecimal(expected)) == 0;
    }

    /** The library, as the tests, writes unity as an empty code, which it does not take back. */
    private static String code(String code) {
        return code.isEmpty() ? "1" : code;
    }

    private static Pair pair(Element it, String value, String unit) throws UcumException {
        return new Pair(new Decimal(it.getAttribute(value)), it.getAttribute(unit));
    }
}
