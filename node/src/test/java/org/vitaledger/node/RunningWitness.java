package org.vitaledger.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.vitaledger.api.witness.WitnessServer;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.witness.Witness;
import org.vitaledger.node.keys.WitnessKeys;
import org.vitaledger.node.run.SystemClock;

/** A witness {@code witness.example/w1} behind a server. */
final class RunningWitness implements AutoCloseable {
    private final WitnessKeys keys;
    private final Witness witness;
    private final WitnessServer server;

    /** @param policy what it asks of a checkpoint */
    RunningWitness(Path folder, Path policy) throws IOException, NoteRejected {
        keys = WitnessKeys.open(folder.resolve("key.pem"), "witness.example/w1", Signatures.platform());
        witness = Witness.open(
                new Witness.Memory(folder.resolve("state"), keys.fresh()),
                Policy.parse(Files.readAllBytes(policy)),
                new Witness.Keys(keys.signers(), Signatures.platform()),
                new SystemClock());
        server = WitnessServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), witness);
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** What a node knows it by. */
    String key() {
        return keys.signers().stream()
                .map(signer -> signer.verifierKey().text())
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        server.close();
        witness.close();
    }
}
