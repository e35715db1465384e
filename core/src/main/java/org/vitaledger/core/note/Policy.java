package org.vitaledger.core.note;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.vitaledger.core.note.NoteRejected.Reason;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.VerifyingKey;

/**
 * Which logs and witnesses are trusted, and how many of them it takes (C2SP tlog-policy). Names and URLs are octets,
 * held here as the characters of the same number.
 *
 * @param logs any one of them must have signed; none has a key twice
 * @param witnesses who may cosign; none has a key twice
 * @param groups rules over witnesses and earlier groups, each of them a member at most once
 * @param quorum the name of the witness or group that must have cosigned, or {@link #NONE}
 */
public record Policy(List<Log> logs, List<Witness> witnesses, List<Group> groups, String quorum) {
    /** The quorum that asks for no cosignature. */
    public static final String NONE = "none";
    /** The most logs, witnesses and groups, of each. */
    public static final int MAX_LINES = 256;

    /**
     * A log.
     *
     * @param key of any type, as logs may sign with any (C2SP tlog-checkpoint); its name is the log's origin
     * @param url where it is to be found, if told
     */
    public record Log(VerifierKey key, Optional<String> url) {
        public Log {
            require(url.stream().allMatch(Policy::isItem), Reason.WRONG_LINE);
        }
    }

    /**
     * A witness.
     *
     * @param name what groups and the quorum call it; not its key's name
     * @param key a cosigner's
     * @param url where it is to be found, if told
     */
    public record Witness(String name, VerifierKey key, Optional<String> url) {
        public Witness {
            require(isName(name), Reason.WRONG_NAME);
            require(key.type() != SignatureType.ED25519, Reason.WRONG_TYPE);
            require(url.stream().allMatch(Policy::isItem), Reason.WRONG_LINE);
        }
    }

    /**
     * A group, which has cosigned when enough of its members have.
     *
     * @param name what other groups and the quorum call it
     * @param threshold how many are enough, from 1 to all
     * @param members names of witnesses and earlier groups
     */
    public record Group(String name, int threshold, List<String> members) {
        public Group {
            members = List.copyOf(members);
            require(isName(name), Reason.WRONG_NAME);
            require(threshold >= 1 && threshold <= members.size(), Reason.WRONG_THRESHOLD);
        }
    }

    /**
     * Checks the whole.
     *
     * @throws IllegalArgumentException with a {@link NoteRejected} as its cause if the parts don't fit together
     */
    public Policy {
        logs = List.copyOf(logs);
        witnesses = List.copyOf(witnesses);
        groups = List.copyOf(groups);
        require(
                logs.size() <= MAX_LINES && witnesses.size() <= MAX_LINES && groups.size() <= MAX_LINES,
                Reason.TOO_MANY_LINES);
        require(distinct(logs, log -> log.key().key()), Reason.DUPLICATE_KEY);
        require(distinct(witnesses, witness -> witness.key().key()), Reason.DUPLICATE_KEY);
        Set<String> names = new HashSet<>();
        for (Witness witness : witnesses) {
            require(names.add(witness.name()), Reason.DUPLICATE_NAME);
        }
        Set<String> members = new HashSet<>();
        for (Group group : groups) {
            require(names.containsAll(group.members()), Reason.UNDEFINED_NAME);
            for (String member : group.members()) {
                require(members.add(member), Reason.DUPLICATE_NAME);
            }
            require(names.add(group.name()), Reason.DUPLICATE_NAME);
        }
        require(quorum.equals(NONE) || names.contains(quorum), Reason.UNDEFINED_NAME);
    }

    /** Reads a policy file. */
    public static Policy parse(byte[] content) throws NoteRejected {
        return new PolicyReader().read(content);
    }

    /** The policy file, as {@link #parse} reads it. */
    public byte[] encode() {
        StringBuilder text = new StringBuilder();
        for (Log log : logs) {
            append(text, "log", octets(log.key()), log.url().orElse(""));
        }
        for (Witness witness : witnesses) {
            append(
                    text,
                    "witness",
                    witness.name(),
                    octets(witness.key()),
                    witness.url().orElse(""));
        }
        for (Group group : groups) {
            String members = String.join(" ", group.members());
            append(text, "group", group.name(), Integer.toString(group.threshold()), members);
        }
        append(text, "quorum", quorum);
        return text.toString().getBytes(ISO_8859_1);
    }

    /**
     * Whether {@code note} is a checkpoint of one of the logs, with enough cosignatures. A signature that claims to be of
     * a known key and doesn't verify spoils the whole note. Without logs in the policy nothing is accepted.
     */
    public PolicyCheck check(SignedNote note, Signatures with) {
        return new PolicyChecker(this, note, with).check();
    }

    /** Whether the cosignatures of {@code cosigned}, names of witnesses, make the quorum. */
    boolean reached(Set<String> cosigned) {
        Set<String> reached = new HashSet<>(cosigned);
        for (Group group : groups) {
            if (group.members().stream().filter(reached::contains).count() >= group.threshold()) {
                reached.add(group.name());
            }
        }
        return quorum.equals(NONE) || reached.contains(quorum);
    }

    static void require(boolean holds, Reason reason) {
        if (!holds) {
            throw new IllegalArgumentException("not a policy", new NoteRejected(reason));
        }
    }

    private static boolean isName(String name) {
        return isItem(name) && !name.equals(NONE);
    }

    /** Whether {@code text} is one item of a line: octets but spaces and controls. */
    private static boolean isItem(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> (c > ' ' && c < 0x7f) || (c >= 0x80 && c <= 0xff));
    }

    private static <T> boolean distinct(List<T> lines, Function<T, VerifyingKey> key) {
        Map<VerifyingKey, T> seen = new HashMap<>();
        return lines.stream().allMatch(line -> seen.put(key.apply(line), line) == null);
    }

    private static String octets(VerifierKey key) {
        return PolicyReader.octets(key.text());
    }

    private static void append(StringBuilder text, String... items) {
        text.append(String.join(" ", items).stripTrailing()).append('\n');
    }
}
