package org.vitaledger.device.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.device.replay.OutgoingPack;
import org.vitaledger.device.replay.VirtualDevice;

/** Delivers one device's packs in order. All of it runs on the loop. */
final class DeviceSession {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final VirtualDevice device;
    private final MqttConnection connection;
    private final Loop loop;
    private final InstantSource clock;
    private final Tally tally;
    private final int window;

    /** Sent, or to be sent again, and not answered; the oldest first. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private State state = State.OFFLINE;
    private Duration pause = FIRST_PAUSE;
    private boolean timed;
    private boolean draining;

    private enum State {
        OFFLINE,
        CONNECTING,
        ONLINE,
        CLOSED
    }

    /** A pack with the moment when it was first sent, and the connection on which it was last sent. */
    private static final class Waiting {
        private final OutgoingPack pack;
        private final long firstSent = System.nanoTime();
        private int sendings;

        Waiting(OutgoingPack pack) {
            this.pack = pack;
        }
    }

    DeviceSession(Enrolled enrolled, GatewayAddress gateway, Settings settings, Loop loop, Tally tally) {
        this.device = enrolled.device();
        this.loop = loop;
        this.clock = settings.clock();
        this.window = settings.window();
        this.tally = tally;
        Consumer<Bytes> received = message -> loop.execute(() -> tally.received(device.id(), message));
        this.connection = new MqttConnection(enrolled, gateway, () -> loop.execute(this::lost), received);
    }

    /** Begins, and goes on until it is closed. */
    void connect() {
        if (state == State.OFFLINE) {
            state = State.CONNECTING;
            connection.connect().thenRun(() -> loop.execute(this::connected));
        }
    }

    /** Takes no further packs from the device. */
    void drain() {
        draining = true;
    }

    /** Whether everything taken was answered, and nothing more will be taken. */
    boolean isDone() {
        return waiting.isEmpty() && (draining || device.due(clock.instant()).isEmpty());
    }

    boolean isConnected() {
        return state == State.ONLINE;
    }

    int waiting() {
        return waiting.size();
    }

    void close() {
        state = State.CLOSED;
        connection.disconnect();
    }

    private void connected() {
        if (state == State.CONNECTING) {
            state = State.ONLINE;
            pause = FIRST_PAUSE;
            waiting.forEach(this::send);
            fill();
        } else if (state == State.CLOSED) {
            connection.disconnect();
        }
    }

    private void lost() {
        if (state == State.CONNECTING || state == State.ONLINE) {
            state = State.OFFLINE;
            loop.after(pause, this::connect);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    /** Sends what is due, as far as the window allows. What is due while the connection is lost stays in the device. */
    private void fill() {
        while (state == State.ONLINE && !draining && waiting.size() < window) {
            Instant now = clock.instant();
            Optional<Instant> due = device.due(now);
            if (due.isEmpty()) {
                return;
            }
            Duration wait = Duration.between(now, due.get());
            if (wait.isPositive()) {
                fillAfter(wait);
                return;
            }
            Waiting next = new Waiting(device.take(now));
            waiting.add(next);
            send(next);
        }
    }

    private void fillAfter(Duration wait) {
        if (!timed) {
            timed = true;
            loop.after(wait, () -> {
                timed = false;
                fill();
            });
        }
    }

    private void send(Waiting it) {
        it.sendings++;
        if (it.sendings > 1) {
            tally.resent();
        }
        int sending = it.sendings;
        connection.publish(it.pack.encoded()).thenAccept(answer -> loop.execute(() -> answered(it, sending, answer)));
    }

    private void answered(Waiting it, int sending, Acknowledgement answer) {
        if (answer instanceof Acknowledgement.Lost) {
            if (sending == it.sendings && state == State.ONLINE) {
                connection.disconnect(); // the library still holds a connection that doesn't deliver
            }
            return;
        }
        if (waiting.remove(it)) {
            tally.answered(it.pack, answer, Duration.ofNanos(System.nanoTime() - it.firstSent));
            fill();
        }
    }
}
