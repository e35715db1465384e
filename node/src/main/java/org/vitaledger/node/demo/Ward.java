package org.vitaledger.node.demo;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.ops.Registrar;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.device.pack.PackSigner;
import org.vitaledger.device.publish.Enrolled;
import org.vitaledger.device.publish.Login;
import org.vitaledger.device.replay.GeneratedPatient;
import org.vitaledger.device.replay.Omitted;
import org.vitaledger.device.replay.Pace;
import org.vitaledger.device.replay.ParameterMap;
import org.vitaledger.device.replay.Recording;
import org.vitaledger.device.replay.Recordings;
import org.vitaledger.device.replay.Schedule;
import org.vitaledger.device.replay.VirtualDevice;
import org.vitaledger.device.replay.VitalSigns;
import org.vitaledger.node.client.ApiClient;
import org.vitaledger.node.run.VitaNode;

/** A ward to demonstrate on: patients with a device each, staff, and consents of all patients but the last. */
final class Ward {
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration BETWEEN_EPISODES = Duration.ofHours(6);
    private static final Duration CONSENT_LENGTH = Duration.ofDays(30);
    private static final int PACK = 10;
    /** Of everybody in the ward; it keeps nobody out. */
    static final String PASSWORD = "demonstration ward";

    private static final Duration SETUP = Duration.ofMinutes(10);
    private static final Duration MAX_SPAN = Duration.ofSeconds(1);

    private final VitaNode node;
    private final ApiClient client;
    private final String operatorToken;
    private final InstantSource clock;
    private final Instant start;
    private final Signatures signatures = FastestSignatures.find();
    private final List<Patient> patients = new ArrayList<>();
    private final List<Enrolled> devices = new ArrayList<>();
    private Omitted omitted = Omitted.NOTHING;

    /**
     * A patient of the ward.
     *
     * @param person who may log in as them
     * @param handle their handle
     * @param device what measures them
     */
    record Patient(Account person, PatientHandle handle, DeviceId device) {}

    /**
     * The staff.
     *
     * @param practitioner reads under consent
     * @param auditor reads the trail
     * @param operator runs devices
     */
    record Staff(Account practitioner, Account auditor, Account operator) {}

    private final Staff staff;

    Ward(VitaNode node, ApiClient client, InstantSource clock, DemoOptions options) {
        this.node = node;
        this.client = client;
        this.clock = clock;
        this.start = clock.instant();
        this.staff = new Staff(
                enrol("dr.reed", Role.PRACTITIONER, Optional.empty()),
                enrol("auditor", Role.AUDITOR, Optional.empty()),
                enrol("operator", Role.OPERATOR, Optional.empty()));
        this.operatorToken = node.token(staff.operator(), SETUP);
        Sources sources = new Sources(options.recordings());
        for (int i = 0; i < options.devices(); i++) {
            admit(i + 1, sources.source(i), options.pace());
        }
        for (Patient patient : patients.subList(0, patients.size() - 1)) {
            consent(patient);
        }
        addBrokenMonitor(options.pace());
    }

    List<Patient> patients() {
        return patients;
    }

    /** The patient without a consent for the practitioner. */
    Patient unconsenting() {
        return patients.getLast();
    }

    /** Whom a device of the ward measures. The broken monitor is the first patient's. */
    Patient patientOf(DeviceId device) {
        return patients.stream()
                .filter(patient -> patient.device().equals(device))
                .findFirst()
                .orElse(patients.getFirst());
    }

    Staff staff() {
        return staff;
    }

    /** The devices, a broken one last. */
    List<Enrolled> devices() {
        return devices;
    }

    /** What the recordings hold beyond vital signs that are mapped. */
    Omitted omitted() {
        return omitted;
    }

    private void admit(int number, VitalSigns source, double pace) {
        PatientHandle handle = client.createPatient("Test", "Patient-" + number, operatorToken);
        Account person = enrol("patient" + number, Role.PATIENT, Optional.of(handle));
        patients.add(new Patient(person, handle, addDevice(handle, source, pace)));
    }

    private Account enrol(String login, Role role, Optional<PatientHandle> patient) {
        return node.api().registrar().enrol(new Registrar.Person(login, PASSWORD, role, patient));
    }

    private DeviceId addDevice(PatientHandle handle, VitalSigns source, double pace) {
        Algorithm algorithm = devices.size() % 2 == 0 ? Algorithm.ED25519 : Algorithm.ES256;
        SigningKey key = signatures.generate(algorithm, new SecureRandom());
        VitaNode.Enrolment enrolment = node.enrol(key.verifyingKey(), handle);
        // What was measured before the binding would not be the patient's.
        Schedule schedule = new Schedule(clock.instant(), new Pace.Times(pace), PACK, MAX_SPAN);
        PackSigner signer = new PackSigner(enrolment.device(), key, signatures);
        devices.add(new Enrolled(
                new VirtualDevice(signer, source, schedule, 0),
                new Login.Password(enrolment.device().text(), Bytes.utf8(enrolment.password()))));
        return enrolment.device();
    }

    private void addBrokenMonitor(double pace) {
        addDevice(patients.getFirst().handle(), new Mischief(), pace);
    }

    private void consent(Patient patient) {
        Consent.Terms terms = new Consent.Terms(
                new Grantee.OnePrincipal(staff.practitioner().principal()),
                Set.of(Purpose.TREAT),
                Set.of(),
                start.minus(Duration.ofHours(1)),
                start.plus(CONSENT_LENGTH));
        ConsentId id = new ConsentId(node.randomBytes(ConsentId.SIZE));
        Consent consent = new Consent(id, 1, patient.handle(), terms, Consent.Status.ACTIVE);
        node.submit(new Command.PutConsent(consent, patient.person().principal()));
    }

    /** Where vital signs come from: recordings if there are some, else invented patients. */
    private final class Sources {
        private final Optional<Recordings> recordings;

        Sources(Optional<Path> folder) {
            this.recordings = folder.map(path -> Recordings.open(path, ParameterMap.challenge2012()));
        }

        VitalSigns source(int index) {
            if (recordings.isEmpty()) {
                return new GeneratedPatient(index + 1, INTERVAL, BETWEEN_EPISODES);
            }
            Recording recording = recordings.get().read(index);
            omitted = omitted.plus(recording.omitted());
            return recording.play();
        }
    }
}
