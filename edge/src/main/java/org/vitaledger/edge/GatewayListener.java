package org.vitaledger.edge;

/** Hears what happens at a gateway. */
@FunctionalInterface
public interface GatewayListener {
    /** Called by the threads that it happens on, several at once: must be quick and must not throw. */
    void happened(GatewayEvent event);

    /** Hears nothing. */
    static GatewayListener none() {
        return event -> {};
    }
}
