package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Numbers for LOINC codes, so that the index can say in few bytes what a pack is about. Any thread reads, one adds. */
final class CodeNumbers {
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final List<String> codes = new CopyOnWriteArrayList<>();

    static CodeNumbers load(Index index) {
        List<String> byNumber = new ArrayList<>();
        try (IndexWalk walk = index.walk(IndexKeys.codes()).start(true)) {
            for (; walk.valid(); walk.next(true)) {
                byte[] key = walk.key();
                int number = ByteBuffer.wrap(walk.value()).getInt();
                while (byNumber.size() <= number) {
                    byNumber.add("");
                }
                byNumber.set(number, new String(key, 1, key.length - 1, StandardCharsets.US_ASCII));
            }
        }
        CodeNumbers loaded = new CodeNumbers();
        loaded.codes.addAll(byNumber);
        for (int i = 0; i < byNumber.size(); i++) {
            loaded.numbers.put(byNumber.get(i), i);
        }
        return loaded;
    }

    /** The numbers of {@code wanted}, as varints; new ones are put into the index. */
    void write(Scratch out, Set<String> wanted, Index.Puts puts) {
        for (String code : wanted) {
            Integer number = numbers.get(code);
            if (number == null) {
                number = codes.size();
                puts.put(
                        IndexKeys.code(code),
                        ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
                codes.add(code);
                numbers.put(code, number);
            }
            out.putVarint(number);
        }
    }

    /** As {@link #write}, but puts nothing; codes without a number become one that no code has. */
    void writeKnown(Scratch out, Set<String> wanted) {
        wanted.forEach(code -> out.putVarint(numbers.getOrDefault(code, Integer.MAX_VALUE)));
    }

    /** Reads what {@link #write} wrote, to the end of {@code in}. */
    List<String> read(ByteBuffer in) {
        List<String> found = new ArrayList<>();
        while (in.hasRemaining()) {
            found.add(codes.get(Math.toIntExact(Scratch.varint(in))));
        }
        return found;
    }
}
