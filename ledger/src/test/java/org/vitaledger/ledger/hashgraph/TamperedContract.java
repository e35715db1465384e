package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.contract.Transition;

/** The contract of devices, but for their revocation, which says that it was done already and does nothing. */
final class TamperedContract {
    private static final String CONTRACT = "DeviceContract.class";

    private TamperedContract() {}

    /** Makes a folder for a class path with that class alone. */
    static Path in(Path folder) throws IOException {
        String place = Command.class.getPackageName().replace('.', '/');
        Files.createDirectories(folder.resolve(place));
        Files.write(folder.resolve(place).resolve(CONTRACT), changed());
        return folder;
    }

    private static byte[] changed() throws IOException {
        ClassDesc state = State.class.describeConstable().orElseThrow();
        ClassDesc transition = Transition.class.describeConstable().orElseThrow();
        ClassFile classes = ClassFile.of();
        return classes.transformClass(
                classes.parse(original()),
                ClassTransform.transformingMethods(
                        method -> method.methodName().equalsString("revoke"), (method, element) -> {
                            if (element instanceof CodeModel) {
                                method.withCode(code -> code.aload(0)
                                        .invokestatic(transition, "repeated", MethodTypeDesc.of(transition, state))
                                        .areturn());
                            } else {
                                method.with(element);
                            }
                        }));
    }

    private static byte[] original() throws IOException {
        try (InputStream in = Command.class.getResourceAsStream(CONTRACT)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
