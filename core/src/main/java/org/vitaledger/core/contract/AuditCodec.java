package org.vitaledger.core.contract;

import java.util.ArrayList;
import java.util.List;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborWriter;

/** The canonical bytes of the commands about audit logs: {@code [9, size, root, patients, path]} and the like. */
final class AuditCodec {
    private AuditCodec() {}

    static void write(CborWriter out, Command.AnchorAudit anchor) {
        out.writeArray(5).writeLong(9);
        write(out, anchor.head());
        out.writeArray(anchor.path().size());
        anchor.path().forEach(hash -> out.writeBytes(hash.bytes()));
    }

    static void write(CborWriter out, Command.RecordAuditLoss loss) {
        out.writeArray(5).writeLong(14);
        write(out, loss.left());
        out.writeLong(loss.counted());
    }

    static Command readAnchor(CborReader in) throws CborRejected {
        AuditHead head = readHead(in);
        int hashes = in.readArray();
        if (hashes > Command.AnchorAudit.MAX_PATH) {
            throw new IllegalArgumentException("a path that is too long");
        }
        List<Hash> path = new ArrayList<>(hashes);
        for (int i = 0; i < hashes; i++) {
            path.add(Hash.of(in.readByteArray()));
        }
        return new Command.AnchorAudit(head, path);
    }

    static Command readLoss(CborReader in) throws CborRejected {
        return new Command.RecordAuditLoss(readHead(in), in.readUnsigned());
    }

    private static void write(CborWriter out, AuditHead head) {
        out.writeLong(head.size())
                .writeBytes(head.root().bytes())
                .writeBytes(head.patients().bytes());
    }

    private static AuditHead readHead(CborReader in) throws CborRejected {
        return AuditHead.of(in.readUnsigned(), Hash.of(in.readByteArray()), Hash.of(in.readByteArray()));
    }
}
