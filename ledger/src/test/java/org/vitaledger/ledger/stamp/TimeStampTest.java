package org.vitaledger.ledger.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.vitaledger.ledger.remote.FourMembers.A;
import static org.vitaledger.ledger.remote.FourMembers.B;
import static org.vitaledger.ledger.remote.FourMembers.C;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.publish.PublishFault;
import org.vitaledger.ledger.remote.BoundedHttp;
import org.vitaledger.ledger.remote.FourMembers;
import org.vitaledger.ledger.remote.GrowingLog;

/** Time stamps of a real authority, OpenSSL's. */
class TimeStampTest {
    private static final FourMembers MEMBERS = new FourMembers();
    private static final SignedNote NOTE = note(7);

    @TempDir
    Path folder;

    private final BoundedHttp http = new BoundedHttp(Duration.ofSeconds(60), Optional.empty());
    private OpenSslAuthority authority;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(OpenSslAuthority.isInstalled(), "openssl is not installed");
        authority = new OpenSslAuthority(folder);
    }

    @AfterEach
    void stop() {
        if (authority != null) {
            authority.close();
        }
        http.close();
    }

    @Test
    void getsAStampThatOpenSslVerifiesToo() throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        byte[] reply = stamp();

        assertThat(TimeStampCheck.verify(reply, NOTE.encode(), authority.certificate()))
                .isInstanceOfSatisfying(TimeStampVerdict.Proved.class, proved -> {
                    assertThat(proved.time()).isBetween(before, Instant.now().plusSeconds(1));
                    assertThat(proved.policy()).isEqualTo("1.3.6.1.4.1.99999.1");
                    assertThat(proved.authority()).isEqualTo("CN=Test authority");
                });
        Files.write(folder.resolve("kept.tsr"), reply);
        Files.write(folder.resolve("kept.checkpoint"), NOTE.encode());
        assertThat(authority.run("ts -verify -in kept.tsr -data kept.checkpoint -CAfile tsa.pem"))
                .contains("Verification: OK");
        authority.run("ts -reply -in kept.tsr -token_out -out kept.token");
        assertThat(TimeStampCheck.verify(
                        Files.readAllBytes(folder.resolve("kept.token")), NOTE.encode(), authority.certificate()))
                .isInstanceOf(TimeStampVerdict.Proved.class);
    }

    @Test
    void refutesAStampOverSomethingElseOrOfSomebodyElse() {
        byte[] reply = stamp();

        assertRefuted(TimeStampCheck.verify(reply, note(8).encode(), authority.certificate()));
        assertRefuted(TimeStampCheck.verify(reply, NOTE.encode(), authority.certificate("other", "stamping")));
        assertRefuted(TimeStampCheck.verify(reply, NOTE.encode(), authority.certificate("wrong", "ordinary")));
    }

    @Test
    void refutesAChangedStampAndReadsAnything() {
        byte[] reply = stamp();
        TimeStampVerdict told = TimeStampCheck.verify(reply, NOTE.encode(), authority.certificate());
        int refuted = 0;
        SplittableRandom random = new SplittableRandom(31);
        for (int i = 0; i < 400; i++) {
            byte[] changed = reply.clone();
            changed[random.nextInt(reply.length)] ^= (byte) (1 + random.nextInt(255));
            TimeStampVerdict verdict = TimeStampCheck.verify(changed, NOTE.encode(), authority.certificate());
            // The status around the token and the certificate in it are signed by nobody: they don't change what is
            // told.
            if (verdict instanceof TimeStampVerdict.Proved) {
                assertThat(verdict).isEqualTo(told);
            } else {
                refuted++;
            }
        }
        assertThat(refuted).isPositive();
        assertRefuted(TimeStampCheck.verify(new byte[0], NOTE.encode(), authority.certificate()));
        assertRefuted(
                TimeStampCheck.verify(new byte[TimeStampCheck.MAX_SIZE + 1], NOTE.encode(), authority.certificate()));
    }

    @Test
    void takesNoReplyToAnotherRequest() {
        byte[][] first = new byte[1][];
        authority.change(reply -> first[0] = first[0] == null ? reply : first[0]);
        stamp();

        assertThatThrownBy(this::stamp).isInstanceOf(PublishFault.class).hasMessageContaining("VL-PUBLISH-005");
        assertThat(authority.requests()).isEqualTo(2);
        authority.change(_ -> new byte[] {0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02});
        assertThatThrownBy(this::stamp).hasMessageContaining("VL-PUBLISH-005");
        authority.change(_ -> new byte[] {1, 2, 3});
        assertThatThrownBy(this::stamp).hasMessageContaining("VL-PUBLISH-005");
    }

    @Test
    void takesNoStampOfAnotherAuthority() {
        TimeStampAuthority misled = new TimeStampAuthority(
                authority.uri(), authority.certificate("other", "stamping"), http, new SecureRandom());

        assertThatThrownBy(() -> misled.publish(NOTE))
                .isInstanceOf(PublishFault.class)
                .hasMessageContaining("VL-PUBLISH-005");
    }

    private byte[] stamp() {
        return new TimeStampAuthority(authority.uri(), authority.certificate(), http, new SecureRandom())
                .publish(NOTE)
                .reply()
                .toArray();
    }

    private static void assertRefuted(TimeStampVerdict verdict) {
        assertThat(verdict).isInstanceOf(TimeStampVerdict.Refuted.class);
    }

    private static SignedNote note(int size) {
        return MEMBERS.sign(size, GrowingLog.of("entry ", size).root(size), 1000, A, B, C);
    }
}
