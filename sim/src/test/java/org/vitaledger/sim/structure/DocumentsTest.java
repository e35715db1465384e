package org.vitaledger.sim.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vitaledger.sim.structure.SourceTree.Source;

/** The documents stay short where they must, complete where they must, and point at what exists. */
class DocumentsTest {
    private static final int README_WORDS = 400;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern SCRIPT = Pattern.compile("(?m)^ {4}\\./([a-z]+)\\b");

    @Test
    void readmeIsReadInAMinute() {
        assertThat(SourceTree.read("README.md").split("\\s+")).hasSizeLessThanOrEqualTo(README_WORDS);
    }

    @Test
    void readmeNamesEveryModule() {
        assertThat(SourceTree.modules())
                .allSatisfy(module -> assertThat(SourceTree.read("README.md")).contains("| " + module + " |"));
    }

    @Test
    void commandsOfTheReadmeCanBeRun() {
        Matcher script = SCRIPT.matcher(SourceTree.read("README.md"));
        List<String> scripts = new ArrayList<>();
        while (script.find()) {
            scripts.add(script.group(1));
        }
        assertThat(scripts).contains("vitaledger", "check");
        assertThat(scripts)
                .allSatisfy(name -> assertThat(SourceTree.root().resolve(name)).isExecutable());
    }

    @Test
    void linksPointAtWhatExists() {
        List<String> broken = new ArrayList<>();
        for (Source document : SourceTree.documents()) {
            Path folder = Objects.requireNonNull(
                    SourceTree.root().resolve(document.name()).getParent());
            Matcher link = LINK.matcher(document.text());
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !Files.exists(folder.resolve(target))) {
                    broken.add(document.name() + " -> " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyDecisionTellsContextChoiceAlternativesAndCost() {
        List<Source> decisions = SourceTree.documents().stream()
                .filter(document -> document.name().startsWith("docs/adr/"))
                .toList();
        assertThat(decisions).isNotEmpty();
        assertThat(decisions).allSatisfy(decision -> {
            assertThat(decision.name()).matches("docs/adr/\\d{4}-[a-z0-9-]+\\.md");
            assertThat(decision.text()).contains("**Context.**", "**Decision.**", "**Rejected.**", "**Cost.**");
        });
    }
}
