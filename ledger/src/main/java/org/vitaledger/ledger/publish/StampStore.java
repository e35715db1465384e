package org.vitaledger.ledger.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.journal.DurableFile;

/**
 * Time stamps in files: {@code SIZE-NAME.checkpoint}, the note that was stamped, and beside it {@code SIZE-NAME.tsr}, the
 * authority's reply (RFC 3161), as {@code openssl ts -verify} reads them. Safe for any thread.
 */
public final class StampStore {
    private static final String CHECKPOINT = ".checkpoint";
    private static final String REPLY = ".tsr";
    private static final Pattern NAME = Pattern.compile("0*([0-9]{1,19})-([a-z0-9-]{1,32})");

    private final Path folder;

    private StampStore(Path folder) {
        this.folder = folder;
    }

    /**
     * Which stamp.
     *
     * @param size of the checkpoint
     * @param publisher the name of the publisher, lower-case letters, digits and hyphens
     */
    public record Id(long size, String publisher) {
        public Id {
            if (size < 1 || !publisher.matches("[a-z0-9-]{1,32}")) {
                throw new IllegalArgumentException("not the name of a stamp");
            }
        }

        /** Reads a name as {@link #text()} writes it; empty if it is none. */
        public static Optional<Id> parse(String text) {
            Matcher matcher = NAME.matcher(text);
            try {
                return matcher.matches()
                        ? Optional.of(new Id(Long.parseLong(matcher.group(1)), matcher.group(2)))
                                .filter(id -> id.text().equals(text))
                        : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        /** The name, in an order by size. */
        public String text() {
            return String.format(Locale.ROOT, "%019d-%s", size, publisher);
        }
    }

    /**
     * A stamp.
     *
     * @param checkpoint the bytes that were stamped: a signed note
     * @param reply the authority's reply, DER
     */
    public record Stamp(Bytes checkpoint, Bytes reply) {}

    static StampStore open(Path folder) {
        try {
            Files.createDirectories(folder);
            return new StampStore(folder);
        } catch (IOException e) {
            throw new PublishFault(PublishFault.Kind.STORE_UNUSABLE, Map.of("folder", folder), e);
        }
    }

    /** Keeps a stamp; durable on return. The reply comes last: with it the stamp is complete. */
    void keep(Id id, SignedNote checkpoint, Bytes reply) {
        DurableFile.replace(folder.resolve(id.text() + CHECKPOINT), checkpoint.encode());
        DurableFile.replace(folder.resolve(id.text() + REPLY), reply.toArray());
    }

    /** The newest stamps, at most {@code most} of them, the newest first. */
    public List<Id> newest(int most) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(REPLY))
                    .sorted(Comparator.reverseOrder())
                    .flatMap(name -> Id.parse(name.substring(0, name.length() - REPLY.length())).stream())
                    .limit(most)
                    .toList();
        } catch (IOException e) {
            throw new PublishFault(PublishFault.Kind.STORE_UNUSABLE, Map.of("folder", folder), e);
        }
    }

    /** A stamp; empty if there is none of that name. */
    public Optional<Stamp> find(Id id) {
        Path reply = folder.resolve(id.text() + REPLY);
        if (!Files.exists(reply)) {
            return Optional.empty();
        }
        try {
            byte[] checkpoint = Files.readAllBytes(folder.resolve(id.text() + CHECKPOINT));
            return Optional.of(new Stamp(Bytes.of(checkpoint), Bytes.of(Files.readAllBytes(reply))));
        } catch (IOException e) {
            throw new PublishFault(PublishFault.Kind.STORE_UNUSABLE, Map.of("file", reply), e);
        }
    }
}
