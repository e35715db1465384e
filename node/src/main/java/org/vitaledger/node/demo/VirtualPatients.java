package org.vitaledger.node.demo;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.device.pack.PackSigner;
import org.vitaledger.device.publish.Enrolled;
import org.vitaledger.device.publish.Login;
import org.vitaledger.device.replay.GeneratedPatient;
import org.vitaledger.device.replay.ParameterMap;
import org.vitaledger.device.replay.Recordings;
import org.vitaledger.device.replay.Schedule;
import org.vitaledger.device.replay.VirtualDevice;
import org.vitaledger.device.replay.VitalSigns;
import org.vitaledger.node.client.ApiClient;

/** Patients of a running node, each with a virtual device that is enrolled and bound over its API. */
final class VirtualPatients {
    private final ApiClient client;
    private final String token;
    private final Optional<Recordings> recordings;
    private final Signatures signatures = FastestSignatures.find();

    /**
     * @param token an operator's
     * @param folder with recorded vital signs; without one, or with the empty path, they are invented
     */
    VirtualPatients(ApiClient client, String token, Optional<Path> folder) {
        this.client = client;
        this.token = token;
        this.recordings = folder.filter(path -> !path.toString().isEmpty())
                .map(path -> Recordings.open(path, ParameterMap.challenge2012()));
    }

    /**
     * Admits so many patients with a device each.
     *
     * @param schedule by which a device delivers, asked for once it is bound: it measures nobody before that
     */
    List<Enrolled> admit(int count, Supplier<Schedule> schedule) {
        List<Enrolled> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            devices.add(enrol(source(i), schedule));
        }
        return devices;
    }

    private VitalSigns source(int index) {
        return recordings.isPresent()
                ? recordings.get().read(index).play()
                : new GeneratedPatient(index + 1, Duration.ofMinutes(1), Duration.ofHours(6));
    }

    private Enrolled enrol(VitalSigns source, Supplier<Schedule> schedule) {
        SigningKey key = signatures.generate(Algorithm.ED25519, new SecureRandom());
        PatientHandle patient = client.createPatient("Test", "Virtual", token);
        Login.Password login = client.enrol(key.verifyingKey(), patient, token);
        PackSigner signer = new PackSigner(DeviceId.parse(login.username()), key, signatures);
        return new Enrolled(new VirtualDevice(signer, source, schedule.get(), 0), login);
    }
}
