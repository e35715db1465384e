package org.vitaledger.api.fhir;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseHasModifierExtensions;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks whether the JSON of a resource has the form of FHIR R4 (json 2.6.2): elements that the type has, as often as they
 * may come, none empty or null, none twice. The FHIR library passes over such things, and what it passes over would be
 * lost: a list of codes in a misspelt element must not become a consent for all codes. Safe for any thread.
 */
final class StrictJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final FhirContext fhir;

    StrictJson(FhirContext fhir) {
        this.fhir = fhir;
    }

    /**
     * Looks at a body. What is in extensions and contained resources is left to the library, as are values.
     *
     * @param type the resource type that is expected
     * @throws RefusedRequest {@link ApiRefusal#BAD_CONTENT} with the path of the first element that is wrong
     */
    void check(String type, byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JacksonException e) {
            throw new RefusedRequest(ApiRefusal.BAD_CONTENT);
        }
        if (!root.isObject() || !root.path("resourceType").asString("").equals(type)) {
            throw new RefusedRequest(ApiRefusal.BAD_CONTENT, "resourceType");
        }
        checkObject(type, fhir.getResourceDefinition(type), root);
    }

    private static void checkObject(String path, BaseRuntimeElementCompositeDefinition<?> type, JsonNode object) {
        require(object.isObject() && !object.isEmpty(), path);
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            String at = path + "." + name;
            boolean ofResource = type instanceof RuntimeResourceDefinition;
            switch (name) {
                case "resourceType" -> require(ofResource, at);
                case "id" -> require(isText(member.getValue()), at);
                case "_id" -> require(false, at);
                case "extension" -> require(isList(member.getValue()), at);
                case "modifierExtension" ->
                    require(
                            isList(member.getValue())
                                    && IBaseHasModifierExtensions.class.isAssignableFrom(type.getImplementingClass()),
                            at);
                default -> checkMember(at, type, name, member.getValue());
            }
        }
    }

    private static void checkMember(
            String path, BaseRuntimeElementCompositeDefinition<?> type, String name, JsonNode value) {
        boolean companion = name.startsWith("_");
        String element = companion ? name.substring(1) : name;
        BaseRuntimeChildDefinition child = type.getChildByName(element);
        require(child != null && isNameOf(child, element), path);
        BaseRuntimeElementDefinition<?> of = child.getChildByName(element);
        boolean list = child.getMax() != 1;
        require(list ? isList(value) : !value.isArray(), path);
        for (JsonNode item : list ? value : List.of(value)) {
            if (of instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
                require(!companion, path);
                checkObject(path, composite, item);
            } else if (isResource(of)) {
                require(!companion && item.isObject(), path);
            } else {
                checkPrimitive(path, item, companion, list);
            }
        }
    }

    /** The library knows references by a second name, too. */
    private static boolean isNameOf(BaseRuntimeChildDefinition child, String name) {
        return child instanceof RuntimeChildChoiceDefinition
                ? child.getValidChildNames().contains(name) && !name.endsWith("Resource")
                : child.getElementName().equals(name);
    }

    /** In a list, null stands where only the value or only its extensions are. */
    private static void checkPrimitive(String path, JsonNode item, boolean companion, boolean list) {
        if (item.isNull()) {
            require(list, path);
        } else if (companion) {
            require(item.isObject() && !item.isEmpty(), path);
            for (String name : item.propertyNames()) {
                require(name.equals("id") || name.equals("extension"), path + "." + name);
            }
        } else {
            require(
                    !item.isContainer()
                            && !(item.isString() && item.stringValue().isEmpty()),
                    path);
        }
    }

    private static boolean isResource(BaseRuntimeElementDefinition<?> type) {
        return switch (type.getChildType()) {
            case CONTAINED_RESOURCE_LIST, CONTAINED_RESOURCES, RESOURCE -> true;
            default -> false;
        };
    }

    private static boolean isList(JsonNode value) {
        return value.isArray() && !value.isEmpty();
    }

    private static boolean isText(JsonNode value) {
        return value.isString() && !value.stringValue().isEmpty();
    }

    private static void require(boolean holds, String path) {
        if (!holds) {
            throw new RefusedRequest(ApiRefusal.BAD_CONTENT, path);
        }
    }
}
