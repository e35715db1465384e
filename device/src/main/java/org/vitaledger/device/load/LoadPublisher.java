package org.vitaledger.device.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vitaledger.device.load.LoadFault.Load;
import org.vitaledger.device.publish.GatewayAddress;

/** Brings load to a gateway by MQTT 5 with QoS 1, without TLS. One run at a time; for one thread. */
public final class LoadPublisher implements AutoCloseable {
    private static final int MAX_ANSWER = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final GatewayAddress gateway;
    private final EventLoopGroup loops;
    private final Duration patience;
    private final CompletableFuture<Void> failed = new CompletableFuture<>();

    private record Link(Channel channel, LoadConnection connection) {}

    /** Load for {@code gateway} from {@code threads} threads. */
    public LoadPublisher(GatewayAddress gateway, int threads) {
        this(gateway, threads, PATIENCE);
    }

    /**
     * @param patience how long to wait for the gateway's answers
     */
    LoadPublisher(GatewayAddress gateway, int threads, Duration patience) {
        if (gateway.trust().isPresent()) {
            throw new IllegalArgumentException("load is brought without TLS");
        }
        DefaultThreadFactory names = new DefaultThreadFactory("load", true);
        this.gateway = gateway;
        this.patience = patience;
        this.loops =
                Epoll.isAvailable() ? new EpollEventLoopGroup(threads, names) : new NioEventLoopGroup(threads, names);
    }

    /**
     * Connects the devices, sends by plan, waits for the last answers and tells what came of it.
     *
     * @throws LoadFault if the gateway can't be reached, turns a device away or closes a connection
     */
    public LoadReport run(List<LoadDevice> devices, LoadPlan plan) throws InterruptedException {
        Measures measures = new Measures();
        List<Link> links = new ArrayList<>(devices.size());
        for (LoadDevice device : devices) {
            links.add(connect(new LoadConnection(device, plan.window(), measures, failed)));
        }
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            link.connection.start(link.channel, Beat.of(plan, i, links.size()));
        }
        rest(plan.warmUp());
        measures.begin();
        rest(plan.measured());
        measures.end();
        links.forEach(link -> link.connection.stop(link.channel));
        long unanswered = awaitAnswers(links);
        links.forEach(link -> link.connection.close(link.channel));
        return measures.report(unanswered);
    }

    /** Ends the threads. */
    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Link connect(LoadConnection connection) throws InterruptedException {
        ChannelFuture attempt = new Bootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new MqttDecoder(MAX_ANSWER), MqttEncoder.INSTANCE, connection);
                    }
                })
                .connect(gateway.host(), gateway.port())
                .await();
        if (attempt.isSuccess()) {
            await(connection.connected(), patience);
        }
        if (!connection.connected().isDone()) {
            Map<String, ?> where = Map.of("host", gateway.host(), "port", gateway.port());
            throw new LoadFault(Load.NOT_REACHED, where, attempt.cause());
        }
        return new Link(attempt.channel(), connection);
    }

    /** Waits, but not longer than until something goes wrong. */
    private void rest(Duration time) throws InterruptedException {
        await(failed, time);
    }

    private long awaitAnswers(List<Link> links) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long unanswered = unanswered(links);
        while (unanswered > 0 && System.nanoTime() - deadline < 0) {
            rest(LOOK_AGAIN);
            unanswered = unanswered(links);
        }
        return unanswered;
    }

    private static long unanswered(List<Link> links) throws InterruptedException {
        long sum = 0;
        for (Link link : links) {
            sum += link.channel
                    .eventLoop()
                    .submit(link.connection::unanswered)
                    .sync()
                    .getNow();
        }
        return sum;
    }

    private static void await(CompletableFuture<Void> future, Duration time) throws InterruptedException {
        try {
            future.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Nothing went wrong meanwhile.
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LoadFault fault) {
                throw fault;
            }
            throw new IllegalStateException(e);
        }
    }
}
