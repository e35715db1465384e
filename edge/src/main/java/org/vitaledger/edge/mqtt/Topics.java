package org.vitaledger.edge.mqtt;

import java.util.Optional;
import org.vitaledger.core.value.DeviceId;

/** The topic names: {@code vl/<device>/up}, {@code vl/<device>/down}, {@code vl/alerts} and {@code vl/alerts/<device>}. */
public final class Topics {
    /** Readers of this topic get the alerts of all devices, under this name. */
    public static final String ALERTS = "vl/alerts";

    private static final String PREFIX = "vl/";
    private static final String UP = "/up";
    private static final int UP_LENGTH = PREFIX.length() + 2 * DeviceId.SIZE + UP.length();

    private Topics() {}

    /** Where the device publishes its packs. */
    public static String up(DeviceId device) {
        return PREFIX + device.text() + UP;
    }

    /** Where the device hears about its packs. */
    public static String down(DeviceId device) {
        return PREFIX + device.text() + "/down";
    }

    /** Where the device's alerts appear. */
    public static String alerts(DeviceId device) {
        return ALERTS + "/" + device.text();
    }

    /** The device of a topic for packs, if it is one. */
    public static Optional<DeviceId> parseUp(String topic) {
        if (topic.length() != UP_LENGTH || !topic.startsWith(PREFIX) || !topic.endsWith(UP)) {
            return Optional.empty();
        }
        String id = topic.substring(PREFIX.length(), UP_LENGTH - UP.length());
        return isLowerHex(id) ? Optional.of(DeviceId.parse(id)) : Optional.empty();
    }

    /** Whether {@code client} may subscribe to {@code filter}. */
    static boolean maySubscribe(ClientIdentity client, String filter) {
        return switch (client) {
            case ClientIdentity.DeviceClient device -> filter.equals(down(device.device()));
            case ClientIdentity.AlertReader _ -> isAlertFilter(filter);
        };
    }

    /** The topic under which a subscriber of {@code filter} gets the alerts of {@code device}, if it gets them. */
    static Optional<String> alertTopic(String filter, DeviceId device) {
        if (filter.equals(ALERTS)) {
            return Optional.of(ALERTS);
        }
        String topic = alerts(device);
        boolean matches = filter.equals(topic) || filter.equals(ALERTS + "/#") || filter.equals(ALERTS + "/+");
        return matches ? Optional.of(topic) : Optional.empty();
    }

    private static boolean isAlertFilter(String filter) {
        if (filter.equals(ALERTS) || filter.equals(ALERTS + "/#") || filter.equals(ALERTS + "/+")) {
            return true;
        }
        return filter.startsWith(ALERTS + "/")
                && filter.length() == ALERTS.length() + 1 + 2 * DeviceId.SIZE
                && isLowerHex(filter.substring(ALERTS.length() + 1));
    }

    private static boolean isLowerHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
