package org.vitaledger.vault.file;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;

/** Tells the journal's faults, and damage, as the vault's. */
final class Faults {
    private Faults() {}

    static SealFault of(JournalFault fault) {
        SealCode code = switch (fault.kind()) {
            case IN_USE -> SealCode.IN_USE;
            case DAMAGED, OUT_OF_RANGE -> SealCode.RECORD_DAMAGED;
            case WRITE_FAILED, READ_FAILED -> SealCode.DISK;
            case CLOSED -> SealCode.CLOSED;
            case STOPPED -> SealCode.STOPPED;
        };
        return new SealFault(code, fault.context(), fault);
    }

    static SealFault damagedPack(BatchHeader header, long position, int pack, @Nullable Throwable cause) {
        Map<String, Object> context = new TreeMap<>();
        context.put("gateway", header.gateway());
        context.put("batch", header.number());
        context.put("position", position);
        context.put("pack", pack);
        return new SealFault(SealCode.RECORD_DAMAGED, context, cause);
    }

    static SealFault damagedRecord(long position, @Nullable Throwable cause) {
        return new SealFault(SealCode.RECORD_DAMAGED, Map.of("position", position), cause);
    }
}
