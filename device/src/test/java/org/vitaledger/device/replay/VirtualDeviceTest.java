package org.vitaledger.device.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.cose.Sign1Verifier;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.device.pack.Measurement;
import org.vitaledger.device.pack.PackRejected;
import org.vitaledger.device.pack.PackSigner;
import org.vitaledger.device.pack.SignedPack;

class VirtualDeviceTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

    private final Signatures signatures = Signatures.platform();
    private final SigningKey key = signatures.generate(Algorithm.ED25519, new SecureRandom());
    private final PackSigner signer = new PackSigner(DeviceId.parse("0102030405060708"), key, signatures);

    private VirtualDevice device(Pace pace, int readingsPerPack, int... seconds) {
        List<Observation> observations = Arrays.stream(seconds)
                .mapToObj(at -> new Observation(Duration.ofSeconds(at), "8867-4", "/min", new Decimal(60 + at, 0)))
                .toList();
        VitalSigns source = new Recording(observations, Omitted.NOTHING).play();
        return new VirtualDevice(signer, source, new Schedule(START, pace, readingsPerPack, Duration.ofSeconds(10)), 0);
    }

    private List<Measurement> open(OutgoingPack pack) throws PackRejected {
        SignedPack signed = SignedPack.parse(pack.encoded());
        assertThat(signed.verify(new Sign1Verifier(key.verifyingKey(), signatures)))
                .isTrue();
        assertThat(signed.sequence()).isEqualTo(pack.sequence());
        assertThat(signed.measurements()).hasSize(pack.readings());
        return signed.measurements();
    }

    @Test
    void packsAsManyReadingsAsAskedForAndNumbersThePacks() throws PackRejected {
        VirtualDevice device = device(Pace.realTime(), 2, 0, 1, 2, 3, 4);

        assertThat(device.due(START)).contains(START.plusSeconds(1));
        assertThat(open(device.take(START))).extracting(Measurement::time).containsExactly(START, START.plusSeconds(1));
        assertThat(device.due(START)).contains(START.plusSeconds(3));
        assertThat(open(device.take(START))).hasSize(2);
        assertThat(open(device.take(START))).extracting(Measurement::time).containsExactly(START.plusSeconds(4));
        assertThat(device.lastSequence()).isEqualTo(3);
        assertThat(device.due(START)).isEmpty();
        assertThatThrownBy(() -> device.take(START)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void letsNoReadingWaitLongForItsPack() throws PackRejected {
        VirtualDevice device = device(Pace.realTime(), 10, 0, 5, 10, 11, 300);

        assertThat(open(device.take(START))).hasSize(3);
        assertThat(device.due(START)).contains(START.plusSeconds(11));
        assertThat(open(device.take(START))).hasSize(1);
        assertThat(device.due(START)).contains(START.plusSeconds(300));
    }

    @Test
    void shortensTimeAtAFasterPace() throws PackRejected {
        VirtualDevice device = device(new Pace.Times(60), 10, 0, 60, 120, 1200);

        assertThat(device.due(START)).contains(START.plusSeconds(2));
        assertThat(open(device.take(START)))
                .extracting(Measurement::time)
                .containsExactly(START, START.plusSeconds(1), START.plusSeconds(2));
        assertThat(device.due(START)).contains(START.plusSeconds(20));
    }

    @Test
    void isAlwaysDueAtAnUnboundedPace() throws PackRejected {
        VirtualDevice device = device(new Pace.Unbounded(), 2, 0, 3600);
        Instant now = START.plusSeconds(5);

        assertThat(device.due(now)).contains(now);
        assertThat(open(device.take(now))).extracting(Measurement::time).containsExactly(now, now);
    }

    @Test
    void goesOnAfterTheLastNumber() {
        VirtualDevice device = new VirtualDevice(
                signer,
                new GeneratedPatient(1, Duration.ofSeconds(1), Duration.ofHours(1)),
                new Schedule(START, Pace.realTime(), 3, Duration.ofSeconds(10)),
                41);
        assertThat(device.take(START).sequence()).isEqualTo(42);
    }
}
