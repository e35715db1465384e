package org.vitaledger.core.senml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborType;
import org.vitaledger.core.senml.SenmlRejected.Reason;

/** Reads one list and resolves its records (RFC 8428 sections 4 and 6). For one list and one thread. */
public final class SenmlReader {
    private static final int NEWEST_VERSION = 10;

    private final CborReader reader;

    /** Whether the first thing that is bad is thrown; else it is passed over, with what depends on it. */
    private final boolean strict;

    private long version;

    /** The base fields, which apply until they change. */
    private String baseName = "";

    private BigDecimal baseTime = BigDecimal.ZERO;
    private Optional<String> baseUnit = Optional.empty();
    private @Nullable BigDecimal baseValue;
    private @Nullable BigDecimal baseSum;

    /** The labels of those that are bad where they were said last: what they hold is of before, and nothing is based on it. */
    private final Set<Long> badBase = new HashSet<>();

    /** The fields of the record that is being read. */
    private @Nullable String name;

    private Optional<String> unit = Optional.empty();
    private @Nullable SenmlValue value;
    private @Nullable BigDecimal sum;
    private @Nullable BigDecimal time;

    /** Whether it has any field but base fields, and whether one of those can't be used. */
    private boolean own;

    private boolean bad;

    private SenmlReader(CborReader reader, boolean strict) {
        this.reader = reader;
        this.strict = strict;
    }

    /**
     * Reads a list that takes up the whole input.
     *
     * @throws SenmlRejected if the list, or any record of it, isn't understood
     */
    public static List<SenmlRecord> read(CborReader reader, int maxRecords) throws SenmlRejected {
        List<SenmlRecord> records = new ArrayList<>();
        try {
            new SenmlReader(reader, true).list(maxRecords, records);
            reader.end();
        } catch (CborRejected e) {
            throw new SenmlRejected(e);
        }
        return records;
    }

    /**
     * Reads what is understood of a list that {@link #read} may refuse: a bad record is passed over, and so are those that a
     * bad base field applies to, until it is said anew. The list ends early where the CBOR is broken, before a record with a
     * field that must be understood and isn't, and after {@code maxRecords}.
     */
    public static List<SenmlRecord> readUnderstood(CborReader reader, int maxRecords) {
        List<SenmlRecord> records = new ArrayList<>();
        try {
            new SenmlReader(reader, false).list(maxRecords, records);
        } catch (CborRejected | SenmlRejected e) {
            return records;
        }
        return records;
    }

    private void list(int maxRecords, List<SenmlRecord> records) throws CborRejected, SenmlRejected {
        int count = reader.peek() == CborType.ARRAY ? reader.readArray() : 0;
        if (count == 0) {
            throw new SenmlRejected(Reason.NO_RECORDS);
        }
        if (strict && count > maxRecords) {
            throw new SenmlRejected(Reason.TOO_MANY_RECORDS);
        }
        for (int i = 0; i < count && records.size() < maxRecords; i++) {
            if (!strict && reader.peek() != CborType.MAP) {
                reader.skip();
            } else if (readFields()) {
                resolveInto(records);
            }
        }
        if (records.isEmpty()) {
            throw new SenmlRejected(Reason.NO_RECORDS);
        }
    }

    /** Answers whether there is a record; base fields may also stand alone (RFC 8428 section 5.1.7). */
    private boolean readFields() throws CborRejected, SenmlRejected {
        name = null;
        unit = Optional.empty();
        value = null;
        sum = null;
        time = null;
        bad = false;
        int count = reader.readMap();
        own = count == 0;
        for (int pairs = count; pairs > 0; pairs--) {
            if (reader.peek() == CborType.TEXT) {
                if (reader.readText().endsWith("_")) {
                    throw new SenmlRejected(Reason.NOT_UNDERSTOOD);
                }
                reader.skip();
            } else if (strict) {
                readField(reader, reader.readLong());
            } else {
                tryField(reader.ahead());
                reader.skip();
                reader.skip();
            }
        }
        return own;
    }

    /** Reads a field that may be bad; if it is, then this makes bad what depends on it. */
    private void tryField(CborReader ahead) {
        long label = 0;
        try {
            label = ahead.readLong();
            readField(ahead, label);
            badBase.remove(label);
        } catch (CborRejected | SenmlRejected e) {
            if (label < 0) {
                badBase.add(label);
            } else {
                bad = true;
            }
        }
    }

    private void readField(CborReader from, long label) throws CborRejected, SenmlRejected {
        if (label < 0) {
            readBase(from, label);
        } else {
            own = true;
            readOwn(from, label);
        }
    }

    private void readBase(CborReader from, long label) throws CborRejected, SenmlRejected {
        switch ((int) Math.max(label, Integer.MIN_VALUE)) {
            case SenmlLabel.BASE_VERSION -> {
                long said = from.readUnsigned();
                if (said > NEWEST_VERSION || (version != 0 && said != version)) {
                    throw new SenmlRejected(Reason.UNKNOWN_VERSION);
                }
                version = said;
            }
            case SenmlLabel.BASE_NAME -> baseName = from.readText();
            case SenmlLabel.BASE_TIME -> baseTime = SenmlNumber.read(from);
            case SenmlLabel.BASE_UNIT -> baseUnit = Optional.of(from.readText());
            case SenmlLabel.BASE_VALUE -> baseValue = SenmlNumber.read(from);
            case SenmlLabel.BASE_SUM -> baseSum = SenmlNumber.read(from);
            default -> from.skip();
        }
    }

    private void readOwn(CborReader from, long label) throws CborRejected, SenmlRejected {
        switch ((int) Math.min(label, Integer.MAX_VALUE)) {
            case SenmlLabel.NAME -> name = from.readText();
            case SenmlLabel.UNIT -> unit = Optional.of(from.readText());
            case SenmlLabel.VALUE -> value(new SenmlValue.Quantity(SenmlNumber.read(from)));
            case SenmlLabel.STRING_VALUE -> value(new SenmlValue.Text(from.readText()));
            case SenmlLabel.BOOLEAN_VALUE -> value(new SenmlValue.Flag(from.readBoolean()));
            case SenmlLabel.SUM -> sum = SenmlNumber.read(from);
            case SenmlLabel.TIME -> time = SenmlNumber.read(from);
            case SenmlLabel.UPDATE_TIME -> SenmlNumber.read(from);
            case SenmlLabel.DATA_VALUE -> value(new SenmlValue.Data(from.readBytes()));
            default -> from.skip();
        }
    }

    private void value(SenmlValue said) throws SenmlRejected {
        if (value != null) {
            throw new SenmlRejected(Reason.NOT_ONE_VALUE);
        }
        value = said;
    }

    private void resolveInto(List<SenmlRecord> records) throws SenmlRejected {
        try {
            if (strict || isUsable()) {
                records.add(resolve());
            }
        } catch (SenmlRejected e) {
            if (strict) {
                throw e;
            }
        }
    }

    /** A unit of its own takes the place of the base unit; other base fields apply to every record. */
    private boolean isUsable() {
        return !bad && badBase.stream().allMatch(label -> label == SenmlLabel.BASE_UNIT && unit.isPresent());
    }

    /** Base fields apply to the whole record, wherever they stand in it. */
    private SenmlRecord resolve() throws SenmlRejected {
        BigDecimal total = sum(baseSum, sum);
        SenmlValue said = value;
        if (said == null && baseValue == null && total != null) {
            said = new SenmlValue.SumOnly();
        } else if (said == null || said instanceof SenmlValue.Quantity) {
            BigDecimal number = sum(baseValue, said instanceof SenmlValue.Quantity(BigDecimal own) ? own : null);
            if (number == null) {
                throw new SenmlRejected(Reason.NOT_ONE_VALUE);
            }
            said = new SenmlValue.Quantity(number);
        }
        BigDecimal offset = time;
        return new SenmlRecord(
                SenmlName.join(baseName, name),
                unit.isPresent() ? unit : baseUnit,
                said,
                offset == null ? baseTime : baseTime.add(offset),
                Optional.ofNullable(total));
    }

    /** What is missing counts as zero (RFC 8428 section 4.5.4). */
    private static @Nullable BigDecimal sum(@Nullable BigDecimal base, @Nullable BigDecimal own) {
        if (own == null) {
            return base;
        }
        return base == null ? own : base.add(own);
    }
}
