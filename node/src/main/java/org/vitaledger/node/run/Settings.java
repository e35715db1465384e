package org.vitaledger.node.run;

import java.util.Map;
import java.util.function.Function;

/**
 * A node's settings as texts, all of them there; each is parsed so that a fault names it and its value.
 *
 * @param values by name
 */
record Settings(Map<String, String> values) {
    private static final int LONGEST_SHOWN = 200;

    Settings {
        values = Map.copyOf(values);
    }

    /** The text of a setting. */
    String text(String name) {
        String text = values.get(name);
        if (text == null) {
            throw new IllegalArgumentException("a setting without a default");
        }
        return text;
    }

    /**
     * What a setting says.
     *
     * @param parser throws IllegalArgumentException for what it does not take
     * @throws NodeFault VL-NODE-002 with the setting and its value
     */
    <T> T parse(String name, Function<String, T> parser) {
        String text = text(name);
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new NodeFault(
                    NodeFault.NodeCode.SETTING_WRONG,
                    Map.of(
                            "setting",
                            name,
                            "value",
                            text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) : text,
                            "cause",
                            String.valueOf(e.getMessage())),
                    e);
        }
    }
}
