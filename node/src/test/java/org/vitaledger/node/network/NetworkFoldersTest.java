package org.vitaledger.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.hashgraph.Card;
import org.vitaledger.ledger.hashgraph.Cards;
import org.vitaledger.ledger.hashgraph.NetworkFile;
import org.vitaledger.node.cli.CommandLineProgram;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.keys.NodeKeys;
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
        Cards read = NetworkFile.read(folders.getLast().resolve("network.properties"));
        assertThat(read.all().stream().map(card -> card.member().ed25519()).distinct())
                .hasSize(3);
        assertThat(read.all().stream().map(card -> card.gossip().port())).containsExactly(20_003, 20_008, 20_013);
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
        assertThat(config.staleness())
                .as("what the members decide holds, also if it is more than at first")
                .contains(Duration.ofHours(1));
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
    void makesACardThatTheOthersAddOnce() throws IOException {
        List<Path> folders = make();
        Path network = folders.getFirst().resolve("network.properties");
        assertThat(CommandLineProgram.run(
                        "network",
                        "join",
                        "--name=new.example",
                        "--member=" + folders.getFirst(),
                        "--origin=log.example/x",
                        "--dir=" + directory,
                        "--port=21000"))
                .isEqualTo(ExitCode.YES);
        Path joined = directory.resolve("new.example");
        Path card = joined.resolve(NetworkFolders.CARD);
        for (int time = 0; time < 2; time++) {
            assertThat(CommandLineProgram.run("network", "add", card.toString(), "--network=" + network))
                    .isEqualTo(ExitCode.YES);
        }

        Cards known = NetworkFile.read(network);
        assertThat(known.all()).hasSize(4);
        assertThat(known).isEqualTo(NetworkFile.read(joined.resolve("network.properties")));
        assertThat(Files.readString(card)).doesNotContain("hospital");
        assertThat(joined.resolve("keys/log.pem"))
                .hasBinaryContent(Files.readAllBytes(folders.getFirst().resolve("keys/log.pem")));
    }

    @Test
    void addsTheOtherCardThatAMemberMade() throws IOException {
        List<Path> folders = make();
        Path network = folders.getFirst().resolve("network.properties");
        Path card = NetworkFolders.renew(folders.get(1), SIGNATURES);
        assertThat(CommandLineProgram.run("network", "add", card.toString(), "--network=" + network))
                .isEqualTo(ExitCode.YES);

        MemberId member = NetworkFolders.member(card).id();
        List<Card> both = NetworkFile.read(network).of(member);
        assertThat(both).hasSize(2);
        assertThat(both.getLast().member()).isEqualTo(NetworkFolders.member(card));
        assertThat(both.getLast().gossip()).isEqualTo(both.getFirst().gossip());
        assertThat(both.getLast().tlsCertificate()).isNotEqualTo(both.getFirst().tlsCertificate());
        assertThat(NetworkFile.read(folders.get(1).resolve("network.properties")))
                .isEqualTo(NetworkFile.read(network));
    }

    @Test
    void addsNoCardWithAnothersCertificate() throws IOException {
        List<Path> folders = make();
        Path network = folders.getFirst().resolve("network.properties");
        byte[] before = Files.readAllBytes(network);
        Card card = NetworkFile.read(network).all().getLast();
        Member stranger = new Member(
                new MemberId("stranger.example"),
                card.member().ed25519(),
                card.member().mlDsa44());
        Path file = directory.resolve("card.properties");
        NetworkFile.write(
                file,
                new Cards(
                        NetworkFile.read(network).log(),
                        List.of(new Card(
                                stranger,
                                card.gossip(),
                                card.gossipCertificate(),
                                card.endpoint(),
                                card.tlsCertificate()))));

        assertThat(CommandLineProgram.run("network", "add", file.toString(), "--network=" + network))
                .isEqualTo(ExitCode.USAGE);
        assertThat(CommandLineProgram.run("network", "add", network.toString(), "--network=" + network))
                .as("no card")
                .isEqualTo(ExitCode.USAGE);
        assertThat(network).hasBinaryContent(before);
    }

    @Test
    void keepsFormerKeysBesideNewOnes() throws IOException {
        Path folder = make().get(1);
        Path first = NetworkFolders.renew(folder, SIGNATURES);
        Path second = NetworkFolders.renew(folder, SIGNATURES);

        NodeKeys keys =
                NodeKeys.open(folder.resolve("keys"), new MemberId("hospital-2.example"), "log.example/x", SIGNATURES);
        assertThat(keys.later().stream().map(LedgerKeys::member))
                .extracting(Member::ed25519)
                .containsExactly(
                        NetworkFolders.member(first).ed25519(),
                        NetworkFolders.member(second).ed25519());
        assertThat(keys.all().stream().map(LedgerKeys::member).distinct()).hasSize(3);
        SignedNote note = keys.all().get(1).sign(new Checkpoint("log.example/x", 1, Hash.sha256()), 1);
        assertThat(keys.policy().check(note, SIGNATURES)).isInstanceOf(PolicyCheck.Accepted.class);
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
