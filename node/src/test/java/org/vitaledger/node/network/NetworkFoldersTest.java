package org.vitaledger.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.hashgraph.Network;
import org.vitaledger.ledger.hashgraph.NetworkFile;
import org.vitaledger.node.cli.CommandLineProgram;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.NodeFault;

class NetworkFoldersTest {
    private static final Signatures SIGNATURES = Signatures.platform();

    @TempDir
    Path directory;

    private List<Path> make() throws IOException {
        NetworkFolders.Plan plan =
                new NetworkFolders.Plan(NetworkFolders.names(3), "log.example/x", "127.0.0.1", 20_000);
        return NetworkFolders.make(directory, plan, SIGNATURES);
    }

    @Test
    void givesEachMemberKeysOfItsOwnAndAllTheSameNetwork() throws IOException {
        List<Path> folders = make();
        byte[] network = Files.readAllBytes(folders.getFirst().resolve("network.properties"));
        for (Path folder : folders) {
            assertThat(folder.resolve("network.properties")).hasBinaryContent(network);
        }
        Network read = NetworkFile.read(folders.getLast().resolve("network.properties"));
        assertThat(read.nodes().stream().map(node -> node.member().ed25519()).distinct())
                .hasSize(3);
        assertThat(read.nodes().stream().map(node -> node.gossip().port())).containsExactly(20_003, 20_008, 20_013);
        assertThat(read.roster().log().name()).isEqualTo("log.example/x");
    }

    @Test
    void writesSettingsThatTheNodeTakes() throws IOException {
        Path folder = make().get(1);
        Map<String, String> settings = NodeConfig.read(folder.resolve(NetworkFolders.SETTINGS));
        NodeConfig config = NodeConfig.of(folder, settings);
        assertThat(config.member().text()).isEqualTo("hospital-2.example");
        assertThat(config.http().getPort()).isEqualTo(20_005);
        assertThat(config.consortium().orElseThrow().network()).isEqualTo(folder.resolve("network.properties"));
        assertThat(config.staleness()).isPresent();
    }

    @Test
    void keepsKeysFromOtherUsers() throws IOException {
        for (Path folder : make()) {
            try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void overwritesNobodysKeys() throws IOException {
        make();
        assertThatThrownBy(this::make)
                .isInstanceOfSatisfying(
                        NodeFault.class, fault -> assertThat(fault.code()).isEqualTo(NodeFault.NodeCode.FOLDER_EXISTS));
    }

    @Test
    void refusesNamesThatAreNone() {
        assertThat(CommandLineProgram.run(
                        "network", "init", "--dir", directory.toString(), "--names", "a.example,a.example"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineProgram.run("network", "init", "--dir", directory.toString(), "--names", "no name"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineProgram.run("network")).isEqualTo(ExitCode.USAGE);
        assertThat(directory).isEmptyDirectory();
    }
}
