package org.vitaledger.core.senml;

import org.jspecify.annotations.Nullable;
import org.vitaledger.core.senml.SenmlRejected.Reason;

/** Names: letters, digits and {@code - : . / _}, beginning with a letter or digit (RFC 8428 section 4.5.1). */
final class SenmlName {
    private SenmlName() {}

    static String join(String base, @Nullable String own) throws SenmlRejected {
        String name = own == null ? base : base.isEmpty() ? own : base + own;
        if (name.isEmpty() || !isAlphanumeric(name.charAt(0))) {
            throw new SenmlRejected(Reason.BAD_NAME);
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isAlphanumeric(c) && c != '-' && c != ':' && c != '.' && c != '/' && c != '_') {
                throw new SenmlRejected(Reason.BAD_NAME);
            }
        }
        return name;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
