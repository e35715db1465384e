package org.vitaledger.core.value;

import java.util.regex.Pattern;

/**
 * An edge gateway of one member: whose batches are numbered one after the other.
 *
 * @param member the institution that runs it
 * @param name its name there, 1 to 32 lower-case letters, digits and dashes
 */
public record GatewayId(MemberId member, String name) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,32}");

    public GatewayId {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("a gateway's name is 1 to 32 lower-case letters, digits and dashes");
        }
    }

    @Override
    public String toString() {
        return member + "/" + name;
    }
}
