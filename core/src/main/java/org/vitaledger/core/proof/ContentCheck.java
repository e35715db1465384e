package org.vitaledger.core.proof;

import java.util.List;
import java.util.Optional;
import org.vitaledger.core.code.CodeMap;
import org.vitaledger.core.code.Conversion;
import org.vitaledger.core.cose.Sign1;
import org.vitaledger.core.proof.Verdict.Step;
import org.vitaledger.core.senml.SenmlReader;
import org.vitaledger.core.senml.SenmlRecord;
import org.vitaledger.core.senml.SenmlRejected;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;

/**
 * Compares a reading with the record of the pack that it stands for. They may differ by what the table of codes declares:
 * the code for a name, the unit where the device says none, and the conversion into the unit that is kept. Conversions
 * that gateways derive otherwise are not declared, so that what is proved doesn't hang on somebody's library.
 */
final class ContentCheck {
    private final CodeMap codes;

    ContentCheck(CodeMap codes) {
        this.codes = codes;
    }

    /** What the device said of {@code reading}. */
    Statement.Said said(Sign1 pack, Reading reading) throws Refutation {
        SenmlRecord record = record(pack, reading.id().index());
        require(
                record.instant().filter(reading.time()::equals).isPresent(),
                "the device signed another time than that of the reading");
        CodeMap.Named named = codes.find(record.parameter())
                .filter(it -> it.code().loinc().equals(reading.code()))
                .orElseThrow(() -> refutation("the device signed another quantity than that of the reading"));
        String unit = record.unit().orElse("");
        require(
                named.code().unit().equals(reading.unit()),
                "the reading is not in the unit that is declared for its code");
        Conversion conversion = named.conversion(unit)
                .orElseThrow(() -> refutation("no declared conversion leads from the device's unit to the reading's"));
        Decimal value = record.decimal().orElseThrow(() -> refutation("the device signed no number"));
        Optional<Decimal> converted = conversion.apply(value);
        require(
                converted.filter(reading.value()::equals).isPresent(),
                "the device signed another number than that of the reading");
        return new Statement.Said(record.parameter(), value, unit);
    }

    private static SenmlRecord record(Sign1 pack, int index) throws Refutation {
        try {
            List<SenmlRecord> records = SenmlReader.read(pack.payloadReader(), ReadingId.MAX_READINGS);
            require(index < records.size(), "the pack has no record at the reading's place");
            return records.get(index);
        } catch (SenmlRejected e) {
            throw refutation("the pack holds no sensor measurements");
        }
    }

    private static void require(boolean holds, String detail) throws Refutation {
        if (!holds) {
            throw refutation(detail);
        }
    }

    private static Refutation refutation(String detail) {
        return new Refutation(Step.CONTENT, detail);
    }
}
