package org.vitaledger.ledger.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.ledger.remote.FourMembers.A;
import static org.vitaledger.ledger.remote.FourMembers.B;
import static org.vitaledger.ledger.remote.FourMembers.C;
import static org.vitaledger.ledger.remote.FourMembers.D;
import static org.vitaledger.ledger.remote.FourMembers.SIGNATURES;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.remote.FourMembers;
import org.vitaledger.ledger.remote.GrowingLog;

class BreachCheckTest {
    private static final FourMembers MEMBERS = new FourMembers();
    private static final byte[] POLICY = MEMBERS.policy().encode();

    private final GrowingLog log = GrowingLog.of("entry ", 20);
    private final GrowingLog other = GrowingLog.of("another ", 20);

    @Test
    void readsWhatItWrote() {
        for (Breach breach : List.of(twoRoots(), inconsistent(7, 20))) {
            assertThat(Breach.parse(breach.encode())).contains(breach);
            assertThat(verify(breach)).isInstanceOf(BreachVerdict.Proved.class);
        }
    }

    @Test
    void refutesAChangedFile() {
        for (Breach breach : List.of(twoRoots(), inconsistent(7, 20), inconsistent(8, 20))) {
            byte[] file = breach.encode();
            SplittableRandom random = new SplittableRandom(12);
            for (int i = 0; i < file.length; i += 1 + random.nextInt(40)) {
                byte[] changed = file.clone();
                changed[i] ^= (byte) (1 + random.nextInt(255));
                assertThat(BreachCheck.verify(changed, POLICY, SIGNATURES))
                        .as("byte %d", i)
                        .isInstanceOf(BreachVerdict.Refuted.class);
            }
            assertThat(BreachCheck.verify(Arrays.copyOf(file, file.length - 1), POLICY, SIGNATURES))
                    .isInstanceOf(BreachVerdict.Refuted.class);
        }
    }

    @Test
    void refutesMadeUpEvidenceAgainstAnHonestLog() {
        SignedNote small = note(log, 7, 1000);
        SignedNote large = note(log, 20, 1001);
        Breach.Kind inconsistent = Breach.Kind.INCONSISTENT;

        assertRefuted(new Breach(Breach.Kind.TWO_ROOTS, small, large, Optional.empty(), List.of()));
        assertRefuted(new Breach(Breach.Kind.TWO_ROOTS, small, small, Optional.empty(), List.of()));
        assertRefuted(new Breach(Breach.Kind.WENT_BACK, small, large, Optional.empty(), List.of()));
        assertRefuted(new Breach(Breach.Kind.WENT_BACK, large, small, Optional.empty(), List.of()));
        assertRefuted(new Breach(inconsistent, small, large, Optional.of(log.root(7)), log.consistency(7, 20)));
        assertRefuted(new Breach(inconsistent, small, large, Optional.of(other.root(7)), log.consistency(7, 20)));
        assertRefuted(new Breach(inconsistent, small, large, Optional.of(other.root(7)), other.consistency(7, 20)));
        assertRefuted(new Breach(inconsistent, large, large, Optional.of(other.root(20)), List.of()));
    }

    @Test
    void refutesEvidenceAgainstMembersOfWhomNoneSignedBoth() {
        Breach breach = new Breach(
                Breach.Kind.TWO_ROOTS,
                MEMBERS.sign(20, log.root(20), 1000, A, B),
                MEMBERS.sign(20, other.root(20), 1000, C, D),
                Optional.empty(),
                List.of());

        assertThat(verify(breach))
                .isEqualTo(new BreachVerdict.Refuted("nobody of the policy cosigned both checkpoints"));
    }

    @Test
    void refutesEvidenceUnderThePolicyOfOthers() {
        assertThat(BreachCheck.verify(
                        twoRoots().encode(), new FourMembers().policy().encode(), SIGNATURES))
                .isInstanceOf(BreachVerdict.Refuted.class);
        assertThat(BreachCheck.verify(twoRoots().encode(), new byte[] {1}, SIGNATURES))
                .isInstanceOf(BreachVerdict.Refuted.class);
    }

    private Breach twoRoots() {
        return new Breach(
                Breach.Kind.TWO_ROOTS, note(log, 20, 1000), note(other, 20, 1000), Optional.empty(), List.of());
    }

    private Breach inconsistent(int small, int large) {
        return new Breach(
                Breach.Kind.INCONSISTENT,
                note(log, small, 1000),
                note(other, large, 1000),
                Optional.of(other.root(small)),
                other.consistency(small, large));
    }

    private static SignedNote note(GrowingLog log, int size, long time) {
        return MEMBERS.sign(size, log.root(size), time, A, B, C);
    }

    private static BreachVerdict verify(Breach breach) {
        return BreachCheck.verify(breach.encode(), POLICY, SIGNATURES);
    }

    private static void assertRefuted(Breach breach) {
        assertThat(verify(breach)).isInstanceOf(BreachVerdict.Refuted.class);
    }
}
