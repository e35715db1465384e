package org.vitaledger.sim.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.fault.Fault;

/** docs/errors.md lists what the code can say, neither more nor less. */
class ErrorCatalogueTest {
    private static final String PAGE = "docs/errors.md";

    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        String expected = ErrorCatalogue.markdown();
        if (Boolean.getBoolean("vitaledger.write")) {
            Files.writeString(SourceTree.root().resolve(PAGE), expected);
        }
        assertThat(SourceTree.read(PAGE))
                .as(PAGE + "; renew it with ./mvnw test -pl sim -am -Dvitaledger.write=true -Dtest=ErrorCatalogueTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(expected);
    }

    @Test
    void everyRefusalHasAMeaning() {
        assertThat(ErrorCatalogue.markdown().lines().filter(line -> line.startsWith("|")))
                .noneMatch(line -> line.matches(".*\\|\\s*\\|.*"));
    }

    /** What the page takes from comments must not lose words on the way. */
    @Test
    void everySentenceIsWhole() {
        assertThat(ErrorCatalogue.markdown().lines().filter(line -> line.startsWith("|")))
                .noneMatch(line -> line.matches(".*(\\w {2,}\\w| [.,;:](\\s|$)|\\{@).*"));
    }

    @Test
    void everyFaultCodeIsUniqueAndHasARemedy() {
        Set<String> seen = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (Class<?> type : ErrorCatalogue.faultCodes()) {
            for (Object constant : type.getEnumConstants()) {
                Fault.Code code = (Fault.Code) constant;
                if (!code.id().matches("VL-[A-Z]+-\\d{3}") || !seen.add(code.id())) {
                    wrong.add(code.id() + " is malformed or used twice");
                }
                if (code.text().isBlank() || code.remedy().isBlank()) {
                    wrong.add(code.id() + " has no text or no remedy");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyFaultAndItsRemedyAreSentences() {
        List<String> wrong = new ArrayList<>();
        for (Class<?> type : ErrorCatalogue.faultCodes()) {
            for (Object constant : type.getEnumConstants()) {
                Fault.Code code = (Fault.Code) constant;
                for (String said : List.of(code.text(), code.remedy())) {
                    if (!said.matches("(?s)[A-Z].*\\.")) {
                        wrong.add(code.id() + ": " + said);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
