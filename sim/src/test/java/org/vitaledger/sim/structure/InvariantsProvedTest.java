package org.vitaledger.sim.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vitaledger.sim.structure.SourceTree.Source;

/** docs/invariants.md and the tests' {@code @Proves} say the same. */
class InvariantsProvedTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (INV-\\d{3}) \\|.*\\| (in force|planned)[^|]*\\|$");
    private static final Pattern PROVES = Pattern.compile("@Proves\\(([^)]*)\\)");
    private static final Pattern ID = Pattern.compile("INV-\\d{3}");

    @Test
    void everyInvariantInForceIsProvedByATest() {
        Set<String> unproved = new TreeSet<>();
        listed().forEach((id, state) -> {
            if (state.equals("in force") && !proofs().containsKey(id)) {
                unproved.add(id);
            }
        });
        assertThat(unproved)
                .as("invariants in force that no test names with @Proves")
                .isEmpty();
    }

    @Test
    void noTestProvesAnUnknownInvariant() {
        Map<String, Set<String>> unknown = proofs();
        unknown.keySet().removeAll(listed().keySet());
        assertThat(unknown)
                .as("named by tests, but not listed in docs/invariants.md")
                .isEmpty();
    }

    private static Map<String, String> listed() {
        Map<String, String> states = new TreeMap<>();
        Matcher row = ROW.matcher(SourceTree.read("docs/invariants.md"));
        while (row.find()) {
            assertThat(states.put(row.group(1), row.group(2)))
                    .as(row.group(1) + " is listed once")
                    .isNull();
        }
        assertThat(states).as("rows of docs/invariants.md").hasSizeGreaterThanOrEqualTo(14);
        return states;
    }

    private static Map<String, Set<String>> proofs() {
        Map<String, Set<String>> proofs = new TreeMap<>();
        for (Source test : SourceTree.tests()) {
            Matcher annotation = PROVES.matcher(test.text());
            while (annotation.find()) {
                Matcher id = ID.matcher(annotation.group(1));
                while (id.find()) {
                    proofs.computeIfAbsent(id.group(), _ -> new TreeSet<>()).add(test.name());
                }
            }
        }
        // The annotation's own description has an example, which proves nothing.
        proofs.values().forEach(names -> names.removeIf(name -> name.endsWith("/Proves.java")));
        proofs.values().removeIf(Set::isEmpty);
        return proofs;
    }
}
