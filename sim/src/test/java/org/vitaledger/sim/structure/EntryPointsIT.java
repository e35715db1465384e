package org.vitaledger.sim.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell that ./vitaledger and ./check share. Release 99 stands for the required one: no machine has it by chance. */
class EntryPointsIT {
    private static final String FIND =
            ". \"$ROOT/build/find-jdk.sh\"; required_jdk=99; use_jdk demo; echo \"$JAVA_HOME\"";

    @TempDir
    Path home;

    private record Ended(int status, List<String> out, List<String> err) {}

    @BeforeEach
    void needsBash() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no /bin/bash on this machine");
    }

    @Test
    void findsTheJdkThatJavaHomeNames() throws Exception {
        Path jdk = jdk("named", "99.0.1");
        assertThat(bash(FIND, Map.of("JAVA_HOME", jdk.toString())).out()).containsExactly(jdk.toString());
    }

    @Test
    void looksInTheUsualPlacesIfJavaHomeIsTooOld() throws Exception {
        Path old = jdk(".jdks/old", "17.0.15");
        jdk(".jdks/newest", "101");
        Path nearest = jdk(".sdkman/candidates/java/right", "99.0.2");
        assertThat(bash(FIND, Map.of("JAVA_HOME", old.toString())).out()).containsExactly(nearest.toString());
    }

    @Test
    void saysInOneLineWhatToInstallIfThereIsNone() throws Exception {
        jdk(".jdks/old", "17.0.15");
        Ended ended = bash(FIND, Map.of());
        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .singleElement()
                .asString()
                .startsWith("demo: needs a JDK 99")
                .contains("install");
    }

    @Test
    void buildsACopyOfABuiltCheckoutOnlyIfASourceDiffers() throws Exception {
        Path source =
                Files.createDirectories(home.resolve("copy/core/src/main")).resolve("A.java");
        Files.writeString(source, "class A {}");
        Files.writeString(home.resolve("copy/pom.xml"), "<project/>");
        Files.writeString(home.resolve("copy/core/pom.xml"), "<project/>");
        String shell = "root=$HOME/copy; stamp=$HOME/copy/built; . \"$ROOT/build/sources.sh\"; ";
        String later = "touch -d '1 hour' \"$root\"/core/src/main/*; ";
        assertThat(bash(shell + "sum_of_sources >\"$stamp\"; " + later + "is_built", Map.of())
                        .status())
                .as("all times are new")
                .isZero();
        Files.writeString(source, "class B {}");
        assertThat(bash(shell + later + "is_built", Map.of()).status())
                .as("a source differs")
                .isNotZero();
        Files.delete(source);
        Files.writeString(source.resolveSibling("B.java"), "class A {}");
        assertThat(bash(shell + later + "is_built", Map.of()).status())
                .as("a source has another name")
                .isNotZero();
    }

    @Test
    void countsWhatPassedFailedAndWasSkippedWithItsReason() throws Exception {
        Path report = Files.writeString(home.resolve("TEST-a.xml"), """
                <testsuite name="a.B" tests="4" errors="1" skipped="1" failures="0">
                  <testcase name="passes" classname="a.B" time="0"/>
                  <testcase name="prints" classname="a.B" time="0">
                    <system-out><![CDATA[
                  <testcase name="printed" classname="a.B"><failure message="not one"/>
                ]]></system-out>
                  </testcase>
                  <testcase name="needsData" classname="a.B" time="0">
                    <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: \
                Assumption failed: no ../shared
                ]]></skipped>
                  </testcase>
                  <testcase name="breaks" classname="a.B" time="0">
                    <error message="said &quot;no&quot;" type="java.lang.IllegalStateException"><![CDATA[trace]]></error>
                  </testcase>
                </testsuite>
                """);
        Ended ended = bash("awk -f \"$ROOT/build/count-tests.awk\" \"$REPORT\"", Map.of("REPORT", report.toString()));
        assertThat(ended.out())
                .containsExactly(
                        "skipped  B.needsData: no ../shared",
                        "FAILED   B.breaks: said \"no\"",
                        "2 passed, 1 failed, 1 skipped");
        assertThat(ended.status()).isNotZero();
    }

    @Test
    void aRunWithoutAnyTestIsNoSuccess() throws Exception {
        Ended ended = bash("awk -f \"$ROOT/build/count-tests.awk\" /dev/null", Map.of());
        assertThat(ended.out()).containsExactly("0 passed, 0 failed, 0 skipped");
        assertThat(ended.status()).isNotZero();
    }

    private Path jdk(String name, String version) throws IOException {
        Path jdk = home.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        for (String tool : List.of("java", "javac")) {
            assertThat(Files.createFile(jdk.resolve("bin").resolve(tool))
                            .toFile()
                            .setExecutable(true))
                    .isTrue();
        }
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"a fake\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    private Ended bash(String script, Map<String, String> environment) throws IOException, InterruptedException {
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-c", script)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("HOME", home.toString());
        builder.environment().put("ROOT", SourceTree.root().toString());
        builder.environment().putAll(environment);
        int status = builder.start().waitFor();
        return new Ended(status, lines(out), lines(err));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }
}
