package org.vitaledger.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.proof.ProofVerifier;
import org.vitaledger.core.proof.Verdict;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Member;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.ledger.DeclaredCodes;
import org.vitaledger.ledger.Roster;
import org.vitaledger.node.client.ApiClient;
import org.vitaledger.node.network.FreePorts;
import org.vitaledger.node.network.NetworkFolders;
import org.vitaledger.node.network.OwnProgram;
import org.vitaledger.node.run.NodeFault;
import org.vitaledger.node.run.NodeHome;

/** Several members on this machine, a process each, with a ward and devices each, on one ledger. For one thread. */
final class MembersDemo implements AutoCloseable {
    /** The file in a member's folder with what it reports. */
    static final String REPORT = "report.json";

    private static final Duration AGREEMENT = Duration.ofSeconds(60);
    private static final Duration ENDING = Duration.ofSeconds(30);
    private static final String ORIGIN = "consortium.example/vitaledger";

    private final Plan plan;
    private final List<Path> folders;
    private final List<Process> processes = new ArrayList<>();
    private final Consumer<String> progress;
    private final Signatures signatures = FastestSignatures.find();

    /**
     * What is asked for.
     *
     * @param members how many
     * @param port the first of five ports a member, or 0 for any that are free
     * @param recordings a folder of recorded vital signs, or empty to invent some
     * @param length how long devices deliver
     * @param devices how many at each member
     * @param pace how many times faster than recorded
     */
    record Plan(int members, int port, Optional<Path> recordings, Duration length, int devices, double pace) {}

    private MembersDemo(Plan plan, List<Path> folders, Consumer<String> progress) {
        this.plan = plan;
        this.folders = folders;
        this.progress = progress;
    }

    /** Makes the members' folders in {@code home} and starts their processes. */
    static MembersDemo start(Path home, Plan plan, Consumer<String> progress) throws IOException {
        progress.accept("Founding a consortium of " + plan.members() + " in " + home + " ...");
        int port = plan.port() == 0 ? FreePorts.inARow(NetworkFolders.PORTS * plan.members()) : plan.port();
        NetworkFolders.Plan network =
                new NetworkFolders.Plan(NetworkFolders.names(plan.members()), ORIGIN, "127.0.0.1", port);
        List<Path> folders = NetworkFolders.make(home, network, FastestSignatures.find());
        MembersDemo demo = new MembersDemo(plan, folders, progress);
        try {
            for (Path folder : folders) {
                demo.processes.add(demo.startMember(folder));
            }
            return demo;
        } catch (IOException | RuntimeException e) {
            demo.close();
            throw e;
        }
    }

    private Process startMember(Path folder) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "demo",
                "--headless",
                "--home",
                folder.toString(),
                "--config",
                folder.resolve(NetworkFolders.SETTINGS).toString()));
        arguments.addAll(List.of("--seconds", Long.toString(plan.length().toSeconds())));
        arguments.addAll(List.of("--devices", Integer.toString(plan.devices())));
        arguments.addAll(List.of("--pace", Double.toString(plan.pace())));
        arguments.addAll(List.of("--data", plan.recordings().map(Path::toString).orElse("")));
        return OwnProgram.sharingBriefly(arguments)
                .redirectErrorStream(true)
                .redirectOutput(messages(folder).toFile())
                .start();
    }

    private static Path messages(Path folder) {
        return folder.resolve("messages.txt");
    }

    /** Waits until each member has delivered, read back and verified, then compares what they show. */
    MembersResult run() throws IOException, InterruptedException {
        progress.accept("Members start, admit patients, and their devices deliver ...");
        Map<String, JsonNode> members = new LinkedHashMap<>();
        for (int i = 0; i < folders.size(); i++) {
            String name = String.valueOf(folders.get(i).getFileName());
            members.put(name, report(i));
            progress.accept(name + " has read everything back and verified it.");
        }
        return new MembersResult(members, heads(members), provesToOthers());
    }

    private JsonNode report(int member) throws IOException, InterruptedException {
        Path report = folders.get(member).resolve(REPORT);
        CountDownLatch never = new CountDownLatch(1);
        while (!Files.exists(report)) {
            for (int i = 0; i < processes.size(); i++) {
                if (!processes.get(i).isAlive()) {
                    throw new NodeFault(
                            NodeFault.NodeCode.MEMBER_ENDED, Map.of("messages", messages(folders.get(i))), null);
                }
            }
            never.await(200, TimeUnit.MILLISECONDS);
        }
        return ApiClient.parse(Files.readAllBytes(report));
    }

    /** The ledger as each member shows it, once all show the same or the time for that is over. */
    private List<MembersResult.Head> heads(Map<String, JsonNode> members) throws InterruptedException {
        progress.accept("Comparing the members' ledgers ...");
        CountDownLatch never = new CountDownLatch(1);
        long deadline = System.nanoTime() + AGREEMENT.toNanos();
        while (true) {
            List<MembersResult.Head> heads =
                    members.values().stream().map(this::head).toList();
            if (heads.stream().distinct().count() == 1 || System.nanoTime() > deadline) {
                return heads;
            }
            never.await(200, TimeUnit.MILLISECONDS);
        }
    }

    private MembersResult.Head head(JsonNode member) {
        String base = member.path("fhir").asText().replaceFirst("/fhir$", "");
        JsonNode told = new ApiClient(base, new byte[0], signatures)
                .read("/ledger/blocks", member.path("operatorToken").asText());
        return new MembersResult.Head(
                told.path("size").asLong(),
                told.path("root").asText(),
                told.path("stateRoot").asText());
    }

    /**
     * Whether the first member's proof of a reading holds for somebody who trusts the others alone: under the policy that
     * each of them exports, and with the first's keys struck out and one cosignature less asked for.
     */
    private boolean provesToOthers() throws IOException {
        byte[] proof = Files.readAllBytes(folders.getFirst().resolve("reading.tlog-proof"));
        Roster all = NetworkFolders.roster(folders.getFirst());
        boolean proved =
                proves(proof, without(all.members().getFirst(), all.policy()).encode());
        for (Path folder : folders.subList(1, folders.size())) {
            proved &= proves(proof, Files.readAllBytes(new NodeHome(folder).policy()));
        }
        return proved;
    }

    private boolean proves(byte[] proof, byte[] policy) {
        return ProofVerifier.verify(proof, policy, signatures, DeclaredCodes.load()) instanceof Verdict.Proved;
    }

    private static Policy without(Member member, Policy policy) {
        String prefix = member.id().text() + ":";
        List<Policy.Group> groups = policy.groups().stream()
                .filter(group -> !group.name().startsWith(prefix))
                .map(group -> group.name().equals(policy.quorum())
                        ? new Policy.Group(group.name(), group.threshold() - 1, others(group.members(), prefix))
                        : group)
                .toList();
        List<Policy.Witness> witnesses = policy.witnesses().stream()
                .filter(witness -> !witness.name().startsWith(prefix))
                .toList();
        return new Policy(policy.logs(), witnesses, groups, policy.quorum());
    }

    private static List<String> others(List<String> names, String prefix) {
        return names.stream().filter(name -> !name.startsWith(prefix)).toList();
    }

    @Override
    public void close() {
        for (Process process : processes) {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                process.destroy();
            }
        }
        boolean interrupted = false;
        for (Process process : processes) {
            try {
                if (!process.waitFor(ENDING.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                process.destroyForcibly();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
