package org.vitaledger.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.node.cli.CommandLineProgram;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.run.HomeCheck;

/** The commands as a newcomer runs them, one after the other. */
class MainJobIT {
    private static final int FLIPS = 12;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void runsTheDemoChecksItsFolderVerifiesAProofAndFindsFlippedBits() throws IOException {
        Path home = folder.resolve("home");
        int demo = CommandLineProgram.run(
                "demo",
                "--headless",
                "--seconds",
                "4",
                "--devices",
                "4",
                "--port",
                "0",
                "--sample",
                "0",
                "--home",
                home.toString());
        assertThat(demo)
                .as("every acknowledged reading is committed, readable and verified")
                .isEqualTo(ExitCode.YES);
        assertThat(CommandLineProgram.run("fsck", home.toString())).isEqualTo(ExitCode.YES);

        Path proof = home.resolve("reading.tlog-proof");
        String policy = home.resolve("policy.txt").toString();
        assertThat(CommandLineProgram.run("verify", proof.toString(), "--policy", policy))
                .isEqualTo(ExitCode.YES);
        Files.writeString(proof, withAnotherHash(Files.readString(proof)));
        assertThat(CommandLineProgram.run("verify", proof.toString(), "--policy", policy))
                .isEqualTo(ExitCode.NO);

        findsFlippedBits(home);
    }

    /** A proof whose last hash on the way to the root is another; a file that can't be read would be no verdict. */
    private static String withAnotherHash(String proof) {
        int place = proof.lastIndexOf('\n', proof.indexOf("\n\n") - 1) + 5;
        return proof.substring(0, place) + (proof.charAt(place) == 'A' ? 'B' : 'A') + proof.substring(place + 1);
    }

    private static void findsFlippedBits(Path home) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<Path> files = sealedFiles(home);
        assertThat(files).isNotEmpty();
        for (int i = 0; i < FLIPS; i++) {
            Path file = files.get(random.nextInt(files.size()));
            long position = random.nextLong(Files.size(file));
            flip(file, position);
            List<String> findings =
                    HomeCheck.check(home, Signatures.platform(), part -> {}).findings();
            assertThat(findings)
                    .as("a bit of %s at %d", file, position)
                    .anySatisfy(finding -> assertThat(finding).contains(file.toString()));
            flip(file, position);
        }
        assertThat(HomeCheck.check(home, Signatures.platform(), part -> {}).findings())
                .isEmpty();
    }

    /** The journals of the ledger and the vault. */
    private static List<Path> sealedFiles(Path home) throws IOException {
        List<Path> sealed = new ArrayList<>();
        for (Path folder : List.of(home.resolve("ledger/entries"), home.resolve("vault/journal"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".seg")).sorted().forEach(sealed::add);
            }
        }
        return sealed;
    }

    private static void flip(Path file, long position) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[(int) position] ^= 1;
        Files.write(file, content);
    }
}
