package org.vitaledger.node.run;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.publish.Publications;
import org.vitaledger.ledger.publish.Publications.Plan;
import org.vitaledger.ledger.publish.PublishFault;
import org.vitaledger.ledger.remote.BoundedHttp;
import org.vitaledger.ledger.solo.SoloLedger;
import org.vitaledger.ledger.stamp.TimeStampAuthority;
import org.vitaledger.ledger.witness.WitnessClient;
import org.vitaledger.ledger.witness.Witnesses;
import org.vitaledger.node.keys.CertificateFile;

/** Names the publishers that the settings ask for, and starts them. */
final class Publishing {
    private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);
    private static final Duration WITNESS_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Devices wait. */
    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(5);

    private Publishing() {}

    /** Begins to publish; empty if the settings name nobody. */
    static Optional<Publications> start(OutsideConfig config, NodeHome home, Ledger ledger, Signatures signatures) {
        List<Plan> plans = new ArrayList<>();
        if (!config.witnesses().isEmpty()) {
            plans.add(new Plan(
                    witnesses(config, ledger.log(), new BoundedHttp(PATIENCE, Optional.empty()), signatures),
                    WITNESS_INTERVAL));
        }
        config.authority().ifPresent(authority -> {
            TimeStampAuthority stamps = new TimeStampAuthority(
                    authority.address(),
                    CertificateFile.read(authority.certificate()),
                    new BoundedHttp(PATIENCE, Optional.empty()),
                    new SecureRandom());
            plans.add(new Plan(stamps, authority.interval()));
        });
        return plans.isEmpty()
                ? Optional.empty()
                : Optional.of(Publications.start(home.stamps(), ledger, plans, Publishing::tell));
    }

    private static Witnesses witnesses(OutsideConfig config, LogReader log, BoundedHttp http, Signatures signatures) {
        List<WitnessClient> clients = config.witnesses().stream()
                .map(place -> new WitnessClient(place, log, http, signatures))
                .toList();
        return new Witnesses(clients, fault -> tell("witness", fault));
    }

    /**
     * Asks the witnesses, before anything is written, that a ledger is not a copy of an older state.
     *
     * @throws NodeFault VL-NODE-020 if it is
     */
    static void requireNewest(OutsideConfig config, SoloLedger ledger, Signatures signatures) {
        if (config.witnesses().isEmpty()) {
            return;
        }
        try (BoundedHttp http = new BoundedHttp(PATIENCE_AT_START, Optional.empty())) {
            witnesses(config, ledger.log(), http, signatures).requireNewest(ledger.head());
        } catch (PublishFault e) {
            throw new NodeFault(NodeFault.NodeCode.LEDGER_OLDER, e.context(), e);
        }
    }

    private static void tell(String publisher, Fault fault) {
        LOG.warn("{} did not take a checkpoint: {}", publisher, fault.getMessage());
    }
}
