package org.vitaledger.edge.mqtt;

import org.jspecify.annotations.Nullable;

/** The topic aliases that one MQTT 5 client set (MQTT 5 section 3.3.2.3.4). For one event loop. */
final class TopicAliases {
    /** How many a client may set. */
    static final int MAXIMUM = 4;

    private final @Nullable String[] names = new @Nullable String[MAXIMUM + 1];

    /**
     * The topic of a PUBLISH, and remembers its alias.
     *
     * @return nothing if the alias is out of range or was never set
     */
    @Nullable String resolve(int alias, String topic) {
        if (alias < 1 || alias > MAXIMUM) {
            return null;
        }
        if (!topic.isEmpty()) {
            names[alias] = topic;
        }
        return names[alias];
    }
}
