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
import org.vitaledger.ledger.publish.Publications;
import org.vitaledger.ledger.publish.Publications.Plan;
import org.vitaledger.ledger.remote.BoundedHttp;
import org.vitaledger.ledger.stamp.TimeStampAuthority;
import org.vitaledger.ledger.witness.WitnessClient;
import org.vitaledger.node.keys.CertificateFile;

/** Names the publishers that the settings ask for, and starts them. */
final class Publishing {
    private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);
    private static final Duration WITNESS_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Publishing() {}

    /** Begins to publish; empty if the settings name nobody. */
    static Optional<Publications> start(OutsideConfig config, NodeHome home, Ledger ledger, Signatures signatures) {
        List<Plan> plans = new ArrayList<>();
        config.witness().ifPresent(place -> {
            WitnessClient client = new WitnessClient(place, ledger.log(), http(), signatures);
            plans.add(new Plan(client, WITNESS_INTERVAL));
        });
        config.authority().ifPresent(authority -> {
            TimeStampAuthority stamps = new TimeStampAuthority(
                    authority.address(), CertificateFile.read(authority.certificate()), http(), new SecureRandom());
            plans.add(new Plan(stamps, authority.interval()));
        });
        return plans.isEmpty()
                ? Optional.empty()
                : Optional.of(Publications.start(home.stamps(), ledger, plans, Publishing::tell));
    }

    private static BoundedHttp http() {
        return new BoundedHttp(PATIENCE, Optional.empty());
    }

    private static void tell(String publisher, Fault fault) {
        LOG.warn("{} did not take a checkpoint: {}", publisher, fault.getMessage());
    }
}
