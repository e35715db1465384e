package org.vitaledger.node.ward;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.ops.Registrar;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.device.pack.PackSigner;
import org.vitaledger.device.publish.Enrolled;
import org.vitaledger.device.publish.GatewayAddress;
import org.vitaledger.device.publish.Login;
import org.vitaledger.device.publish.PackObserver;
import org.vitaledger.device.publish.Settings;
import org.vitaledger.device.publish.VirtualDevices;
import org.vitaledger.device.replay.Pace;
import org.vitaledger.device.replay.Schedule;
import org.vitaledger.device.replay.VirtualDevice;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.VitaNode;

/**
 * A node with staff and patients whose devices deliver in real time, the last ten minutes at once. All patients but the
 * last have given Dr. Reed a consent. For one thread.
 */
final class LiveWard implements AutoCloseable {
    static final String PASSWORD = "correct horse";

    private static final List<String> NAMES = List.of("Ada Berg", "Jonas Keller", "Mira Novak", "Paul Otis");
    private static final Duration BEFORE = Duration.ofMinutes(10);
    private static final Duration TOKENS = Duration.ofHours(1);
    private static final int PACK = 10;
    private static final long FIRST_READINGS = 1000;

    final VitaNode node;
    final Account practitioner;
    final Account auditor;
    final Account operator;
    final List<PatientHandle> patients = new ArrayList<>();
    final List<Account> people = new ArrayList<>();
    final List<Bedside> bedsides = new ArrayList<>();

    private final Signatures signatures = FastestSignatures.find();
    private final InstantSource clock = InstantSource.system();
    private final Instant start = clock.instant().minus(BEFORE);
    /** The node's clock is back while devices are bound, so that their recordings may begin in the past. */
    private final AtomicReference<Duration> back = new AtomicReference<>(BEFORE.plusMinutes(1));

    private final List<Enrolled> devices = new ArrayList<>();
    private final VirtualDevices delivering;

    LiveWard(Path home) throws IOException, InterruptedException {
        String any = "127.0.0.1:0";
        node = VitaNode.start(NodeConfig.of(home, Map.of("http", any, "mqtt", any, "mqtts", any)), this::nodeTime);
        practitioner = enrol("dr.reed", Role.PRACTITIONER, Optional.empty());
        auditor = enrol("auditor", Role.AUDITOR, Optional.empty());
        operator = enrol("operator", Role.OPERATOR, Optional.empty());
        for (String name : NAMES) {
            admit(name);
        }
        back.set(Duration.ZERO);
        for (int i = 0; i < NAMES.size() - 1; i++) {
            consent(patients.get(i), people.get(i));
        }
        delivering = VirtualDevices.start(
                devices, GatewayAddress.local(node.gateway().mqttPort()), new Settings(clock, PACK), PackObserver.NONE);
    }

    private Instant nodeTime() {
        return clock.instant().minus(back.get());
    }

    /** Where the pages are. */
    String console() {
        return node.api().base() + "/console/";
    }

    String token(Account person) {
        return node.token(person, TOKENS);
    }

    /** Waits until the first readings are committed. */
    void awaitReadings() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> node.gateway().stats().committed().readings() > FIRST_READINGS);
    }

    @Override
    public void close() {
        delivering.close();
        node.close();
    }

    private void admit(String name) throws IOException, InterruptedException {
        PatientHandle handle = create(name);
        patients.add(handle);
        people.add(enrol(name.split(" ", 2)[0].toLowerCase(Locale.ROOT), Role.PATIENT, Optional.of(handle)));
        Algorithm algorithm = patients.size() % 2 == 0 ? Algorithm.ED25519 : Algorithm.ES256;
        SigningKey key = signatures.generate(algorithm, new SecureRandom());
        VitaNode.Enrolment enrolment = node.enrol(key.verifyingKey(), handle);
        Bedside bedside = new Bedside(patients.size());
        bedsides.add(bedside);
        Schedule schedule = new Schedule(start, Pace.realTime(), PACK, Duration.ofSeconds(1));
        VirtualDevice device =
                new VirtualDevice(new PackSigner(enrolment.device(), key, signatures), bedside, schedule, 0);
        devices.add(
                new Enrolled(device, new Login.Password(enrolment.device().text(), Bytes.utf8(enrolment.password()))));
    }

    private Account enrol(String login, Role role, Optional<PatientHandle> patient) {
        return node.api().registrar().enrol(new Registrar.Person(login, PASSWORD, role, patient));
    }

    private void consent(PatientHandle patient, Account person) {
        Consent.Terms terms = new Consent.Terms(
                new Grantee.OnePrincipal(practitioner.principal()),
                Set.of(Purpose.TREAT),
                Set.of(),
                start.minus(Duration.ofHours(1)),
                start.plus(Duration.ofDays(30)));
        ConsentId id = new ConsentId(node.randomBytes(ConsentId.SIZE));
        Consent consent = new Consent(id, 1, patient, terms, Consent.Status.ACTIVE);
        node.submit(new Command.PutConsent(consent, person.principal()));
    }

    /** A FHIR create, as a hospital's own system would do. */
    private PatientHandle create(String name) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String body = "{\"resourceType\":\"Patient\",\"name\":[{\"text\":\"" + name + "\"}]}";
            HttpRequest request = HttpRequest.newBuilder(URI.create(node.api().base() + "/fhir/Patient"))
                    .header("Authorization", "Bearer " + token(operator))
                    .header("Content-Type", "application/fhir+json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            String location = answer.headers().firstValue("Location").orElse("");
            return PatientHandle.parse(location.replaceFirst(".*/Patient/", "").replaceFirst("/.*", ""));
        }
    }
}
