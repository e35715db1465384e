package org.vitaledger.sim.structure;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dependency picture of ARCHITECTURE.md, as ADR 0003 amends it. */
class DependencyPictureTest {
    /** Whom each module may know. */
    private static final Map<String, Set<String>> MAY_KNOW = new TreeMap<>(Map.of(
            "core", Set.of(),
            "journal", Set.of("core"),
            "device", Set.of("core"),
            "ledger", Set.of("core", "journal"),
            "vault", Set.of("core", "journal"),
            "edge", Set.of("core", "journal", "device", "ledger", "vault"),
            "api", Set.of("core", "journal", "ledger", "vault"),
            "console", Set.of(),
            "node", Set.of("core", "journal", "device", "ledger", "vault", "edge", "api", "console"),
            "sim", Set.of("core", "journal", "device", "ledger", "vault", "edge", "api", "console", "node")));

    @Test
    void everyModuleOfTheBuildIsInThePicture() {
        assertThat(MAY_KNOW.keySet()).containsExactlyInAnyOrderElementsOf(SourceTree.modules());
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "journal", "device", "ledger", "vault", "edge", "api", "console", "node", "sim"})
    void knowsOnlyTheModulesOfThePicture(String module) {
        List<String> strangers = new ArrayList<>();
        Set<String> others = new HashSet<>(MAY_KNOW.keySet());
        others.remove(module);
        others.removeAll(MAY_KNOW.getOrDefault(module, Set.of()));
        others.forEach(other -> strangers.add(SourceTree.packageOf(other)));
        if (!strangers.isEmpty()) {
            noClasses()
                    .that()
                    .resideInAPackage(SourceTree.packageOf(module))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(strangers.toArray(String[]::new))
                    .allowEmptyShould(true)
                    .check(ProductClasses.ALL);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.vitaledger.ledger.solo..",
                "org.vitaledger.ledger.hashgraph..",
                "org.vitaledger.ledger.stamp..",
                "org.vitaledger.vault.file.."
            })
    void onlyTheWiringNamesAnAdapter(String adapter) {
        noClasses()
                .that(not(resideInAnyPackage(adapter, "org.vitaledger.node..", "org.vitaledger.sim..")))
                .should()
                .dependOnClassesThat(resideInAPackage(adapter))
                .allowEmptyShould(true)
                .check(ProductClasses.ALL);
    }

    @Test
    void consoleTalksToTheApiOverHttpOnly() {
        noClasses()
                .that()
                .resideInAPackage("org.vitaledger.console..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.vitaledger..").and(not(resideInAPackage("org.vitaledger.console.."))))
                .allowEmptyShould(true)
                .check(ProductClasses.ALL);
    }
}
