/**
 * The MQTT ingest endpoint: MQTT 3.1.1 and 5 over TCP and TLS. Connections of authenticated clients enter; each PUBLISH
 * leaves to one {@link org.vitaledger.edge.mqtt.PublishHandler}, which answers later and from any thread; downlink
 * messages and alerts leave to subscribers.
 *
 * <p>Always true: a PUBACK goes out only after the handler's answer and in the order of the PUBLISH packets (MQTT 5
 * section 4.6); what waits for an answer is bounded per connection and in total, by not reading from the socket; nothing
 * that a client sends stops another client.
 */
@NullMarked
package org.vitaledger.edge.mqtt;

import org.jspecify.annotations.NullMarked;
