package org.vitaledger.api.feed;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.vitaledger.core.value.PatientHandle;

/** The alerts as the API needs them. Every method may be called by any thread and answers at once. */
public interface AlertFeed {
    /** The patients of whom there are alerts. */
    Set<PatientHandle> alerted();

    /** The newest {@code limit} alerts of some patients, and of those that are open all that are older; newest first. */
    List<Alert> alerts(Predicate<PatientHandle> whose, int limit);

    /** The newest alert of each rule that is still met, in no order. */
    List<Alert> openAlerts();

    /** Tells {@code follower} every alert from now on, until the subscription is closed; the follower is quick. */
    AutoCloseable follow(Consumer<Alert> follower);
}
