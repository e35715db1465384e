package org.vitaledger.core.contract;

import java.util.ArrayList;
import java.util.List;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.SequenceRange;

/** The canonical bytes of commands: {@code [kind, fields...]}. Kinds never change their meaning; 1 is no longer in use. */
final class CommandCodec {
    private CommandCodec() {}

    static void write(CborWriter out, Command command) {
        switch (command) {
            case Command.PutPrincipal c -> {
                out.writeArray(2).writeLong(2);
                ValueCodec.write(out, c.principal());
            }
            case Command.RegisterDevice c -> {
                out.writeArray(3).writeLong(3).writeBytes(c.device().bytes());
                ValueCodec.write(out, c.key());
            }
            case Command.BindDevice c -> {
                out.writeArray(3).writeLong(4).writeBytes(c.device().bytes());
                ValueCodec.writeOptional(out, c.patient().map(PatientHandle::bytes));
            }
            case Command.RevokeDevice c ->
                out.writeArray(2).writeLong(5).writeBytes(c.device().bytes());
            case Command.PutConsent c -> {
                out.writeArray(3).writeLong(6);
                ValueCodec.write(out, c.consent());
                out.writeBytes(c.by().bytes());
            }
            case Command.RevokeConsent c ->
                out.writeArray(3).writeLong(7).writeBytes(c.consent().bytes()).writeBytes(c.by().bytes());
            case Command.Anchor c -> writeAnchor(out, c);
            case Command.AnchorAudit c -> AuditCodec.write(out, c);
            case Command.RecordAuditLoss c -> AuditCodec.write(out, c);
            case Command.RecordErasure c ->
                out.writeArray(2).writeLong(10).writeBytes(c.patient().bytes());
            case Command.FoundConsortium c -> {
                out.writeArray(2).writeLong(11);
                GovernanceCodec.writeMembers(out, c.members());
            }
            case Command.Propose c -> {
                out.writeArray(3).writeLong(12).writeLong(c.number());
                GovernanceCodec.write(out, c.change());
            }
            case Command.Vote c ->
                out.writeArray(3)
                        .writeLong(13)
                        .writeLong(c.proposal())
                        .writeLong(c.choice().code());
        }
    }

    private static void writeAnchor(CborWriter out, Command.Anchor anchor) {
        out.writeArray(7)
                .writeLong(8)
                .writeText(anchor.gateway().member().text())
                .writeText(anchor.gateway().name())
                .writeLong(anchor.number())
                .writeBytes(anchor.root().bytes())
                .writeLong(anchor.readings())
                .writeArray(anchor.ranges().size());
        anchor.ranges().forEach(range -> ValueCodec.write(out, range));
    }

    static Command read(CborReader in) throws CborRejected {
        int fields = in.readArray();
        int kind = in.readInt();
        if (fields != fields(kind)) {
            throw new IllegalArgumentException("a command of another shape");
        }
        return switch (kind) {
            case 2 -> new Command.PutPrincipal(ValueCodec.readPrincipal(in));
            case 3 -> new Command.RegisterDevice(new DeviceId(in.readBytes()), ValueCodec.readKey(in));
            case 4 ->
                new Command.BindDevice(
                        new DeviceId(in.readBytes()),
                        ValueCodec.readOptional(in).map(PatientHandle::new));
            case 5 -> new Command.RevokeDevice(new DeviceId(in.readBytes()));
            case 6 -> new Command.PutConsent(ValueCodec.readConsent(in), new PrincipalId(in.readBytes()));
            case 7 -> new Command.RevokeConsent(new ConsentId(in.readBytes()), new PrincipalId(in.readBytes()));
            case 8 -> readAnchor(in);
            case 9 -> AuditCodec.readAnchor(in);
            case 10 -> new Command.RecordErasure(new PatientHandle(in.readBytes()));
            case 11 -> new Command.FoundConsortium(Records.readList(in, ValueCodec::readMember));
            case 12 -> new Command.Propose(in.readUnsigned(), GovernanceCodec.readChange(in));
            case 13 -> new Command.Vote(in.readUnsigned(), GovernanceCodec.readChoice(in));
            case 14 -> AuditCodec.readLoss(in);
            default -> throw new IllegalArgumentException("unknown kind of command");
        };
    }

    private static int fields(int kind) {
        return switch (kind) {
            case 2, 5, 10, 11 -> 2;
            case 3, 4, 6, 7, 12, 13 -> 3;
            case 9, 14 -> 5;
            case 8 -> 7;
            default -> throw new IllegalArgumentException("unknown kind of command");
        };
    }

    private static Command readAnchor(CborReader in) throws CborRejected {
        GatewayId gateway = new GatewayId(new MemberId(in.readText()), in.readText());
        long number = in.readUnsigned();
        Hash root = Hash.of(in.readByteArray());
        int readings = in.readInt();
        int count = in.readArray();
        List<SequenceRange> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ranges.add(ValueCodec.readRange(in));
        }
        return new Command.Anchor(gateway, number, root, readings, ranges);
    }
}
