package org.vitaledger.api.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.ledger.store.KeyValues;

/**
 * Finds the places of records in the index: of patients or principals, in a time, in the order by time. Throws as the index
 * does. Safe for any thread while the index is open.
 */
final class AuditSearch {
    private final KeyValues values;
    private final AuditKeys keys;

    AuditSearch(KeyValues values, AuditKeys keys) {
        this.values = values;
        this.keys = keys;
    }

    /**
     * The first places of what is wanted, in the order by time.
     *
     * @param behind where to begin, without it; empty for the beginning
     * @param most how many at most
     */
    List<AuditPlace> find(AuditQuery query, Optional<AuditPlace> behind, boolean descending, int most) {
        List<AuditPlace> found = new ArrayList<>();
        for (Walk walk : walks(query)) {
            List<AuditPlace> own = new ArrayList<>();
            walk.run(query, behind, descending, place -> {
                own.add(place);
                return own.size() < most;
            });
            found.addAll(own);
        }
        found.sort(descending ? Comparator.reverseOrder() : Comparator.naturalOrder());
        return found.size() > most ? found.subList(0, most) : found;
    }

    /** How many there are of what is wanted. */
    long count(AuditQuery query) {
        long[] count = {0};
        for (Walk walk : walks(query)) {
            walk.run(query, Optional.empty(), false, place -> {
                count[0]++;
                return true;
            });
        }
        return count[0];
    }

    private List<Walk> walks(AuditQuery query) {
        Optional<Set<Bytes>> principals = query.principals().map(this::pseudonyms);
        if (query.patients().isPresent()) {
            return query.patients().get().stream()
                    .map(patient -> new Walk(AuditKeys.timesOfPatient(keys.pseudonym(patient)), principals))
                    .toList();
        }
        if (principals.isPresent()) {
            return principals.get().stream()
                    .map(principal -> new Walk(AuditKeys.timesOfPrincipal(principal.toArray()), Optional.empty()))
                    .toList();
        }
        return List.of(new Walk(AuditKeys.times(), Optional.empty()));
    }

    private Set<Bytes> pseudonyms(Set<PrincipalId> principals) {
        Set<Bytes> pseudonyms = new HashSet<>();
        principals.forEach(principal -> pseudonyms.add(Bytes.of(keys.pseudonym(principal))));
        return pseudonyms;
    }

    @FunctionalInterface
    private interface Taking {
        /** Takes a place, and says whether to go on. */
        boolean take(AuditPlace place);
    }

    /**
     * One way through the index.
     *
     * @param beginning what the keys begin with
     * @param among which values count; empty for all
     */
    private final class Walk {
        private final byte[] beginning;
        private final Optional<Set<Bytes>> among;

        Walk(byte[] beginning, Optional<Set<Bytes>> among) {
            this.beginning = beginning;
            this.among = among;
        }

        void run(AuditQuery query, Optional<AuditPlace> behind, boolean descending, Taking taking) {
            BiPredicate<byte[], byte[]> visitor = (key, value) -> {
                if (!begins(key)) {
                    return false;
                }
                AuditPlace place = AuditKeys.place(key);
                if (descending
                        ? place.time().isBefore(query.from())
                        : !place.time().isBefore(query.to())) {
                    return false;
                }
                boolean wanted = place.position() < query.until()
                        && behind.filter(place::equals).isEmpty()
                        && query.times().test(place.time())
                        && (among.isEmpty() || among.get().contains(Bytes.of(value)));
                return !wanted || taking.take(place);
            };
            AuditPlace edge = new AuditPlace(descending ? query.to() : query.from(), 0);
            AuditPlace first = behind.filter(place -> place.compareTo(edge) < 0 == descending)
                    .orElse(edge);
            byte[] start = AuditKeys.place(beginning, first);
            if (descending) {
                values.descend(start, visitor);
            } else {
                values.ascend(start, visitor);
            }
        }

        private boolean begins(byte[] key) {
            return key.length > beginning.length
                    && Arrays.equals(key, 0, beginning.length, beginning, 0, beginning.length);
        }
    }
}
