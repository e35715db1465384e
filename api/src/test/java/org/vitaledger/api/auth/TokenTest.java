package org.vitaledger.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.api.fault.ApiFault;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;

class TokenTest {
    private static final PrincipalId DOCTOR = new PrincipalId(Bytes.of(new byte[PrincipalId.SIZE]));
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path home;

    private final SecureRandom random = new SecureRandom();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final InstantSource clock = () -> now;
    private Directory directory;
    private Tokens tokens;

    @BeforeEach
    void open() {
        directory = Directory.open(home.resolve("directory.json"));
        directory.put(new Account("doc", "hash", DOCTOR, Role.PRACTITIONER, Optional.empty(), true));
        tokens = tokens();
    }

    @Test
    void acceptsItsOwnTokenUntilItExpires() {
        String token = tokens.mint(DOCTOR, Role.PRACTITIONER, HOUR);

        assertThat(tokens.check(token)).isInstanceOf(TokenVerdict.Accepted.class);
        now = now.plus(HOUR).minusSeconds(1);
        assertThat(tokens.check(token)).isInstanceOf(TokenVerdict.Accepted.class);
        now = now.plusSeconds(1);
        assertThat(tokens.check(token)).isEqualTo(refused(TokenRefusal.EXPIRED));
        assertThat(tokens().check(token)).isEqualTo(refused(TokenRefusal.EXPIRED));
    }

    @Test
    void refusesARevokedTokenAlsoFromTheCacheAndAfterARestart() {
        String token = tokens.mint(DOCTOR, Role.PRACTITIONER, HOUR);
        tokens.check(token);
        tokens.revoke(token);

        assertThat(tokens.check(token)).isEqualTo(refused(TokenRefusal.REVOKED));
        assertThat(tokens().check(token)).isEqualTo(refused(TokenRefusal.REVOKED));
    }

    @Test
    void refusesTheTokensOfAClosedAccountAtOnce() {
        String token = tokens.mint(DOCTOR, Role.PRACTITIONER, HOUR);
        tokens.check(token);
        directory.put(new Account("doc", "hash", DOCTOR, Role.PRACTITIONER, Optional.empty(), false));

        assertThat(tokens.check(token)).isEqualTo(refused(TokenRefusal.ACTOR_DISABLED));
    }

    @Test
    void refusesWhatItDidNotSign() throws Exception {
        String token = tokens.mint(DOCTOR, Role.PRACTITIONER, HOUR);
        String[] parts = token.split("\\.", -1);
        char last = parts[2].charAt(10);
        String forged = parts[2].substring(0, 10) + (last == 'A' ? 'B' : 'A') + parts[2].substring(11);
        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        SignedJWT mac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        mac.sign(new MACSigner(new byte[32]));

        assertThat(tokens.check(parts[0] + "." + parts[1] + "." + forged))
                .isEqualTo(refused(TokenRefusal.BAD_SIGNATURE));
        assertThat(tokens.check(mac.serialize())).isEqualTo(refused(TokenRefusal.MALFORMED));
        assertThat(tokens.check(new PlainJWT(claims).serialize())).isEqualTo(refused(TokenRefusal.MALFORMED));
        assertThat(tokens.check("")).isEqualTo(refused(TokenRefusal.MISSING));
        assertThat(tokens.check("x".repeat(10_000))).isEqualTo(refused(TokenRefusal.MALFORMED));
        assertThat(tokens.check("a.b.c")).isEqualTo(refused(TokenRefusal.MALFORMED));
    }

    @Test
    void mintsOnlyForTheDirectorysPeopleInTheirRole() {
        assertThatThrownBy(() -> tokens.mint(DOCTOR, Role.AUDITOR, HOUR)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTheDirectoryAcrossARestartAndRefusesADamagedOne() throws Exception {
        Service service = new Service(
                "lab",
                new Service.Credential.Keys("{\"keys\":[]}"),
                new PrincipalId(Bytes.of(new byte[15]).plus(Bytes.of((byte) 9))),
                Role.PRACTITIONER,
                Set.of("system/Observation.rs"),
                true);
        directory.put(service);

        Directory again = Directory.open(home.resolve("directory.json"));
        assertThat(again.account("doc")).isEqualTo(directory.account("doc"));
        assertThat(again.service("lab")).contains(service);
        Files.writeString(home.resolve("directory.json"), "{\"accounts\":[{}]}");
        assertThatThrownBy(() -> Directory.open(home.resolve("directory.json")))
                .isInstanceOf(ApiFault.class)
                .hasMessageContaining("VL-API-003");
    }

    @ParameterizedTest
    @CsvSource({
        "user/Observation.rs, Observation, READ, true",
        "user/Observation.rs, Observation, CREATE, false",
        "user/Observation.r, Observation, SEARCH, false",
        "user/Observation.rs, Patient, READ, false",
        "user/*.cruds, Consent, UPDATE, true",
        "patient/*.read, AuditEvent, SEARCH, true",
        "patient/Consent.write, Consent, CREATE, true",
        "patient/Consent.write, Consent, READ, false",
        "user/*.*, Device, READ, true",
        "user/Observation.sr, Observation, READ, false",
        "launch/patient, Observation, READ, false",
    })
    void readsSmartScopes(String scope, String type, Interaction interaction, boolean permitted) {
        assertThat(Scopes.parse(scope).permits(type, interaction)).isEqualTo(permitted);
    }

    @Test
    void narrowsScopesToTheRole() {
        Scopes asked = Scopes.parse("patient/*.rs user/*.rs ops");

        assertThat(asked.narrowedTo(Role.PATIENT).text()).isEqualTo("patient/*.rs");
        assertThat(asked.narrowedTo(Role.PRACTITIONER).text()).isEqualTo("user/*.rs");
        assertThat(asked.narrowedTo(Role.OPERATOR).text()).isEqualTo("ops user/*.rs");
    }

    private Tokens tokens() {
        return new Tokens(new Tokens.Parts(
                "http://localhost",
                TokenKey.open(home.resolve("key.json"), random),
                directory,
                RevokedTokens.open(home.resolve("revoked"), clock),
                clock,
                random));
    }

    private static TokenVerdict refused(TokenRefusal reason) {
        return new TokenVerdict.Refused(reason);
    }
}
