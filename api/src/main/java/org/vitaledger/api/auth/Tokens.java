package org.vitaledger.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;

/**
 * Makes and checks access tokens: JWTs signed with ES256 (RFC 7519, RFC 9068). A token that was verified once is
 * remembered by its hash; its expiry, revocation, and the state and the password of its account count at every use. Safe for
 * any thread.
 */
public final class Tokens {
    /** The claim with the role. */
    public static final String ROLE = "role";
    /** The claim with a patient's handle (SMART App Launch, launch context). */
    public static final String PATIENT = "patient";
    /** The claim with the purpose of use, an HL7 v3 code (IHE IUA). */
    public static final String PURPOSE = "purpose_of_use";
    /** The claim with the scopes (RFC 8693 section 4.2). */
    public static final String SCOPE = "scope";

    private static final int CACHED = 4096;
    private static final int MAX_LENGTH = 4096;
    private static final int ID_BYTES = 16;

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final String CLIENT = "client_id";
    private static final String CREDENTIAL = "credential";

    private final String issuer;
    private final TokenKey key;
    private final JWSVerifier verifier;
    private final Directory directory;
    private final RevokedTokens revoked;
    private final InstantSource clock;
    private final SecureRandom random;
    private final TokenCache cache = new TokenCache(CACHED);

    /**
     * What the tokens of a node rest on.
     *
     * @param issuer the node's address: who issues them, and where they count
     * @param key what signs them
     * @param directory whom they may be for
     * @param revoked which of them do not count any more
     * @param clock what time it is
     * @param random where their ids come from
     */
    public record Parts(
            String issuer,
            TokenKey key,
            Directory directory,
            RevokedTokens revoked,
            InstantSource clock,
            SecureRandom random) {}

    public Tokens(Parts parts) {
        this.issuer = parts.issuer();
        this.key = parts.key();
        this.directory = parts.directory();
        this.revoked = parts.revoked();
        this.clock = parts.clock();
        this.random = parts.random();
        try {
            this.verifier = new ECDSAVerifier(key.jwk().toECPublicKey());
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the token key is not on P-256", e);
        }
    }

    /**
     * A ready-made token for somebody of the directory, with everything that the role can use.
     *
     * @throws IllegalArgumentException if nobody in the directory has that principal and role
     */
    public String mint(PrincipalId principal, Role role, Duration lifetime) {
        Actor actor = directory
                .actor(principal)
                .filter(found -> found.role() == role)
                .orElseThrow(() -> new IllegalArgumentException("nobody in the directory has that principal and role"));
        Instant now = clock.instant();
        TokenGrant grant = new TokenGrant(actor, Scopes.of(role), Caller.purposeOf(role), now, now.plus(lifetime));
        return issue(grant, ConsoleClient.ID).value();
    }

    /** A token that says what it is told to say, for the client of an id. */
    public IssuedToken issue(TokenGrant grant, String client) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(issuer)
                .subject(grant.actor().principal().text())
                .claim(CLIENT, client)
                .claim(CREDENTIAL, grant.actor().credentialMark())
                .jwtID(HexFormat.of().formatHex(id))
                .issueTime(Date.from(grant.issued()))
                .expirationTime(Date.from(grant.expires()))
                .claim(ROLE, grant.actor().role().name())
                .claim(PURPOSE, grant.purpose().name())
                .claim(SCOPE, grant.scopes().text());
        grant.actor().patient().ifPresent(handle -> claims.claim(PATIENT, handle.text()));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(key.jwk().getKeyID())
                .build();
        SignedJWT token = new SignedJWT(header, claims.build());
        try {
            token.sign(new ECDSASigner(key.jwk()));
        } catch (JOSEException e) {
            throw new IllegalStateException("signing with a key of our own failed", e);
        }
        return new IssuedToken(token.serialize(), claims.build().getJWTID(), grant);
    }

    /**
     * Ends a token before its time; one that does not count anyway is left as it is.
     *
     * @throws org.vitaledger.api.fault.ApiFault VL-API-002 if the revocation can't be made durable
     */
    public void revoke(String token) {
        if (check(token) instanceof TokenVerdict.Accepted(Caller caller)) {
            revoked.revoke(caller.tokenId(), caller.expires());
        }
    }

    /** Whose request a token makes it, or why it does not count. Never throws on hostile input. */
    public TokenVerdict check(String token) {
        if (token.isEmpty()) {
            return new TokenVerdict.Refused(TokenRefusal.MISSING);
        }
        if (token.length() > MAX_LENGTH) {
            return new TokenVerdict.Refused(TokenRefusal.MALFORMED);
        }
        Instant now = clock.instant();
        Hash hash = Hash.sha256(token.getBytes(StandardCharsets.UTF_8));
        Optional<VerifiedToken> known = cache.find(hash, now);
        if (known.isPresent()) {
            return stillCounts(known.get(), now);
        }
        return switch (verify(token)) {
            case Verified.Refused(TokenRefusal reason) -> new TokenVerdict.Refused(reason);
            case Verified.Signed(VerifiedToken content) -> {
                TokenVerdict verdict = stillCounts(content, now);
                if (verdict instanceof TokenVerdict.Accepted) {
                    cache.put(hash, content);
                }
                yield verdict;
            }
        };
    }

    /** What a token says that this node has issued, whether or not it still counts. */
    public Optional<VerifiedToken> verified(String token) {
        return !token.isEmpty() && token.length() <= MAX_LENGTH && verify(token) instanceof Verified.Signed signed
                ? Optional.of(signed.token())
                : Optional.empty();
    }

    private sealed interface Verified {
        record Signed(VerifiedToken token) implements Verified {}

        record Refused(TokenRefusal reason) implements Verified {}
    }

    private Verified verify(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            if (!JWSAlgorithm.ES256.equals(parsed.getHeader().getAlgorithm())
                    || !TYPE.equals(parsed.getHeader().getType())) {
                return new Verified.Refused(TokenRefusal.MALFORMED);
            }
            if (!parsed.verify(verifier)) {
                return new Verified.Refused(TokenRefusal.BAD_SIGNATURE);
            }
            JWTClaimsSet claims = parsed.getJWTClaimsSet();
            boolean ours =
                    issuer.equals(claims.getIssuer()) && claims.getAudience().contains(issuer);
            return ours ? new Verified.Signed(content(claims)) : new Verified.Refused(TokenRefusal.MALFORMED);
        } catch (JOSEException e) {
            return new Verified.Refused(TokenRefusal.BAD_SIGNATURE);
        } catch (ParseException | IllegalArgumentException | NullPointerException e) {
            return new Verified.Refused(TokenRefusal.MALFORMED);
        }
    }

    private TokenVerdict stillCounts(VerifiedToken token, Instant now) {
        Caller caller = token.caller();
        if (!now.isBefore(caller.expires())) {
            return new TokenVerdict.Refused(TokenRefusal.EXPIRED);
        }
        if (revoked.contains(caller.tokenId())) {
            return new TokenVerdict.Refused(TokenRefusal.REVOKED);
        }
        boolean acts = directory
                .service(token.client())
                .<Actor>map(service -> service)
                .or(() -> directory.actor(caller.principal()))
                .filter(actor -> actor.principal().equals(caller.principal()))
                .filter(Actor::enabled)
                .filter(actor -> actor.role() == caller.role())
                .filter(actor -> actor.patient().equals(caller.patient()))
                .filter(actor -> actor.credentialMark().equals(token.credential()))
                .isPresent();
        return acts ? new TokenVerdict.Accepted(caller) : new TokenVerdict.Refused(TokenRefusal.ACTOR_DISABLED);
    }

    private static VerifiedToken content(JWTClaimsSet claims) throws ParseException {
        return new VerifiedToken(
                caller(claims),
                Objects.requireNonNull(claims.getStringClaim(CLIENT)),
                claims.getIssueTime().toInstant(),
                Objects.requireNonNull(claims.getStringClaim(CREDENTIAL)));
    }

    private static Caller caller(JWTClaimsSet claims) throws ParseException {
        return new Caller(
                PrincipalId.parse(claims.getSubject()),
                Role.valueOf(claims.getStringClaim(ROLE)),
                Optional.ofNullable(claims.getStringClaim(PATIENT)).map(PatientHandle::parse),
                Purpose.valueOf(claims.getStringClaim(PURPOSE)),
                Scopes.parse(claims.getStringClaim(SCOPE)),
                claims.getJWTID(),
                claims.getExpirationTime().toInstant());
    }
}
