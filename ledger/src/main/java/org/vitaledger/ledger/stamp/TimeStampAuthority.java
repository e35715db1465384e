package org.vitaledger.ledger.stamp;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.publish.CheckpointPublisher;
import org.vitaledger.ledger.publish.Publication;
import org.vitaledger.ledger.publish.PublishFault;
import org.vitaledger.ledger.remote.BoundedHttp;
import org.vitaledger.ledger.remote.BoundedHttp.Answer;

/** Has checkpoints stamped by a time stamping authority (RFC 3161, over HTTP as its section 3.4). Safe for any thread. */
public final class TimeStampAuthority implements CheckpointPublisher {
    private static final String QUERY = "application/timestamp-query";
    private static final String REPLY = "application/timestamp-reply";
    private static final int OK = 200;
    private static final int NONCE_BITS = 64;

    private final URI address;
    private final X509Certificate certificate;
    private final BoundedHttp http;
    private final SecureRandom random;

    /**
     * @param address where the authority answers
     * @param certificate what it signs with
     * @param random makes the nonce that ties a reply to its request
     */
    public TimeStampAuthority(URI address, X509Certificate certificate, BoundedHttp http, SecureRandom random) {
        this.address = address;
        this.certificate = certificate;
        this.http = http;
        this.random = random;
    }

    @Override
    public String name() {
        return "tsa";
    }

    /** {@inheritDoc} The stamp is over the bytes of the whole note, with its signatures. */
    @Override
    public Publication.Stamped publish(SignedNote checkpoint) {
        byte[] content = checkpoint.encode();
        try {
            TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
            generator.setCertReq(true);
            TimeStampRequest request = generator.generate(
                    TSPAlgorithms.SHA256, Hash.sha256(content).toArray(), new BigInteger(NONCE_BITS, random));
            Answer answer = http.post(address, QUERY, request.getEncoded(), TimeStampCheck.MAX_SIZE);
            if (answer.status() != OK || !answer.contentType().equals(REPLY)) {
                throw fault(Map.of("status", answer.status()), null);
            }
            TimeStampResponse reply = new TimeStampResponse(answer.body());
            reply.validate(request);
            return switch (TimeStampCheck.verify(answer.body(), content, certificate)) {
                case TimeStampVerdict.Proved _ -> new Publication.Stamped(Bytes.of(answer.body()));
                case TimeStampVerdict.Refuted refuted -> throw fault(Map.of("reason", refuted.detail()), null);
            };
        } catch (TSPException | IOException e) {
            throw fault(Map.of(), e);
        }
    }

    private PublishFault fault(Map<String, ?> context, @Nullable Throwable cause) {
        Map<String, Object> all = new LinkedHashMap<>(context);
        all.put("address", address);
        return new PublishFault(PublishFault.Kind.NOT_STAMPED, all, cause);
    }
}
