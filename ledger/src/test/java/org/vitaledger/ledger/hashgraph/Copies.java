package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.ledger.log.BlockLog;
import org.vitaledger.ledger.log.Submission;

/** The logs of a consortium's members without engines: what they are given, they write. */
final class Copies implements AutoCloseable {
    private final Consortium consortium;
    private final List<BlockLog> logs = new ArrayList<>();

    Copies(Path directory, int members) throws IOException, GeneralSecurityException {
        this.consortium = Consortium.of(directory, members);
        for (int i = 0; i < members; i++) {
            logs.add(BlockLog.openReplica(
                    consortium.ledger(i),
                    List.of(keys(i).ledger()),
                    HashgraphOptions.defaults().journals(),
                    0));
        }
    }

    Consortium consortium() {
        return consortium;
    }

    Network network() {
        return consortium.network();
    }

    Cards cards() {
        return consortium.cards();
    }

    MemberKeys keys(int member) throws IOException, GeneralSecurityException {
        return Consortium.keys(consortium.folder(member), Consortium.id(member))
                .of(cards().all().get(member))
                .orElseThrow();
    }

    BlockLog log(int member) {
        return logs.get(member);
    }

    /** A block that registers the devices from {@code first} on at {@code member}'s copy. */
    void write(int member, int first, int commands) {
        List<Submission> block = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            block.add(Submission.of(World.HOSPITAL, World.register((first + i) % 128)));
        }
        log(member).append(block, World.START);
    }

    /** The first block, which founds the consortium. */
    void found(int member) {
        Command founding = new Command.FoundConsortium(network().roster().members());
        log(member).append(List.of(Submission.of(World.HOSPITAL, founding)), World.START);
    }

    @Override
    public void close() {
        logs.forEach(BlockLog::close);
    }
}
