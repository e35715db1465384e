package org.vitaledger.device.load;

import org.vitaledger.core.value.DeviceId;
import org.vitaledger.device.publish.Login;

/**
 * A device that makes load.
 *
 * @param id who
 * @param login how it gets in
 * @param packs what it sends
 */
public record LoadDevice(DeviceId id, Login.Password login, PackSource packs) {}
