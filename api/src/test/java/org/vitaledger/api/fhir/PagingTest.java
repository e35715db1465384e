package org.vitaledger.api.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.api.fake.Sample;
import org.vitaledger.core.Proves;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.Role;

/** Pages put together are the unpaged answer, whatever the page's size, equal times and what vanishes in between. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagingTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int MOST_PAGES = 200;

    private final FhirContext fhir = FhirContext.forR4();
    private final List<String> ids = new ArrayList<>();
    private RunningApi api;
    private Sample sample;

    @BeforeAll
    void start(@TempDir Path home) {
        api = RunningApi.start(home);
        sample = new Sample(api);
        Random random = new Random(7);
        for (int i = 0; i < 3; i++) {
            DeviceId device = sample.device(api.handle(api.patient));
            for (int sequence = 1; sequence <= 4; sequence++) {
                Instant time = NOON.plusSeconds(random.nextInt(2));
                List<Reading> pack = sample.pack(device, api.handle(api.patient), sequence, time);
                pack.forEach(reading -> ids.add(reading.id().text()));
            }
        }
        Collections.shuffle(ids, random);
        sample.consent(api.patient, api.practitioner);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Observation?_total=none",
                "Observation?_sort=date",
                "Observation?_sort=-date",
                "Observation?_id=IDS",
                "Observation?_id=IDS&_sort=date",
                "Observation?_id=IDS&code=8867-4",
                "Observation?date=2026-03-01T12:00:00Z,2026-03-01T12:00:01Z&_sort=date",
                "Provenance?_id=IDS",
                "Provenance?target=IDS",
                "Device?status=active",
                "Consent?status=active",
                "AuditEvent?date=lt2999",
                "AuditEvent?_sort=date",
            })
    @Proves("INV-010")
    void addsUpToTheUnpagedAnswer(String search) {
        Account reader = search.startsWith("AuditEvent") ? watched() : api.practitioner;
        String query = search.replace("IDS", String.join(",", ids));
        List<String> all = ids(page("/fhir/" + query + "&_count=500", reader));

        for (int count : new int[] {1, 2, 3, 5, 23, 24, 25, 500}) {
            if (search.startsWith("AuditEvent")) {
                // Each look is itself recorded; what was there at the first page is what the pages tell.
                assertThat(paged("/fhir/" + query + "&_count=" + count, reader))
                        .as("%s by %d", search, count)
                        .doesNotHaveDuplicates()
                        .containsSubsequence(all);
            } else {
                assertThat(paged("/fhir/" + query + "&_count=" + count, reader))
                        .as("%s by %d", search, count)
                        .isEqualTo(all);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @Proves("INV-010")
    void goesOnBehindThePlaceOfWhatVanished(long seed) {
        Random random = new Random(seed);
        Account doctor = api.account("pages" + seed, Role.PRACTITIONER);
        Map<String, Runnable> removals = new HashMap<>();
        for (int i = 0; i < 8; i++) {
            Account patient = api.account("p" + seed + i, Role.PATIENT);
            Consent consent = sample.consent(patient, doctor);
            DeviceId device = sample.device(api.handle(patient));
            Runnable removal = () -> sample.revoke(consent, patient);
            sample.pack(device, api.handle(patient), 1, NOON)
                    .forEach(reading -> removals.put(reading.id().text(), removal));
            List.of(api.handle(patient).text(), consent.id().text(), device.text())
                    .forEach(id -> removals.put(id, removal));
        }
        String type = List.of("Patient", "Observation", "Device", "Consent").get((int) seed % 4);
        List<String> all = ids(page("/fhir/" + type + "?_count=500", doctor));
        List<String> seen = new ArrayList<>();
        Set<Runnable> gone = new HashSet<>();
        Bundle page = page("/fhir/" + type + "?_count=1", doctor);
        seen.addAll(ids(page));
        while (page.getLink(Bundle.LINK_NEXT) != null) {
            Runnable removal = Objects.requireNonNull(removals.get(seen.getLast()));
            if ((gone.isEmpty() || random.nextBoolean()) && gone.add(removal)) {
                removal.run();
            }
            page = page(path(page), doctor);
            seen.addAll(ids(page));
        }

        List<String> left = ids(page("/fhir/" + type + "?_count=500", doctor));
        assertThat(gone).isNotEmpty();
        assertThat(seen).doesNotHaveDuplicates().isSubsetOf(all).containsAll(left);
        assertThat(seen).isEqualTo(all.stream().filter(seen::contains).toList());
    }

    @Test
    void refusesACursorOfAnotherTypeOrQuery() {
        String consents = cursor(page("/fhir/Consent?_count=1", twoConsents()));
        String devices = cursor(page("/fhir/Device?_count=1", api.practitioner));

        for (String path : List.of("Device?_count=1", "Patient?_count=1", "Consent?_count=2", "AuditEvent?_count=1")) {
            HttpResponse<String> answer = api.get(
                    "/fhir/" + path + "&_cursor=" + consents,
                    api.token(path.startsWith("Audit") ? api.auditor : api.practitioner));
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.body()).contains("VL-HTTP-033");
        }
        assertThat(api.get("/fhir/Consent?_count=1&_cursor=" + devices, api.token(api.practitioner))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "'Observation?_count=5', -1",
        "'Observation?_count=24', 24",
        "'Observation?_count=100000', 24",
        "'Observation?_count=5&_total=accurate', 24",
        "'Observation?_count=5&_total=none', -1",
        "'Observation?code=8867-4', 12",
        "'Observation?_count=0', 24",
        "'Observation?_summary=count', 24",
        "'Observation?code=0-0', 0",
        "'Observation?_count=5&_elements=code', -1",
        "'Device?_count=1', 3",
    })
    @Proves("INV-010")
    void tellsATotalOnlyIfItKnowsIt(String search, int total) {
        Bundle page = page("/fhir/" + search, api.practitioner);

        assertThat(page.hasTotal() ? page.getTotal() : -1).isEqualTo(total);
    }

    @Test
    void tellsNoTotalOnLaterPagesThatItDoesNotKnow() {
        Bundle page = page("/fhir/Observation?_count=20", api.practitioner);
        Bundle last = page(path(page), api.practitioner);

        assertThat(last.getEntry()).hasSize(4);
        assertThat(last.hasTotal()).isFalse();
    }

    private Account twoConsents() {
        Account patient = api.account("gives", Role.PATIENT);
        sample.consent(patient, api.practitioner);
        sample.consent(patient, api.practitioner);
        return patient;
    }

    private Account watched() {
        Account patient = api.account("watched", Role.PATIENT);
        for (int i = 0; i < 7; i++) {
            api.get("/fhir/Patient/" + api.handle(patient).text(), api.token(api.practitioner));
        }
        return patient;
    }

    private List<String> paged(String path, Account account) {
        List<String> found = new ArrayList<>();
        Bundle page = page(path, account);
        found.addAll(ids(page));
        for (int pages = 1; page.getLink(Bundle.LINK_NEXT) != null; pages++) {
            assertThat(pages).as("pages of " + path.substring(0, 20)).isLessThan(MOST_PAGES);
            page = page(path(page), account);
            found.addAll(ids(page));
        }
        return found;
    }

    private String path(Bundle page) {
        return page.getLink(Bundle.LINK_NEXT)
                .getUrl()
                .substring(api.server.base().length());
    }

    private static String cursor(Bundle page) {
        String next = page.getLink(Bundle.LINK_NEXT).getUrl();
        return next.substring(next.indexOf("_cursor=") + 8).split("&", -1)[0];
    }

    private Bundle page(String path, Account account) {
        HttpResponse<String> answer = api.get(path, api.token(account));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return fhir.newJsonParser().parseResource(Bundle.class, answer.body());
    }

    private static List<String> ids(Bundle page) {
        return page.getEntry().stream()
                .map(entry -> entry.getResource().getIdElement().getIdPart())
                .toList();
    }
}
