package org.vitaledger.sim.structure;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;

/** core is a pure function: java.base only, no I/O, no clock, no randomness of its own, no threads, no hash order. */
@Proves("INV-005")
class CorePurityTest {
    private static final String CORE = "org.vitaledger.core..";

    /** Where state, log and proofs are made: equal inputs must give equal bytes on every replica. */
    private static final String[] REPLICATED = {
        "org.vitaledger.core.contract..",
        "org.vitaledger.core.access..",
        "org.vitaledger.core.merkle..",
        "org.vitaledger.core.statemap..",
        "org.vitaledger.core.proof..",
        "org.vitaledger.core.value.."
    };

    private static final Set<String> IN_HASH_ORDER =
            Set.of("java.util.HashMap", "java.util.HashSet", "java.util.IdentityHashMap", "java.util.Hashtable");

    private static final Set<String> FLOATING = Set.of("float", "double", "java.lang.Float", "java.lang.Double");

    private static final Set<String> IMPURE_METHODS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.System.exit",
            "java.util.UUID.randomUUID",
            "java.security.SecureRandom.<init>",
            "java.security.SecureRandom.getInstanceStrong",
            "java.util.Collection.parallelStream",
            "java.util.Locale.getDefault",
            "java.time.ZoneId.systemDefault");

    @Test
    void needsOnlyThePurePartOfJavaBase() {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(
                        CORE,
                        "org.jspecify.annotations",
                        "java.lang",
                        "java.lang.constant",
                        "java.lang.invoke",
                        "java.lang.runtime",
                        "java.lang.annotation",
                        "java.math",
                        "java.nio",
                        "java.nio.charset",
                        "java.security",
                        "java.security.interfaces",
                        "java.security.spec",
                        "java.text",
                        "java.time",
                        "java.time.format",
                        "java.time.temporal",
                        "java.util",
                        "java.util.function",
                        "java.util.regex",
                        "java.util.stream",
                        "javax.crypto",
                        "javax.crypto.spec")
                .or(describe(
                        "a primitive, an array, or bytes in memory",
                        type -> type.isPrimitive()
                                || type.isArray()
                                || type.isEquivalentTo(Serializable.class)
                                || type.isEquivalentTo(ByteArrayOutputStream.class)));
        classes()
                .that()
                .resideInAPackage(CORE)
                .should()
                .onlyDependOnClassesThat(allowed)
                .check(ProductClasses.ALL);
    }

    @Test
    void startsNoThreadReadsNoClockAndDrawsNoRandomness() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat(named(Set.of(
                        "java.lang.Thread",
                        "java.lang.ThreadLocal",
                        "java.lang.ScopedValue",
                        "java.lang.Process",
                        "java.lang.ProcessBuilder",
                        "java.lang.Runtime",
                        "java.time.Clock",
                        "java.time.InstantSource",
                        "java.util.Timer",
                        "java.util.Random",
                        "java.util.SplittableRandom")))
                .orShould()
                .accessTargetWhere(describe("the target is impure", CorePurityTest::isImpure))
                .check(ProductClasses.ALL);
    }

    @Test
    void whatReplicasShareHasNoHashOrder() {
        noClasses()
                .that()
                .resideInAnyPackage(REPLICATED)
                .should()
                .dependOnClassesThat(named(IN_HASH_ORDER))
                .allowEmptyShould(true)
                .check(ProductClasses.ALL);
    }

    @Test
    void whatReplicasShareHasNoFloatingPoint() {
        noFields()
                .that()
                .areDeclaredInClassesThat(resideInAnyPackage(REPLICATED))
                .should()
                .haveRawType(named(FLOATING))
                .check(ProductClasses.ALL);
        noCodeUnits()
                .that()
                .areDeclaredInClassesThat(resideInAnyPackage(REPLICATED))
                .should()
                .haveRawReturnType(named(FLOATING))
                .orShould()
                .haveRawParameterTypes(
                        describe("one of " + FLOATING, types -> types.stream().anyMatch(named(FLOATING))))
                .check(ProductClasses.ALL);
    }

    private static boolean isImpure(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        boolean inParallel =
                access.getName().equals("parallel") && owner.getPackageName().equals("java.util.stream");
        return inParallel || IMPURE_METHODS.contains(owner.getName() + "." + access.getName());
    }

    private static DescribedPredicate<JavaClass> named(Set<String> names) {
        return describe("one of " + names, type -> names.contains(type.getName()));
    }
}
