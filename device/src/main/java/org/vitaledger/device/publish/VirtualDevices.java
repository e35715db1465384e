package org.vitaledger.device.publish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Many virtual devices that publish to one gateway until they are closed or their recordings end. Lost connections are
 * opened again, with growing pauses, for ever. Its methods may be called from any thread.
 */
public final class VirtualDevices implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(10);

    private final Loop loop = new Loop("virtual-devices");
    private final List<DeviceSession> sessions;
    private final Tally tally;

    private VirtualDevices(List<Enrolled> devices, GatewayAddress gateway, Settings settings, PackObserver observer) {
        tally = new Tally(observer);
        sessions = devices.stream()
                .map(device -> new DeviceSession(device, gateway, settings, loop, tally))
                .toList();
    }

    /** Connects {@code devices} and lets them begin; doesn't wait for a connection. */
    public static VirtualDevices start(
            List<Enrolled> devices, GatewayAddress gateway, Settings settings, PackObserver observer) {
        VirtualDevices started = new VirtualDevices(devices, gateway, settings, observer);
        started.loop.execute(() -> started.sessions.forEach(DeviceSession::connect));
        return started;
    }

    /** What they have done so far. */
    public PublishReport report() {
        CompletableFuture<PublishReport> report = new CompletableFuture<>();
        loop.execute(() -> report.complete(tally.report(sessions.size(), connected(), waiting())));
        PublishReport told = await(report, ANSWER_TIME);
        if (told == null) {
            throw new IllegalStateException("the devices' thread doesn't answer");
        }
        return told;
    }

    /**
     * Waits until a device is connected.
     *
     * @return whether that came about within {@code timeout}
     */
    public boolean awaitConnection(Duration timeout) {
        return awaitThat(() -> connected() > 0, timeout);
    }

    /**
     * Waits until every recording is over and every pack answered.
     *
     * @return whether that came about within {@code timeout}
     */
    public boolean awaitEnd(Duration timeout) {
        return awaitThat(() -> sessions.stream().allMatch(DeviceSession::isDone), timeout);
    }

    /**
     * Takes no further packs from the devices, and waits until every pack is answered.
     *
     * @return whether that came about within {@code timeout}
     */
    public boolean drain(Duration timeout) {
        loop.execute(() -> sessions.forEach(DeviceSession::drain));
        return awaitEnd(timeout);
    }

    /** Ends all connections; packs that weren't answered are forgotten. */
    @Override
    public void close() {
        loop.execute(() -> sessions.forEach(DeviceSession::close));
        loop.close();
    }

    private boolean awaitThat(BooleanSupplier condition, Duration timeout) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        loop.execute(() -> look(condition, done));
        boolean holds = await(done, timeout) != null;
        done.cancel(false);
        return holds;
    }

    private void look(BooleanSupplier condition, CompletableFuture<Boolean> done) {
        if (condition.getAsBoolean()) {
            done.complete(true);
        } else if (!done.isDone()) {
            loop.after(LOOK_AGAIN, () -> look(condition, done));
        }
    }

    private int connected() {
        return (int) sessions.stream().filter(DeviceSession::isConnected).count();
    }

    private int waiting() {
        return sessions.stream().mapToInt(DeviceSession::waiting).sum();
    }

    private <T> @Nullable T await(CompletableFuture<T> future, Duration timeout) {
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            loop.check();
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
