package org.vitaledger.api.fhir;

import ca.uhn.fhir.parser.ErrorHandlerAdapter;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import org.jspecify.annotations.Nullable;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;

/**
 * Refuses whatever the FHIR library finds wrong in what it reads, instead of going on without it. Names elements, never
 * values. What a resource lacks is no error: the mappers say what they need.
 */
final class StrictErrors extends ErrorHandlerAdapter {
    @Override
    public void containedResourceWithNoId(@Nullable IParseLocation location) {
        throw refusal(location, "contained");
    }

    @Override
    public void incorrectJsonType(
            @Nullable IParseLocation location,
            String element,
            ValueType expected,
            @Nullable ScalarType expectedScalar,
            ValueType found,
            @Nullable ScalarType foundScalar) {
        throw refusal(location, element);
    }

    @Override
    public void unexpectedRepeatingElement(@Nullable IParseLocation location, String element) {
        throw refusal(location, element);
    }

    @Override
    public void unknownAttribute(@Nullable IParseLocation location, String attribute) {
        throw refusal(location, attribute);
    }

    @Override
    public void unknownElement(@Nullable IParseLocation location, String element) {
        throw refusal(location, element);
    }

    @Override
    public void unknownReference(@Nullable IParseLocation location, String reference) {
        throw refusal(location, "reference");
    }

    @Override
    public void invalidInternalReference(@Nullable IParseLocation location, String reference) {
        throw refusal(location, "reference");
    }

    @Override
    public void invalidValue(@Nullable IParseLocation location, String value, String error) {
        @Nullable String element = location == null ? null : location.getParentElementName();
        throw new RefusedRequest(ApiRefusal.BAD_CONTENT, element == null ? "value" : element);
    }

    @Override
    public void extensionContainsValueAndNestedExtensions(@Nullable IParseLocation location) {
        throw refusal(location, "extension");
    }

    private static RefusedRequest refusal(@Nullable IParseLocation location, String element) {
        @Nullable String parent = location == null ? null : location.getParentElementName();
        return new RefusedRequest(ApiRefusal.BAD_CONTENT, parent == null ? element : parent + "." + element);
    }
}
