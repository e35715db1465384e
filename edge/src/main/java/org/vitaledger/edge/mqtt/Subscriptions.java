package org.vitaledger.edge.mqtt;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one client subscribed to; only what {@link Topics#maySubscribe} permits. For one event loop. */
final class Subscriptions {
    private static final int SUBSCRIPTION_IDENTIFIER = 11;
    private static final int REFUSED_3 = 0x80;
    private static final int GRANTED_QOS_0 = 0;
    private static final short NO_SUBSCRIPTION = 0x11;

    private final Session session;
    private final Sessions sessions;
    private final Set<String> filters = new HashSet<>();

    Subscriptions(Session session, Sessions sessions) {
        this.session = session;
        this.sessions = sessions;
    }

    Set<String> filters() {
        return filters;
    }

    /** Why an MQTT 5 client must not send this. */
    static @Nullable Reason objection(MqttSubscribeMessage message) {
        return message.idAndPropertiesVariableHeader().properties().getProperty(SUBSCRIPTION_IDENTIFIER) == null
                ? null
                : Reason.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED;
    }

    MqttMessage subscribe(MqttSubscribeMessage message, Dialect dialect) {
        List<Integer> codes = new ArrayList<>();
        for (MqttTopicSubscription subscription : message.payload().topicSubscriptions()) {
            codes.add(subscribe(subscription.topicFilter(), dialect));
        }
        return Dialect.subAck(message.variableHeader().messageId(), codes);
    }

    MqttMessage unsubscribe(MqttUnsubscribeMessage message, Dialect dialect) {
        List<Short> codes = new ArrayList<>();
        for (String filter : message.payload().topics()) {
            filters.remove(filter);
            codes.add(sessions.unsubscribe(session, filter) ? 0 : NO_SUBSCRIPTION);
        }
        return dialect.unsubAck(message.variableHeader().messageId(), codes);
    }

    private int subscribe(String filter, Dialect dialect) {
        if (Topics.maySubscribe(session.client(), filter)) {
            filters.add(filter);
            sessions.subscribe(session, filter);
            return GRANTED_QOS_0;
        }
        if (!dialect.version5()) {
            return REFUSED_3;
        }
        return filter.startsWith("$share/")
                ? Reason.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED.code()
                : Reason.NOT_AUTHORIZED.code();
    }
}
