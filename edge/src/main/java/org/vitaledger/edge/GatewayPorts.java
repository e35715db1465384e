package org.vitaledger.edge;

import java.time.InstantSource;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.edge.mqtt.DeviceCredentials;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.vault.Vault;

/**
 * What a gateway works with; its owner closes them after the gateway.
 *
 * @param ledger the registry of devices, and where batches are anchored
 * @param vault where batches are sealed
 * @param signatures checks the devices' signatures
 * @param credentials decides about user names and passwords
 * @param clock the time
 */
public record GatewayPorts(
        Ledger ledger, Vault vault, Signatures signatures, DeviceCredentials credentials, InstantSource clock) {}
