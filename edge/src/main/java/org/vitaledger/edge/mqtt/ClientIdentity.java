package org.vitaledger.edge.mqtt;

import org.vitaledger.core.value.DeviceId;

/** Who a connection was authenticated as. */
public sealed interface ClientIdentity {
    /**
     * A device: it may publish its own packs and read its own downlink.
     *
     * @param device which
     */
    record DeviceClient(DeviceId device) implements ClientIdentity {
        @Override
        public String text() {
            return device.text();
        }
    }

    /**
     * A screen or program that may read alerts and publish nothing.
     *
     * @param name the user name of its credentials
     */
    record AlertReader(String name) implements ClientIdentity {
        @Override
        public String text() {
            return name;
        }
    }

    /** The user name that stands for the client in credentials and log lines. */
    String text();
}
