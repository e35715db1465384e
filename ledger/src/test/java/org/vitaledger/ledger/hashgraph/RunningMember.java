package org.vitaledger.ledger.hashgraph;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Context;
import org.vitaledger.core.contract.Contracts;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.Refusal;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;

/**
 * A ledger that runs in a {@link MemberProcess}. Everything is asked of that process, but the state of the contracts, which
 * is made again from its entries and compared with its state root.
 */
final class RunningMember implements Ledger, LogReader {
    private final MemberId member;
    private final Process process;
    private final PrintStream requests;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
    private final Map<Long, Follower> followers = new ConcurrentHashMap<>();
    private final CompletableFuture<String> started = new CompletableFuture<>();
    private State state = State.EMPTY;
    private long replayed;

    private RunningMember(MemberId member, Process process) {
        this.member = member;
        this.process = process;
        this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        waiting.put(0L, started);
        Thread.ofPlatform().daemon().name("answers").start(this::listen);
    }

    /** Starts the process of {@code member}; returns at once. Its standard error goes to a file beside its keys. */
    static RunningMember start(Consortium consortium, int member, Launch launch) {
        MemberId id = Consortium.id(member);
        try {
            return new RunningMember(id, launch.start(consortium.folder(member), id.text()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until the ledger is open.
     *
     * @throws SubmitFault of kind CLOSED if the process ended before
     */
    RunningMember awaitOpen() {
        ok(started.orTimeout(MemberProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join());
        return this;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the process to end by itself; its exit code. */
    int awaitEnd() {
        return process.onExit()
                .orTimeout(MemberProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    /** Kills the process as a loss of power would. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops the process where it is, as a machine that hangs. */
    void hang() {
        signal("STOP");
    }

    /** Lets a process go on that hung. */
    void goOn() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("the process could not be sent " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void listen() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] parts = line.split(" ", 2);
                long number = Long.parseLong(parts[0]);
                if (parts[1].startsWith("block ")) {
                    Objects.requireNonNull(followers.get(number)).blocks.add(block(parts[1].split(" ")));
                } else {
                    CompletableFuture<String> asked = waiting.remove(number);
                    if (asked != null) {
                        asked.complete(parts[1]);
                    }
                }
            }
        } catch (IOException e) {
            // The process is gone, which is told below.
        }
        waiting.values().forEach(asked -> asked.complete("fault VL-SUBMIT-001"));
    }

    private static Block block(String[] words) {
        List<Entry.Ordered> entries = new ArrayList<>();
        for (String hex : Arrays.asList(words).subList(4, words.length)) {
            if (parse(Bytes.parseHex(hex)) instanceof Entry.Ordered ordered) {
                entries.add(ordered);
            }
        }
        return new Block(
                Long.parseLong(words[1]),
                Instant.ofEpochMilli(Long.parseLong(words[2])),
                Long.parseLong(words[3]),
                entries);
    }

    private static Entry parse(Bytes entry) {
        try {
            return Entry.parse(entry);
        } catch (EntryRejected e) {
            throw new IllegalArgumentException(e);
        }
    }

    private CompletableFuture<String> ask(long number, String request) {
        CompletableFuture<String> asked = new CompletableFuture<>();
        waiting.put(number, asked);
        synchronized (requests) {
            requests.println(number + " " + request);
        }
        if (!process.isAlive()) {
            asked.complete("fault VL-SUBMIT-001");
        }
        return asked;
    }

    private String[] answer(String request) {
        String answer = ask(numbers.incrementAndGet(), request)
                .orTimeout(MemberProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        return ok(answer);
    }

    private static String[] ok(String answer) {
        String[] words = answer.split(" ");
        return switch (words[0]) {
            case "ok" -> words;
            case "bounds" -> throw new IndexOutOfBoundsException();
            default ->
                throw Arrays.stream(SubmitFault.Kind.values())
                        .filter(kind -> kind.id().equals(words[1]))
                        .findFirst()
                        .map(kind -> new SubmitFault(kind, Map.of(), null))
                        .orElseThrow(() -> new IllegalStateException(answer));
        };
    }

    @Override
    public MemberId member() {
        return member;
    }

    @Override
    public CompletableFuture<Receipt> submit(Command command) {
        String entry = new Entry.Ordered(member, command, 0).encode().hex();
        return ask(numbers.incrementAndGet(), "submit " + entry).thenApply(answer -> {
            String[] words = ok(answer);
            return new Receipt(Long.parseLong(words[1]), Long.parseLong(words[2]), outcome(words[3]));
        });
    }

    private static Outcome outcome(String code) {
        int number = Integer.parseInt(code);
        return switch (number) {
            case 0 -> new Outcome.Applied();
            case 1 -> new Outcome.Repeated();
            default ->
                new Outcome.Refused(Arrays.stream(Refusal.values())
                        .filter(refusal -> refusal.code() == number)
                        .findFirst()
                        .orElseThrow());
        };
    }

    @Override
    public Snapshot snapshot() {
        String[] words = answer("snapshot");
        long size = Long.parseLong(words[3]);
        State now = replay(size);
        if (!now.map().root().base64().equals(words[5])) {
            throw new AssertionError("the entries make another state than the member says");
        }
        String checkpoint =
                words.length < 7 ? "" : new String(Base64.getDecoder().decode(words[6]), StandardCharsets.UTF_8);
        return new Snapshot(
                Long.parseLong(words[1]),
                Instant.ofEpochMilli(Long.parseLong(words[2])),
                size,
                Hash.of(Base64.getDecoder().decode(words[4])),
                now,
                checkpoint);
    }

    private synchronized State replay(long size) {
        List<Entry.Ordered> block = new ArrayList<>();
        for (; replayed < size; replayed++) {
            switch (parse(entry(replayed))) {
                case Entry.Ordered ordered -> block.add(ordered);
                case Entry.Close close -> {
                    for (Entry.Ordered each : block) {
                        Context context = new Context(each.submitter(), close.height(), close.time());
                        state = Contracts.apply(state, context, each.command()).state();
                    }
                    block.clear();
                }
            }
        }
        return state;
    }

    @Override
    public Following follow(long height, Consumer<Block> follower) {
        long number = numbers.incrementAndGet();
        Follower following = new Follower(number, follower);
        followers.put(number, following);
        Thread.ofVirtual().start(following);
        ok(ask(number, "follow " + height).join());
        return following;
    }

    private final class Follower implements Following, Runnable {
        private final LinkedBlockingQueue<Block> blocks = new LinkedBlockingQueue<>();
        private final long number;
        private final Consumer<Block> to;
        private volatile boolean closed;

        Follower(long number, Consumer<Block> to) {
            this.number = number;
            this.to = to;
        }

        @Override
        public void run() {
            try {
                while (!closed) {
                    Optional<Block> next = Optional.ofNullable(blocks.poll(100, TimeUnit.MILLISECONDS));
                    if (!closed) {
                        next.ifPresent(to);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            closed = true;
            var _ = ask(numbers.incrementAndGet(), "unfollow " + number);
        }
    }

    @Override
    public LogReader log() {
        return this;
    }

    @Override
    public Bytes entry(long index) {
        return Bytes.parseHex(answer("entry " + index)[1]);
    }

    @Override
    public List<Hash> inclusion(long index, long size) {
        return hashes(answer("inclusion " + index + " " + size));
    }

    @Override
    public List<Hash> consistency(long from, long to) {
        return hashes(answer("consistency " + from + " " + to));
    }

    @Override
    public Bytes tile(TileAddress address) {
        return Bytes.parseHex(answer("tile " + address.level() + " " + address.index() + " " + address.width())[1]);
    }

    private static List<Hash> hashes(String[] words) {
        return Arrays.stream(words)
                .skip(1)
                .map(word -> Hash.of(Base64.getDecoder().decode(word)))
                .toList();
    }

    /** What {@link HashgraphLedger#figures} says: height, size, final size, status, round, waiting, rubbish. */
    String[] figures() {
        String[] words = answer("figures");
        return Arrays.copyOfRange(words, 1, words.length);
    }

    /** What time the process thinks it is. */
    Instant clock() {
        return Instant.ofEpochMilli(Long.parseLong(answer("clock")[1]));
    }

    /** Closes the ledger, and waits for the process to end. */
    @Override
    public void close() {
        requests.close();
        try {
            if (!process.waitFor(MemberProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new CompletionException(new IllegalStateException("the member does not end"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        followers.values().forEach(follower -> follower.closed = true);
    }
}
