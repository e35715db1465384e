package org.vitaledger.sim.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names say what a thing is for. */
class NamesTest {
    /** The most methods of an interface that stands between modules, besides {@code close}. */
    private static final int PORT_METHODS = 5;

    private static final Pattern ACCESSOR = Pattern.compile("^ +public [\\w<>., ?\\[\\]]+ get[A-Z]\\w*\\(");

    @Test
    void noPackageIsNamedForNothing() {
        String[] packages = {
            "..util..", "..utils..", "..common..", "..impl..", "..helper..", "..manager..", "..base..", "..misc.."
        };
        noClasses().should().resideInAnyPackage(packages).check(ProductClasses.ALL);
    }

    @Test
    void noClassIsNamedForNothing() {
        noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager)").check(ProductClasses.ALL);
    }

    @Test
    void accessorsHaveNoGetPrefix() {
        List<String> found = new ArrayList<>();
        for (SourceTree.Source source : SourceTree.product()) {
            String before = "";
            for (String line : source.lines()) {
                // What overrides or serves a library's method has the library's name.
                boolean librarys = before.contains("@Override") || before.contains("@Metadata");
                if (ACCESSOR.matcher(line).find() && !librarys) {
                    found.add(source.name() + " " + line.strip());
                }
                before = line;
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void portsHaveAtMostFiveMethods() {
        Set<String> wide = new TreeSet<>();
        for (JavaClass type : ProductClasses.ALL) {
            if (type.isInterface()
                    && type.getModifiers().contains(JavaModifier.PUBLIC)
                    && methodsToWrite(type) > PORT_METHODS) {
                wide.add(type.getName());
            }
        }
        assertThat(wide).isEmpty();
    }

    private static long methodsToWrite(JavaClass type) {
        return type.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
                .filter(method -> !method.getName().equals("close"))
                .count();
    }
}
