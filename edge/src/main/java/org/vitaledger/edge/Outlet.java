package org.vitaledger.edge;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.edge.mqtt.MqttEndpoint;
import org.vitaledger.edge.rules.Alert;

/** The way back to the endpoint, which is started after everything that it feeds. Safe for any thread. */
final class Outlet {
    private volatile @Nullable MqttEndpoint endpoint;

    /** From now on there is an endpoint. */
    void connect(MqttEndpoint to) {
        endpoint = to;
    }

    void sendDown(DeviceId device, byte[] message) {
        MqttEndpoint to = endpoint;
        if (to != null) {
            to.sendDown(device, message);
        }
    }

    void sendAlert(Alert alert) {
        MqttEndpoint to = endpoint;
        if (to != null) {
            to.sendAlert(alert.device(), alert.json(false).getBytes(StandardCharsets.UTF_8));
        }
    }
}
