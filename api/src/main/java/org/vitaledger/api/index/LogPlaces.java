package org.vitaledger.api.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.vitaledger.core.contract.AuditHead;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.PatientHandle;

/** Which entry of the log holds which anchor, enrolment and version of a consent. Guarded by the index. */
final class LogPlaces {
    private final Map<GatewayId, List<Long>> anchors = new HashMap<>();
    private final Map<DeviceId, Long> enrolments = new HashMap<>();
    private final Map<PatientHandle, List<AuditAnchor>> auditHeads = new HashMap<>();
    private final Map<ConsentId, List<Long>> consents = new HashMap<>();

    void anchor(Command.Anchor anchor, long entry) {
        List<Long> entries = anchors.computeIfAbsent(anchor.gateway(), key -> new ArrayList<>());
        if (anchor.number() != entries.size() + 1) {
            throw new IllegalStateException("the contracts apply batches in order");
        }
        entries.add(entry);
    }

    void enrolment(DeviceId device, long entry) {
        enrolments.put(device, entry);
    }

    void auditHeads(Command.AnchorAuditHeads command, long entry) {
        for (AuditHead head : command.heads()) {
            auditHeads
                    .computeIfAbsent(head.patient(), key -> new ArrayList<>())
                    .add(new AuditAnchor(head.count(), entry));
        }
    }

    void consent(ConsentId consent, long entry) {
        consents.computeIfAbsent(consent, key -> new ArrayList<>(1)).add(entry);
    }

    OptionalLong consentOf(ConsentId consent, int version) {
        return numbered(consents.getOrDefault(consent, List.of()), version);
    }

    OptionalLong anchorOf(GatewayId gateway, long number) {
        return numbered(anchors.getOrDefault(gateway, List.of()), number);
    }

    private static OptionalLong numbered(List<Long> entries, long number) {
        return number < 1 || number > entries.size()
                ? OptionalLong.empty()
                : OptionalLong.of(entries.get(Math.toIntExact(number - 1)));
    }

    OptionalLong enrolmentOf(DeviceId device) {
        Long entry = enrolments.get(device);
        return entry == null ? OptionalLong.empty() : OptionalLong.of(entry);
    }

    Optional<AuditAnchor> auditAnchorOf(PatientHandle patient, long number) {
        return auditHeads.getOrDefault(patient, List.of()).reversed().stream()
                .filter(anchor -> anchor.count() >= number)
                .findFirst();
    }
}
