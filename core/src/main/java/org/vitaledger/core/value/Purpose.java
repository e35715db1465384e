package org.vitaledger.core.value;

/** Why somebody wants to read: the HL7 v3 PurposeOfUse codes in use. The numbers stand on the ledger. */
public enum Purpose {
    /** Treatment. */
    TREAT(1),
    /** The patient's own request. */
    PATRQT(2),
    /** Health-care operations. */
    HOPERAT(3),
    /** Healthcare research. */
    HRESCH(4),
    /** Healthcare payment. */
    HPAYMT(5);

    private final int code;

    Purpose(int code) {
        this.code = code;
    }

    /** The number that stands on the ledger. */
    public int code() {
        return code;
    }
}
