package org.vitaledger.edge;

import java.time.InstantSource;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.edge.admit.SteadyClock;
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
 * @param steady the same as long as nobody sets that
 */
public record GatewayPorts(
        Ledger ledger,
        Vault vault,
        Signatures signatures,
        DeviceCredentials credentials,
        InstantSource clock,
        InstantSource steady) {
    /** With the steady clock of this machine. */
    public GatewayPorts(
            Ledger ledger, Vault vault, Signatures signatures, DeviceCredentials credentials, InstantSource clock) {
        this(ledger, vault, signatures, credentials, clock, new SteadyClock(clock.instant()));
    }
}
