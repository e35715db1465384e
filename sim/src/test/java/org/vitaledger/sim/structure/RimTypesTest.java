package org.vitaledger.sim.structure;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The types of a library stay behind the door that the library came in by. */
class RimTypesTest {
    @Test
    void fhirTypesStayInApi() {
        keep(List.of("ca.uhn..", "org.hl7.."), "org.vitaledger.api..");
    }

    @Test
    void webServerAndAuthorizationServerStayInApiAndNode() {
        keep(
                List.of("org.eclipse.jetty..", "org.springframework..", "jakarta.servlet..", "com.nimbusds.."),
                "org.vitaledger.api..",
                "org.vitaledger.node..");
    }

    @Test
    void nettyStaysInTheEdgeAndInWhatPublishesToIt() {
        keep(
                List.of("io.netty.."),
                "org.vitaledger.edge..",
                "org.vitaledger.device.publish..",
                "org.vitaledger.device.load..");
    }

    @Test
    void theConsensusEnginesTypesStayInItsAdapter() {
        keep(List.of("com.hedera..", "com.swirlds..", "org.hiero.."), "org.vitaledger.ledger.hashgraph.engine..");
    }

    @Test
    void nativeCryptographyIsLoadedInOnePlace() {
        keep(List.of("com.amazon.corretto.."), "org.vitaledger.device.pack..", "org.vitaledger.node..");
    }

    @Test
    void certificatesAndTimeStampsHaveTheirPlaces() {
        keep(
                List.of("org.bouncycastle.."),
                "org.vitaledger.device.pack..",
                "org.vitaledger.ledger.stamp..",
                "org.vitaledger.node.keys..");
    }

    @Test
    void onlyTheCommandLineAndTheBenchmarksWriteToTheConsole() {
        noClasses()
                .that(not(resideInAnyPackage("org.vitaledger.node..", "org.vitaledger.sim..")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(ProductClasses.ALL);
    }

    @Test
    void noMockingLibraryIsInTheBuild() {
        for (String pom : SourceTree.poms()) {
            assertThat(SourceTree.read(pom))
                    .as(pom)
                    .doesNotContainPattern("mockito|easymock|jmockit|powermock|<artifactId>mockk");
        }
    }

    private static void keep(List<String> library, String... doors) {
        noClasses()
                .that(resideInAPackage("org.vitaledger..").and(not(resideInAnyPackage(doors))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(library.toArray(String[]::new)))
                .check(ProductClasses.ALL);
    }
}
