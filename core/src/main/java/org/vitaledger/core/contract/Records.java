package org.vitaledger.core.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.statemap.StateMap;

/**
 * The state map as records of deterministic CBOR. Immutable.
 *
 * @param map the map
 */
record Records(StateMap map) {
    @FunctionalInterface
    interface Decoder<T> {
        T read(CborReader in) throws CborRejected;
    }

    @FunctionalInterface
    interface Encoder {
        void write(CborWriter out);
    }

    <T> Optional<T> find(Bytes key, Decoder<T> decoder) {
        return map.value(key).map(record -> decode(record, decoder));
    }

    /** The items of a list; none if there is no such record. */
    <T> List<T> list(Bytes key, Decoder<T> decoder) {
        return find(key, in -> readList(in, decoder)).orElse(List.of());
    }

    Records put(Bytes key, Encoder encoder) {
        CborWriter out = new CborWriter(Entry.USUAL_SIZE);
        encoder.write(out);
        return new Records(map.with(key, out.toBytes()));
    }

    /** With one more item at the end of a list of byte strings. */
    Records append(Bytes key, Bytes item) {
        List<Bytes> items = new ArrayList<>(list(key, CborReader::readBytes));
        items.add(item);
        return put(key, out -> {
            out.writeArray(items.size());
            items.forEach(out::writeBytes);
        });
    }

    static <T> List<T> readList(CborReader in, Decoder<T> decoder) throws CborRejected {
        List<T> items = new ArrayList<>();
        for (int left = in.readArray(); left > 0; left--) {
            items.add(decoder.read(in));
        }
        return items;
    }

    private static <T> T decode(Bytes record, Decoder<T> decoder) {
        try {
            return decoder.read(CborReader.deterministic(record.toArray()));
        } catch (CborRejected e) {
            throw new IllegalStateException("a state record that the contracts did not write", e);
        }
    }
}
