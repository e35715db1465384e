package org.vitaledger.api.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Role;

/**
 * Devices, from the ledger. An operator sees all; others see those that are on a patient whose record they may read.
 */
public final class DeviceProvider implements IResourceProvider {
    static final String SYSTEM = "https://vitaledger.org/fhir/device";

    private final FhirParts parts;

    public DeviceProvider(FhirParts parts) {
        this.parts = parts;
    }

    @Override
    public Class<Device> getResourceType() {
        return Device.class;
    }

    /** One device. */
    @Read
    public Device read(@IdParam IdType id, RequestDetails request) {
        Optional<org.vitaledger.core.value.Device> device =
                References.parsed(id.getIdPart(), DeviceId::parse).flatMap(state()::device);
        Caller caller = Callers.of(request);
        if (caller.role() != Role.OPERATOR) {
            parts.decisions().hidden(caller, device.flatMap(org.vitaledger.core.value.Device::patient), "Device.read");
        }
        return device.map(DeviceProvider::resource).orElseThrow(() -> new RefusedRequest(ApiRefusal.NOT_FOUND));
    }

    /** The devices that the caller may see. */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        SearchRequest search = SearchRequest.of(request);
        search.newestFirst();
        Paging paging = new Paging(search, parts.base());
        paging.start();
        Optional<Set<DeviceId>> ids =
                ObservationQuery.meet(search.all("_id"), value -> References.parsed(value, DeviceId::parse));
        List<org.vitaledger.core.value.Device> found = visible(Callers.of(request)).stream()
                .filter(device -> ids.map(set -> set.contains(device.id())).orElse(true))
                .filter(device -> search.admits("status", status(device).toCode()))
                .toList();
        return paging.page(found, PageOrder.byText(device -> device.id().text()), DeviceProvider::resource);
    }

    private List<org.vitaledger.core.value.Device> visible(Caller caller) {
        State state = state();
        List<org.vitaledger.core.value.Device> all = parts.stores().index().devices().stream()
                .flatMap(id -> state.device(id).stream())
                .toList();
        if (caller.role() == Role.OPERATOR) {
            return all;
        }
        Set<PatientHandle> patients = parts.decisions().everybody(caller, Optional.empty(), "Device.search").stream()
                .map(Grant::patient)
                .collect(Collectors.toSet());
        return all.stream()
                .filter(device -> device.patient().filter(patients::contains).isPresent())
                .toList();
    }

    private State state() {
        return parts.stores().ledger().snapshot().state();
    }

    static Device resource(org.vitaledger.core.value.Device device) {
        Device resource = new Device();
        resource.setId(device.id().text());
        resource.addIdentifier().setSystem(SYSTEM).setValue(device.id().text());
        resource.setStatus(status(device));
        resource.setOwner(new Reference().setDisplay(device.member().text()));
        device.patient().ifPresent(patient -> resource.setPatient(new Reference("Patient/" + patient.text())));
        return resource;
    }

    private static Device.FHIRDeviceStatus status(org.vitaledger.core.value.Device device) {
        return switch (device.status()) {
            case ACTIVE -> Device.FHIRDeviceStatus.ACTIVE;
            case REVOKED -> Device.FHIRDeviceStatus.INACTIVE;
        };
    }
}
