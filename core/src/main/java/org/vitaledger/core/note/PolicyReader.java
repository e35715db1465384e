package org.vitaledger.core.note;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.note.NoteRejected.Reason;

/** Reads a policy file line by line; names must be defined above the lines that use them. */
final class PolicyReader {
    private static final int MAX_SIZE = 1 << 20;
    private static final int DELETE = 0x7f;

    private final List<Policy.Log> logs = new ArrayList<>();
    private final List<Policy.Witness> witnesses = new ArrayList<>();
    private final List<Policy.Group> groups = new ArrayList<>();
    private final Set<String> defined = new HashSet<>();
    private @Nullable String quorum;

    Policy read(byte[] content) throws NoteRejected {
        if (content.length > MAX_SIZE) {
            throw new NoteRejected(Reason.TOO_LARGE);
        }
        String text = new String(content, ISO_8859_1);
        if (text.chars().anyMatch(c -> c == DELETE || (c < ' ' && c != '\t' && c != '\n'))) {
            throw new NoteRejected(Reason.CONTROL_CHARACTER);
        }
        String[] lines = text.split("\n", -1);
        if (!lines[lines.length - 1].isEmpty()) {
            // A file that was cut off in its last line must not be read as another one.
            throw new NoteRejected(Reason.WRONG_STRUCTURE, lines.length);
        }
        for (int i = 0; i < lines.length; i++) {
            List<String> items = items(lines[i]);
            if (!items.isEmpty() && !items.getFirst().startsWith("#")) {
                readLine(items, i + 1);
            }
        }
        if (quorum == null) {
            throw new NoteRejected(Reason.WRONG_QUORUM);
        }
        try {
            return new Policy(logs, witnesses, groups, quorum);
        } catch (IllegalArgumentException e) {
            throw rejected(e);
        }
    }

    private void readLine(List<String> items, int line) throws NoteRejected {
        try {
            switch (items.getFirst()) {
                case "log" -> log(items);
                case "witness" -> witness(items);
                case "group" -> group(items);
                case "quorum" -> quorum(items);
                default -> throw new NoteRejected(Reason.WRONG_LINE);
            }
        } catch (NoteRejected e) {
            throw e.from(line);
        } catch (IllegalArgumentException e) {
            throw rejected(e).from(line);
        }
    }

    private void log(List<String> items) throws NoteRejected {
        Policy.require(items.size() == 2 || items.size() == 3, Reason.WRONG_LINE);
        Policy.Log log = new Policy.Log(key(items.get(1)), url(items, 2));
        Policy.require(
                logs.stream()
                        .noneMatch(other -> other.key().key().equals(log.key().key())),
                Reason.DUPLICATE_KEY);
        Policy.require(logs.size() < Policy.MAX_LINES, Reason.TOO_MANY_LINES);
        logs.add(log);
    }

    private void witness(List<String> items) throws NoteRejected {
        Policy.require(items.size() == 3 || items.size() == 4, Reason.WRONG_LINE);
        Policy.Witness witness = new Policy.Witness(items.get(1), key(items.get(2)), url(items, 3));
        Policy.require(
                witnesses.stream()
                        .noneMatch(
                                other -> other.key().key().equals(witness.key().key())),
                Reason.DUPLICATE_KEY);
        Policy.require(witnesses.size() < Policy.MAX_LINES, Reason.TOO_MANY_LINES);
        define(witness.name());
        witnesses.add(witness);
    }

    private void group(List<String> items) throws NoteRejected {
        Policy.require(items.size() >= 4, Reason.WRONG_LINE);
        List<String> members = items.subList(3, items.size());
        long threshold = switch (items.get(2)) {
            case "all" -> members.size();
            case "any" -> 1;
            default -> Canonical.number(items.get(2), 0);
        };
        Policy.require(threshold <= members.size(), Reason.WRONG_THRESHOLD);
        Policy.Group group = new Policy.Group(items.get(1), (int) threshold, members);
        Policy.require(defined.containsAll(members), Reason.UNDEFINED_NAME);
        Policy.require(new HashSet<>(members).size() == members.size(), Reason.DUPLICATE_NAME);
        for (Policy.Group other : groups) {
            Policy.require(other.members().stream().noneMatch(members::contains), Reason.DUPLICATE_NAME);
        }
        Policy.require(groups.size() < Policy.MAX_LINES, Reason.TOO_MANY_LINES);
        define(group.name());
        groups.add(group);
    }

    private void quorum(List<String> items) {
        Policy.require(items.size() == 2, Reason.WRONG_LINE);
        Policy.require(quorum == null, Reason.WRONG_QUORUM);
        String name = items.get(1);
        Policy.require(name.equals(Policy.NONE) || defined.contains(name), Reason.UNDEFINED_NAME);
        quorum = name;
    }

    private void define(String name) {
        Policy.require(defined.add(name), Reason.DUPLICATE_NAME);
    }

    /** Key names are UTF-8, so a key's octets are read as such. */
    private static VerifierKey key(String octets) throws NoteRejected {
        return VerifierKey.parse(Canonical.utf8(octets.getBytes(ISO_8859_1)));
    }

    /** The UTF-8 form of {@code text}, each octet as the character of the same number. */
    static String octets(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static Optional<String> url(List<String> items, int index) {
        return items.size() > index ? Optional.of(items.get(index)) : Optional.empty();
    }

    private static List<String> items(String line) {
        return Arrays.stream(line.split("[ \t]+", -1))
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static NoteRejected rejected(IllegalArgumentException e) {
        if (e.getCause() instanceof NoteRejected rejected) {
            return rejected;
        }
        throw e;
    }
}
