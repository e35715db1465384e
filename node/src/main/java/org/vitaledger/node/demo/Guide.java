package org.vitaledger.node.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.journal.DurableFile;
import org.vitaledger.node.run.VitaNode;

/**
 * What somebody who sees the demo needs in order to look around in it: addresses, logins, and commands to try. Tokens lie
 * in files of the node's folder, so that a command fits on a line and no token in the history of a shell.
 */
final class Guide {
    private final VitaNode node;
    private final Demo demo;
    private final Path folder;

    Guide(VitaNode node, Demo demo) {
        this.node = node;
        this.demo = demo;
        this.folder = node.home().root();
    }

    /** Where things are, for people. */
    Map<String, Object> places() {
        Map<String, Object> places = new LinkedHashMap<>();
        places.put("pages", node.api().base() + "/console/");
        places.put("sign in as", "dr.reed, auditor, operator, patient1 ... (password: " + Ward.PASSWORD + ")");
        places.put("FHIR", node.api().base() + "/fhir");
        places.put(
                "MQTT",
                "127.0.0.1:" + node.gateway().mqttPort() + ", with TLS "
                        + node.gateway().mqttsPort());
        places.put("patients", patients());
        demo.recorded()
                .ifPresent(length -> places.put(
                        "recordings",
                        "48 hours in " + length.toSeconds() + " s; then the charts stand still (--pace)"));
        return places;
    }

    private String patients() {
        int all = demo.ward().patients().size();
        return all + " with a device each, and one broken monitor; all but patient" + all + " let dr.reed read";
    }

    /** The same for programs, with tokens. */
    Map<String, Object> facts() {
        Ward.Staff staff = demo.ward().staff();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("console", node.api().base() + "/console/");
        facts.put("fhir", node.api().base() + "/fhir");
        facts.put("mqttPort", node.gateway().mqttPort());
        facts.put("mqttsPort", node.gateway().mqttsPort());
        facts.put("home", folder.toString());
        facts.put("policy", node.home().policy().toString());
        facts.put("practitionerToken", demo.token(staff.practitioner()));
        facts.put("patientToken", demo.token(demo.ward().patients().getFirst().person()));
        facts.put("auditorToken", demo.token(staff.auditor()));
        facts.put("operatorToken", demo.token(staff.operator()));
        return facts;
    }

    /** Writes a token and the proof of a committed reading, and gives commands that use them. */
    List<String> commands(ReadingId reading) throws IOException {
        Path token = folder.resolve("dr.reed.token");
        DurableFile.replacePrivate(
                token, demo.token(demo.ward().staff().practitioner()).getBytes(US_ASCII));
        Path proof = folder.resolve("reading.tlog-proof");
        DurableFile.replace(proof, demo.proof(reading));
        String search = "curl -s -H \"Authorization: Bearer $(cat " + token + ")\" '"
                + node.api().base() + "/fhir/Observation?patient=";
        return List.of(
                search + patient(demo.ward().patients().getFirst()) + "&_count=3'",
                search + patient(demo.ward().unconsenting()) + "'   # denied: no consent",
                "./vitaledger verify " + proof + " --policy " + node.home().policy());
    }

    /** A file of the node's folder. */
    Path file(String name) {
        return folder.resolve(name);
    }

    private static String patient(Ward.Patient patient) {
        return patient.handle().text();
    }
}
