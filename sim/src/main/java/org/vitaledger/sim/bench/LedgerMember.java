package org.vitaledger.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.vitaledger.node.network.NetworkFolders;
import org.vitaledger.node.network.OwnProgram;

/** The measuring process' end of a {@link LedgerMemberCommand}. For one thread. */
final class LedgerMember implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ENDING = Duration.ofSeconds(60);

    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    private LedgerMember(Process process) {
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Starts the member of {@code folder}; its messages go to a file there. */
    static LedgerMember start(Path folder, int consents) throws IOException {
        List<String> arguments = List.of(
                "bench",
                "ledger-member",
                "--config",
                folder.resolve(NetworkFolders.SETTINGS).toString(),
                "--consents",
                Integer.toString(consents));
        return new LedgerMember(OwnProgram.sharing(arguments)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("messages.txt").toFile()))
                .start());
    }

    /** Waits until it is ready; answers with the bytes of the entries that it submits. */
    int awaitReady() throws IOException {
        return answer().path("entryBytes").asInt();
    }

    /** Gives an order; {@link #report} waits for what came of it. */
    void order(LedgerLoad.Plan plan) {
        orders.println(LedgerMemberCommand.order(plan));
    }

    LedgerLoad.Report report() throws IOException {
        JsonNode told = answer();
        try {
            ByteBuffer latency = ByteBuffer.wrap(
                    Base64.getDecoder().decode(told.path("latency").asText()));
            JsonNode slots = told.path("slots");
            return new LedgerLoad.Report(
                    told.path("receipts").asLong(),
                    told.path("refused").asLong(),
                    Histogram.decodeFromCompressedByteBuffer(latency, 0),
                    IntStream.range(0, slots.size())
                            .mapToLong(i -> slots.get(i).asLong())
                            .toArray());
        } catch (DataFormatException e) {
            throw new IOException("a member's answer can't be read", e);
        }
    }

    /** How many entries are final. */
    long size() throws IOException {
        orders.println("size");
        return answer().path("size").asLong();
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new EOFException("a member ended; see messages.txt in its folder");
        }
        return JSON.readTree(line);
    }

    /** What its process has used of a core so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The largest resident size of its process so far, in bytes; Linux. */
    long peakResidentBytes() {
        return Resources.peakResidentBytes(Long.toString(process.pid()));
    }

    /** Ends it as a loss of power would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it in order. */
    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(ENDING.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
