package org.vitaledger.core.senml;

import java.math.BigDecimal;
import org.vitaledger.core.bytes.Bytes;

/** What a record says (RFC 8428 section 4.2). */
public sealed interface SenmlValue {
    /** A number, the base value added. */
    record Quantity(BigDecimal number) implements SenmlValue {}

    /** A text. */
    record Text(String text) implements SenmlValue {}

    /** True or false. */
    record Flag(boolean flag) implements SenmlValue {}

    /** Bytes. */
    record Data(Bytes data) implements SenmlValue {}

    /** No value, only the sum over the time before. */
    record SumOnly() implements SenmlValue {}
}
