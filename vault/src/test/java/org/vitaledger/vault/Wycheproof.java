package org.vitaledger.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import org.vitaledger.core.SharedData;

/** Reads Project Wycheproof's vectors; skips the test where they are absent. */
public final class Wycheproof {
    private Wycheproof() {}

    /** One vector. */
    public record Vector(JsonNode fields) {
        public byte[] bytes(String name) {
            return HexFormat.of().parseHex(fields.get(name).asText());
        }

        public boolean valid() {
            return fields.get("result").asText().equals("valid");
        }

        public String name() {
            return "vector " + fields.get("tcId").asInt() + " "
                    + fields.get("comment").asText();
        }
    }

    /** Shows every vector with its group to {@code test}, which must leave out what it can't express. */
    public static void each(String file, BiConsumer<JsonNode, Vector> test) throws IOException {
        JsonNode suite = new ObjectMapper()
                .readTree(SharedData.path("wycheproof/" + file + ".json").toFile());
        int seen = 0;
        for (JsonNode group : suite.get("testGroups")) {
            for (JsonNode fields : group.get("tests")) {
                test.accept(group, new Vector(fields));
                seen++;
            }
        }
        assertThat(seen).isEqualTo(suite.get("numberOfTests").asInt());
    }
}
