package org.vitaledger.core.senml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborType;
import org.vitaledger.core.senml.SenmlRejected.Reason;

/** Reads one list and resolves its records (RFC 8428 sections 4 and 6). For one list and one thread. */
public final class SenmlReader {
    private static final int NEWEST_VERSION = 10;

    private final CborReader reader;

    private long version;

    /** The base fields, which apply until they change. */
    private String baseName = "";

    private BigDecimal baseTime = BigDecimal.ZERO;
    private Optional<String> baseUnit = Optional.empty();
    private @Nullable BigDecimal baseValue;
    private @Nullable BigDecimal baseSum;

    /** The fields of the record that is being read. */
    private @Nullable String name;

    private Optional<String> unit = Optional.empty();
    private @Nullable SenmlValue value;
    private @Nullable BigDecimal sum;
    private @Nullable BigDecimal time;

    private SenmlReader(CborReader reader) {
        this.reader = reader;
    }

    /**
     * Reads a list that takes up the whole input.
     *
     * @throws SenmlRejected if the list, or any record of it, isn't understood
     */
    public static List<SenmlRecord> read(CborReader reader, int maxRecords) throws SenmlRejected {
        try {
            List<SenmlRecord> records = new SenmlReader(reader).list(maxRecords);
            reader.end();
            return records;
        } catch (CborRejected e) {
            throw new SenmlRejected(e);
        }
    }

    private List<SenmlRecord> list(int maxRecords) throws CborRejected, SenmlRejected {
        int count = reader.peek() == CborType.ARRAY ? reader.readArray() : 0;
        if (count == 0) {
            throw new SenmlRejected(Reason.NO_RECORDS);
        }
        if (count > maxRecords) {
            throw new SenmlRejected(Reason.TOO_MANY_RECORDS);
        }
        List<SenmlRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (readFields()) {
                records.add(resolve());
            }
        }
        if (records.isEmpty()) {
            throw new SenmlRejected(Reason.NO_RECORDS);
        }
        return records;
    }

    /** Answers whether there is a record; base fields may also stand alone (RFC 8428 section 5.1.7). */
    private boolean readFields() throws CborRejected, SenmlRejected {
        name = null;
        unit = Optional.empty();
        value = null;
        sum = null;
        time = null;
        int count = reader.readMap();
        boolean onlyBase = count > 0;
        for (int pairs = count; pairs > 0; pairs--) {
            if (reader.peek() == CborType.TEXT) {
                if (reader.readText().endsWith("_")) {
                    throw new SenmlRejected(Reason.NOT_UNDERSTOOD);
                }
                reader.skip();
            } else {
                long label = reader.readLong();
                if (label < 0) {
                    readBase(label);
                } else {
                    onlyBase = false;
                    readField(label);
                }
            }
        }
        return !onlyBase;
    }

    private void readBase(long label) throws CborRejected, SenmlRejected {
        switch ((int) Math.max(label, Integer.MIN_VALUE)) {
            case SenmlLabel.BASE_VERSION -> {
                long said = reader.readUnsigned();
                if (said > NEWEST_VERSION || (version != 0 && said != version)) {
                    throw new SenmlRejected(Reason.UNKNOWN_VERSION);
                }
                version = said;
            }
            case SenmlLabel.BASE_NAME -> baseName = reader.readText();
            case SenmlLabel.BASE_TIME -> baseTime = SenmlNumber.read(reader);
            case SenmlLabel.BASE_UNIT -> baseUnit = Optional.of(reader.readText());
            case SenmlLabel.BASE_VALUE -> baseValue = SenmlNumber.read(reader);
            case SenmlLabel.BASE_SUM -> baseSum = SenmlNumber.read(reader);
            default -> reader.skip();
        }
    }

    private void readField(long label) throws CborRejected, SenmlRejected {
        switch ((int) Math.min(label, Integer.MAX_VALUE)) {
            case SenmlLabel.NAME -> name = reader.readText();
            case SenmlLabel.UNIT -> unit = Optional.of(reader.readText());
            case SenmlLabel.VALUE -> value(new SenmlValue.Quantity(SenmlNumber.read(reader)));
            case SenmlLabel.STRING_VALUE -> value(new SenmlValue.Text(reader.readText()));
            case SenmlLabel.BOOLEAN_VALUE -> value(new SenmlValue.Flag(reader.readBoolean()));
            case SenmlLabel.SUM -> sum = SenmlNumber.read(reader);
            case SenmlLabel.TIME -> time = SenmlNumber.read(reader);
            case SenmlLabel.UPDATE_TIME -> SenmlNumber.read(reader);
            case SenmlLabel.DATA_VALUE -> value(new SenmlValue.Data(reader.readBytes()));
            default -> reader.skip();
        }
    }

    private void value(SenmlValue said) throws SenmlRejected {
        if (value != null) {
            throw new SenmlRejected(Reason.NOT_ONE_VALUE);
        }
        value = said;
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
