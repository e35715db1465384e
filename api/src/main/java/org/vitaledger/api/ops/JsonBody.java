package org.vitaledger.api.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON object in a request, with the fields that were asked for.
 *
 * @param node the object
 */
record JsonBody(JsonNode node) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Reads a body; an empty one is an empty object.
     *
     * @throws RefusedRequest if it is not a JSON object
     */
    static JsonBody read(HttpServletRequest request) throws IOException {
        try {
            byte[] content = request.getInputStream().readAllBytes();
            JsonNode node = content.length == 0 ? JSON.createObjectNode() : JSON.readTree(content);
            if (!node.isObject()) {
                throw new RefusedRequest(ApiRefusal.BAD_CONTENT);
            }
            return new JsonBody(node);
        } catch (JacksonException e) {
            throw new RefusedRequest(ApiRefusal.BAD_CONTENT);
        }
    }

    Optional<String> text(String field) {
        JsonNode value = node.path(field);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** A whole number, also one in quotes. */
    long number(String field) {
        JsonNode value = node.path(field);
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        try {
            return Long.parseLong(required(field));
        } catch (NumberFormatException e) {
            throw new RefusedRequest(ApiRefusal.BAD_CONTENT, field);
        }
    }

    String required(String field) {
        return text(field).orElseThrow(() -> new RefusedRequest(ApiRefusal.BAD_CONTENT, field));
    }
}
