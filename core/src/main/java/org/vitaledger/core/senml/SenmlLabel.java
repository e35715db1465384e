package org.vitaledger.core.senml;

/** The numbers of the fields in CBOR (RFC 8428, table 4). */
public final class SenmlLabel {
    /** Base version. */
    public static final int BASE_VERSION = -1;
    /** Base name. */
    public static final int BASE_NAME = -2;
    /** Base time. */
    public static final int BASE_TIME = -3;
    /** Base unit. */
    public static final int BASE_UNIT = -4;
    /** Base value. */
    public static final int BASE_VALUE = -5;
    /** Base sum. */
    public static final int BASE_SUM = -6;
    /** Name. */
    public static final int NAME = 0;
    /** Unit. */
    public static final int UNIT = 1;
    /** Value, a number. */
    public static final int VALUE = 2;
    /** Value, a text. */
    public static final int STRING_VALUE = 3;
    /** Value, true or false. */
    public static final int BOOLEAN_VALUE = 4;
    /** Sum. */
    public static final int SUM = 5;
    /** Time. */
    public static final int TIME = 6;
    /** Update time. */
    public static final int UPDATE_TIME = 7;
    /** Value, bytes. */
    public static final int DATA_VALUE = 8;

    private SenmlLabel() {}
}
