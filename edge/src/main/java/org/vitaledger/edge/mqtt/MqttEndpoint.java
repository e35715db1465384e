package org.vitaledger.edge.mqtt;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.vitaledger.core.value.DeviceId;

/**
 * Listens for MQTT 3.1.1 and 5 and hands each PUBLISH to a handler. QoS 0 and 1; no retained messages, no sessions that
 * outlive their connection, will messages accepted and not sent. Safe for any thread.
 */
public final class MqttEndpoint implements AutoCloseable {
    private static final int CONNECT_BYTES = 16 << 10;
    private static final int BACKLOG = 1024;
    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(64 << 10, 256 << 10);
    private static final long DRAIN_MILLIS = 5_000;

    private final Hub hub;
    private final EventLoopGroup loops;
    private final List<Channel> listening = new ArrayList<>();

    private MqttEndpoint(Hub hub, EventLoopGroup loops) {
        this.hub = hub;
        this.loops = loops;
    }

    /**
     * Starts listening.
     *
     * @param listeners where; one at least
     * @param limits what clients may take up
     * @param credentials decides about user names and passwords
     * @param handler takes what is published
     * @throws ListenFault if an address cannot be listened on
     */
    public static MqttEndpoint start(
            List<Listener> listeners, Limits limits, DeviceCredentials credentials, PublishHandler handler) {
        Hub hub = new Hub(
                limits,
                credentials,
                handler,
                new Sessions(limits.connections().perClient()),
                new Openings(limits.connections()),
                new Pressure(limits.heldBytes()),
                new Counters());
        MqttEndpoint endpoint = new MqttEndpoint(hub, Transport.newLoops());
        try {
            listeners.forEach(endpoint::listen);
        } catch (ListenFault e) {
            endpoint.close();
            throw e;
        }
        return endpoint;
    }

    /** The addresses that are listened on, in the order of the listeners. */
    public List<InetSocketAddress> addresses() {
        return listening.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    /** Sends {@code payload} to the device's downlink subscribers (QoS 0). */
    public void sendDown(DeviceId device, byte[] payload) {
        hub.sessions().sendDown(device, payload);
    }

    /** Sends an alert of {@code device} to those who read alerts (QoS 0), once to each connection. */
    public void sendAlert(DeviceId device, byte[] payload) {
        hub.sessions().sendAlert(device, payload);
    }

    /** Stops reading from all sockets (what was read is still handed over), or reads on. */
    public void hold(boolean held) {
        hub.pressure().shut(held);
        if (held) {
            hub.sessions().forEach(Session::readAgain);
        }
    }

    /** What happened so far. */
    public EndpointStats stats() {
        return hub.counters().snapshot(hub.pressure().heldBytes());
    }

    /**
     * Stops listening and reading, waits a few seconds for the answers that are still due, and disconnects all clients.
     */
    @Override
    public void close() {
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        hold(true);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
        while (hub.pressure().heldBytes() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        hub.sessions().forEach(session -> session.end(Reason.SHUTTING_DOWN));
        loops.shutdownGracefully(50, 1_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    private void listen(Listener listener) {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(Transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                .childHandler(new Opening(listener))
                .bind(listener.address())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenFault(ListenFault.Listen.ADDRESS, Map.of("address", listener.address()), bound.cause());
        }
        listening.add(bound.channel());
    }

    /** Sets a new connection up. */
    private final class Opening extends ChannelInitializer<Channel> {
        private final Listener listener;

        Opening(Listener listener) {
            this.listener = listener;
        }

        @Override
        protected void initChannel(Channel channel) {
            Counters counters = hub.counters();
            channel.closeFuture().addListener(closed -> {
                counters.connections.decrementAndGet();
                hub.openings().done(channel);
            });
            if (counters.connections.incrementAndGet()
                    > hub.limits().connections().all()) {
                counters.connectsRefused.increment();
                var _ = channel.close();
                return;
            }
            hub.openings().begin(channel);
            ChannelPipeline pipeline = channel.pipeline();
            listener.tls().ifPresent(tls -> pipeline.addLast(Transport.tls(tls, channel, hub.limits())));
            pipeline.addLast(
                    new PacketGuard(CONNECT_BYTES),
                    new MqttDecoder(hub.limits().packetBytes()),
                    MqttEncoder.INSTANCE,
                    new Handshake(hub));
        }
    }
}
