package org.vitaledger.edge.mqtt;

/** What all connections of an endpoint share. */
record Hub(
        Limits limits,
        DeviceCredentials credentials,
        PublishHandler handler,
        Sessions sessions,
        Openings openings,
        Pressure pressure,
        Counters counters) {}
