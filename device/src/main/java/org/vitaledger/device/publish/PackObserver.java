package org.vitaledger.device.publish;

import java.time.Duration;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.device.replay.OutgoingPack;

/** Hears what becomes of packs. Called on the devices' one thread: it must not block. */
public interface PackObserver {
    /** Hears nothing. */
    PackObserver NONE = new PackObserver() {};

    /** The gateway has acknowledged or refused {@code pack}, {@code elapsed} after it was first sent. */
    default void answered(OutgoingPack pack, Acknowledgement answer, Duration elapsed) {}

    /** The gateway has sent {@code message} down to {@code device}. */
    default void received(DeviceId device, Bytes message) {}
}
