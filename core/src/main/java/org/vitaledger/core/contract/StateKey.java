package org.vitaledger.core.contract;

import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.governance.Parameter;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;

/** The keys of the state map: one byte for the kind of record, then its identifier. */
public final class StateKey {
    private StateKey() {}

    /** The list of members. */
    static Bytes members() {
        return Bytes.of((byte) 0);
    }

    /** A member. */
    public static Bytes member(MemberId id) {
        return key(1, Bytes.utf8(id.text()));
    }

    /** A principal. */
    public static Bytes principal(PrincipalId id) {
        return key(2, id.bytes());
    }

    /** A device. */
    public static Bytes device(DeviceId id) {
        return key(3, id.bytes());
    }

    /** A consent. */
    public static Bytes consent(ConsentId id) {
        return key(4, id.bytes());
    }

    /** The list of a patient's consents. */
    public static Bytes consentsOf(PatientHandle patient) {
        return key(5, patient.bytes());
    }

    /** A gateway's last batch. */
    public static Bytes gateway(GatewayId id) {
        return key(6, Bytes.utf8(id.toString()));
    }

    /** The head of a member's audit log. */
    public static Bytes auditHead(MemberId member) {
        return key(7, Bytes.utf8(member.text()));
    }

    /** That a patient's key was destroyed. */
    public static Bytes erasure(PatientHandle patient) {
        return key(8, patient.bytes());
    }

    /** The heights from which on rosters hold, in the order of their numbers. */
    public static Bytes rosters() {
        return Bytes.of((byte) 9);
    }

    /** A {@link org.vitaledger.core.governance.RosterChange}. */
    public static Bytes roster(long number) {
        return key(10, Bytes.utf8(Long.toString(number)));
    }

    /** The versions of the contracts and the heights from which on they hold. */
    public static Bytes versions() {
        return Bytes.of((byte) 11);
    }

    /** A {@link org.vitaledger.core.governance.Parameter} that was set. */
    public static Bytes parameter(Parameter parameter) {
        return key(12, Bytes.utf8(parameter.text()));
    }

    /** How many proposals there were, and which are open. */
    public static Bytes proposals() {
        return Bytes.of((byte) 13);
    }

    /** A {@link org.vitaledger.core.governance.Proposal}. */
    public static Bytes proposal(long number) {
        return key(14, Bytes.utf8(Long.toString(number)));
    }

    private static Bytes key(int kind, Bytes id) {
        return Bytes.of((byte) kind).plus(id);
    }
}
