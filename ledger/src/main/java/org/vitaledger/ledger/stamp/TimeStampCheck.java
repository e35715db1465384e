package org.vitaledger.ledger.stamp;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;
import org.vitaledger.core.bytes.Hash;

/** Verifies time stamps (RFC 3161), offline. Never throws on hostile input. Safe for any thread. */
public final class TimeStampCheck {
    /** The most bytes in a token or reply. */
    public static final int MAX_SIZE = 1 << 18;

    private TimeStampCheck() {}

    /**
     * Whether {@code stamp} is one over {@code content}, signed with the key of {@code authority}: the certificate must be
     * the signer's own, for time stamping alone (RFC 3161 section 2.3), and valid at the time of the stamp. Whether the
     * certificate is to be trusted, or was revoked, is for who names it.
     *
     * @param stamp a time stamp token, or an authority's whole reply, DER
     */
    public static TimeStampVerdict verify(byte[] stamp, byte[] content, X509Certificate authority) {
        if (stamp.length > MAX_SIZE) {
            return new TimeStampVerdict.Refuted("the stamp is too large");
        }
        try {
            TimeStampToken token = token(stamp);
            TimeStampTokenInfo info = token.getTimeStampInfo();
            byte[] digest = Hash.sha256(content).toArray();
            if (!info.getMessageImprintAlgOID().equals(TSPAlgorithms.SHA256)
                    || !MessageDigest.isEqual(digest, info.getMessageImprintDigest())) {
                return new TimeStampVerdict.Refuted("the stamp is over something else");
            }
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(authority));
            return new TimeStampVerdict.Proved(
                    info.getGenTime().toInstant(),
                    info.getSerialNumber().toString(16),
                    info.getPolicy().getId(),
                    authority.getSubjectX500Principal().getName());
        } catch (TSPException e) {
            return new TimeStampVerdict.Refuted("the authority did not sign the stamp: " + e.getMessage());
        } catch (CMSException | IOException | OperatorCreationException | RuntimeException e) {
            return new TimeStampVerdict.Refuted("the stamp is not readable");
        }
    }

    private static TimeStampToken token(byte[] stamp) throws CMSException, TSPException, IOException {
        try {
            return new TimeStampToken(new CMSSignedData(stamp));
        } catch (CMSException | RuntimeException e) {
            TimeStampToken token = new TimeStampResponse(stamp).getTimeStampToken();
            if (token == null) {
                throw new CMSException("the reply has no token", e);
            }
            return token;
        }
    }
}
