package org.vitaledger.ledger.hashgraph;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.journal.Disk;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;

/**
 * One member in a process of its own: {@code MemberProcess FOLDER MEMBER-ID ADDRESS LEAST MOST}, where each force of its disk
 * takes so many milliseconds longer at least and at most. Takes requests on its standard input, one a line: a number, a verb
 * and its arguments; answers on its standard output, in any order: the number, {@code ok}, {@code bounds} or {@code fault},
 * and what belongs to it. The end of the input closes the ledger.
 */
final class MemberProcess {
    /** The process ended for the roster to change. */
    static final int AGAIN = 5;

    private final PrintStream out;
    private final HashgraphLedger ledger;
    private final Map<String, Ledger.Following> followings = new ConcurrentHashMap<>();

    private MemberProcess(PrintStream out, HashgraphLedger ledger) {
        this.out = out;
        this.ledger = ledger;
    }

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        PrintStream out = System.out;
        // What libraries print must not get between the answers.
        System.setOut(System.err);
        Path folder = Path.of(args[0]);
        Cards cards = cards(folder);
        Disk disk =
                new SlowDisk(Duration.ofMillis(Long.parseLong(args[3])), Duration.ofMillis(Long.parseLong(args[4])));
        HashgraphOptions options = HashgraphOptions.defaults()
                .withBind(args[2])
                .withDisk(disk)
                .withEventsPerSecond(cards.all().size() == 1 ? 200 : 50)
                .withAgain(() -> Runtime.getRuntime().halt(AGAIN));
        HashgraphKeys keys = Consortium.keys(folder, new MemberId(args[1]));
        HashgraphLedger ledger = HashgraphLedger.open(folder.resolve("ledger"), () -> cards(folder), keys, options);
        out.println("0 ok");
        new MemberProcess(out, ledger).serve();
        // The engine leaves threads.
        Runtime.getRuntime().halt(0);
    }

    private static Cards cards(Path folder) {
        try {
            return NetworkFile.read(folder.resolve("network.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            if (words[1].equals("submit")) {
                submit(words[0], words[2]);
            } else {
                answer(words);
            }
        }
        ledger.close();
    }

    private void submit(String number, String entry) {
        try {
            if (Entry.parse(Bytes.parseHex(entry)) instanceof Entry.Ordered ordered) {
                var _ = ledger.submit(ordered.command())
                        .whenComplete((receipt, thrown) -> say(number, receipt, thrown));
            }
        } catch (EntryRejected e) {
            throw new IllegalArgumentException(e);
        } catch (Fault e) {
            say(number, "fault", e.code().id());
        }
    }

    private void say(String number, Receipt receipt, Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (cause instanceof Fault fault) {
            say(number, "fault", fault.code().id());
        } else {
            say(
                    number,
                    "ok",
                    receipt.index() + " " + receipt.height() + " "
                            + receipt.outcome().code());
        }
    }

    private void answer(String[] words) {
        try {
            say(words[0], "ok", answerTo(words));
        } catch (IndexOutOfBoundsException e) {
            say(words[0], "bounds", "");
        } catch (Fault e) {
            say(words[0], "fault", e.code().id());
        }
    }

    private String answerTo(String[] words) {
        return switch (words[1]) {
            case "snapshot" -> {
                Snapshot now = ledger.snapshot();
                yield now.height() + " " + now.time().toEpochMilli() + " " + now.size() + " "
                        + now.root().base64() + " " + now.state().map().root().base64() + " "
                        + Base64.getEncoder().encodeToString(now.checkpoint().getBytes(StandardCharsets.UTF_8));
            }
            case "entry" -> ledger.log().entry(Long.parseLong(words[2])).hex();
            case "inclusion" -> hashes(ledger.log().inclusion(Long.parseLong(words[2]), Long.parseLong(words[3])));
            case "consistency" -> hashes(ledger.log().consistency(Long.parseLong(words[2]), Long.parseLong(words[3])));
            case "tile" ->
                ledger.log()
                        .tile(new TileAddress(
                                Integer.parseInt(words[2]), Long.parseLong(words[3]), Integer.parseInt(words[4])))
                        .hex();
            case "follow" -> {
                followings.put(
                        words[0],
                        ledger.follow(Long.parseLong(words[2]), block -> say(words[0], "block", text(block))));
                yield "";
            }
            case "unfollow" -> {
                Objects.requireNonNull(followings.remove(words[2])).close();
                yield "";
            }
            case "figures" -> {
                HashgraphFigures now = ledger.figures();
                yield now.height() + " " + now.size() + " " + now.finalSize() + " " + now.status() + " " + now.round()
                        + " " + now.waiting() + " " + now.rubbish();
            }
            case "clock" -> Long.toString(InstantSource.system().millis());
            default -> throw new IllegalArgumentException(words[1]);
        };
    }

    private static String text(Block block) {
        return block.height() + " " + block.time().toEpochMilli() + " " + block.firstIndex() + " "
                + block.entries().stream().map(entry -> entry.encode().hex()).collect(Collectors.joining(" "));
    }

    private static String hashes(List<Hash> path) {
        return path.stream().map(Hash::base64).collect(Collectors.joining(" "));
    }

    private void say(String number, String what, String rest) {
        synchronized (out) {
            out.println((number + " " + what + " " + rest).strip());
            out.flush();
        }
    }

    /** How long a test waits for a member at most. */
    static final Duration PATIENCE = Duration.ofMinutes(2);
}
