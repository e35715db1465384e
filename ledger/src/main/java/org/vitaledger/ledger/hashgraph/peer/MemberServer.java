package org.vitaledger.ledger.hashgraph.peer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.vitaledger.core.bytes.Bytes;

/**
 * Connections of members, each on a virtual thread: a TLS handshake with a pinned certificate, then requests without a body.
 * Every step has its time, and there are never more connections than there may be; a stranger gets no further than the
 * handshake. Safe for any thread.
 */
final class MemberServer implements AutoCloseable {
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final Duration NEXT_REQUEST = Duration.ofMinutes(1);
    private static final Duration WHOLE_ANSWER = Duration.ofMinutes(1);
    private static final int BACKLOG = 128;
    private static final int STRANGERS_PER_ADDRESS = 16;
    private static final int STRANGERS = 256;
    private static final int PER_MEMBER = 8;
    private static final int MEMBERS = 256;
    private static final long NO_DESCRIPTOR_MILLIS = 100;

    private final ServerSocket server = new ServerSocket();
    private final SSLContext tls;
    private final Handler handler;
    private final Places<InetAddress> strangers = new Places<>(STRANGERS_PER_ADDRESS, STRANGERS);
    private final Places<Bytes> members = new Places<>(PER_MEMBER, MEMBERS);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger-member-deadlines").factory());

    /**
     * What a member gets.
     *
     * @param status of HTTP
     * @param body perhaps empty
     */
    record Answer(int status, byte[] body) {
        static final Answer NOT_FOUND = new Answer(404, new byte[0]);
        private static final Answer REFUSED = new Answer(400, new byte[0]);
        private static final Answer FAILED = new Answer(500, new byte[0]);
    }

    /** Who answers. Called by any thread; may block. */
    @FunctionalInterface
    interface Handler {
        Answer answer(RequestHead request);
    }

    private MemberServer(SSLContext tls, Handler handler) throws IOException {
        this.tls = tls;
        this.handler = handler;
    }

    static MemberServer start(InetSocketAddress address, SSLContext tls, Handler handler) throws IOException {
        MemberServer started = new MemberServer(tls, handler);
        try {
            started.server.setReuseAddress(true);
            started.server.bind(address, BACKLOG);
        } catch (IOException e) {
            started.close();
            throw e;
        }
        Thread.ofVirtual().name("ledger-members").start(started::accept);
        return started;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket socket = server.accept();
                strangers.take(socket, socket.getInetAddress()).ifPresent(MemberServer::end);
                Thread.ofVirtual().name("ledger-member").start(() -> serve(socket));
            } catch (IOException e) {
                // Closed, or the process has no descriptor left for the moment.
                pause();
            }
        }
    }

    private void pause() {
        try {
            var _ = closed.await(NO_DESCRIPTOR_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void serve(Socket socket) {
        try {
            SSLSocket secured = within(HANDSHAKE, socket, () -> shakeHands(socket));
            members.take(socket, member(secured)).ifPresent(MemberServer::end);
            strangers.leave(socket);
            requests(socket, secured);
        } catch (IOException | RejectedExecutionException e) {
            // A stranger, a member that went away, or we do.
        } finally {
            strangers.leave(socket);
            members.leave(socket);
            end(socket);
        }
    }

    private SSLSocket shakeHands(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
        secured.setUseClientMode(false);
        secured.setSSLParameters(PinnedTls.parameters());
        secured.startHandshake();
        return secured;
    }

    private static Bytes member(SSLSocket secured) throws IOException {
        try {
            return Bytes.of(secured.getSession().getPeerCertificates()[0].getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
    }

    private void requests(Socket socket, SSLSocket secured) throws IOException {
        InputStream in = new BufferedInputStream(secured.getInputStream());
        boolean more = true;
        while (more) {
            Optional<RequestHead> request;
            try {
                request = within(NEXT_REQUEST, socket, () -> RequestHead.read(in));
            } catch (RequestHead.Refused e) {
                within(WHOLE_ANSWER, socket, () -> write(secured.getOutputStream(), Answer.REFUSED, true));
                return;
            }
            more = request.isPresent()
                    && within(WHOLE_ANSWER, socket, () -> answer(secured.getOutputStream(), request.get()));
        }
    }

    private boolean answer(OutputStream out, RequestHead request) throws IOException {
        Answer answer;
        try {
            answer = handler.answer(request);
        } catch (RuntimeException e) {
            var _ = write(out, Answer.FAILED, true);
            throw e;
        }
        return write(out, answer, request.last());
    }

    /** Whether the connection goes on. */
    private static boolean write(OutputStream out, Answer answer, boolean last) throws IOException {
        String head = "HTTP/1.1 " + answer.status() + " \r\nContent-Type: application/octet-stream\r\nContent-Length: "
                + answer.body().length + (last ? "\r\nConnection: close" : "") + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(answer.body());
        out.flush();
        return !last;
    }

    @FunctionalInterface
    private interface Step<T, X extends Exception> {
        T take() throws IOException, X;
    }

    /** Ends the connection if the step takes longer, which ends the step. */
    private <T, X extends Exception> T within(Duration time, Socket socket, Step<T, X> step) throws IOException, X {
        Future<?> deadline = deadlines.schedule(() -> end(socket), time.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return step.take();
        } finally {
            deadline.cancel(false);
        }
    }

    /** Without a word, which somebody who reads nothing could hold up. */
    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
        strangers.sockets().forEach(MemberServer::end);
        members.sockets().forEach(MemberServer::end);
        deadlines.shutdownNow();
    }
}
